import type { Note } from '../model/session.ts'
import type { Runtime } from './context.ts'

/** Tells the person something about a stream, or about the whole session (`orchestrator`). */
export const notice = (
  { dispatch, now }: Pick<Runtime, 'dispatch' | 'now'>,
  about: string,
  text: string,
  tone: Note['tone'] = 'warn',
): void => dispatch({ type: 'noticed', at: now(), about, text, tone })
