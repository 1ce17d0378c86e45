import { understand } from '../../commands/understand.ts'
import type { Answer } from '../../model/message.ts'
import { plainText } from '../../text/plain.ts'
import type { Action } from '../keys/action.ts'
import { isEmpty } from './line.ts'
import { done, flashed, streamOf } from './reduced.ts'
import type { Reduced, Sheet, Ui, UiContext, UiEffect } from './ui.ts'

/** A longer answer is read in a sheet of its own; a shorter one the host puts into the pane. */
const SHORT = 12

export function answered(
  ui: Ui,
  { pane, text, answer }: { pane: string; text: string; answer: Answer },
  context: UiContext,
): Reduced {
  if (answer.open && answer.terminal) return opened(ui, answer.open, answer.terminal)
  const effects: UiEffect[] = []
  if (answer.open) effects.push({ type: 'open', folder: answer.open })
  if (answer.quit) effects.push({ type: 'leave' })
  const lines = plainLines(answer.text)
  const understood = context.session && understand(text, streamOf(pane), context.session)
  const look = understood?.ok && understood.value.command.name === 'diff' ? 'diff' : 'text'
  // Without its colours a diff is hard to read, however short it is.
  const isDiff = look === 'diff' && lines.some((line) => line.startsWith('@@'))
  if (lines.length <= SHORT && !isDiff) return done(ui, ...effects)
  const title = plainText(text).replaceAll('\n', ' ')
  const waiting: Sheet = { kind: 'sheet', title, lines, look, top: 0, find: null, found: null }
  if (canShow(ui)) return done({ ...ui, waiting }, ...effects)
  const said = flashed({ ...ui, waiting }, `The answer to '${title}' is shown when the line is empty.`)
  return done(said.ui, ...effects)
}

/** The pane of the stream is the one to look at; unless something else is being done by now. */
function opened(ui: Ui, folder: string, terminal: NonNullable<Answer['terminal']>): Reduced {
  const focus = canShow(ui) ? terminal.stream : ui.focus
  return done({ ...ui, focus }, { type: 'open-terminal', ...terminal, folder })
}

/** Shows the answer that waits. Never over a line that is being typed: the next keys were meant for that. */
export const withWaiting = (ui: Ui): Ui =>
  ui.waiting !== null && canShow(ui) ? { ...ui, overlay: ui.waiting, waiting: null } : ui

const canShow = (ui: Ui): boolean =>
  ui.overlay === null && ui.mode !== 'terminal' && ui.prompt.purpose === 'command' && isEmpty(ui)

/** Answers quote files and output of programs: their text stays, without what a terminal would obey. */
const plainLines = (text: string): string[] =>
  plainText(text.replaceAll('\t', '    '))
    .split('\n')
    .map((line) => line.trimEnd())

const close: Action = {
  name: 'close',
  group: 'text',
  summary: 'closes what is open',
  chords: { sheet: ['escape', 'q', 'enter'], copy: ['escape', 'q'] },
  run: (ui) => done({ ...ui, overlay: null }),
}

export const sheetActions: Action[] = [close]
