import { understand } from '../../commands/understand.ts'
import { sentence } from '../../model/result.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Action } from '../keys/action.ts'
import { done, flashed, streamOf } from './reduced.ts'
import type { Reduced, Ui, UiContext } from './ui.ts'

/** A command by one key. What makes no sense now is said at once and sent to nobody. */
const saying = (name: string, chord: string, summary: string): Action => ({
  name,
  group: 'say',
  summary,
  chords: { keys: [chord] },
  run: (ui, context) => say(ui, context, name),
})

function say(ui: Ui, { session, now }: UiContext, text: string): Reduced {
  if (session === null) return done(ui)
  const understood = understand(text, streamOf(ui.focus), session)
  if (!understood.ok) return flashed(ui, sentence(understood.error))
  const { command, streams, args } = understood.value
  const reason = command.disabledReason({ session, stream: streams[0] ?? null, args, by: 'you', at: now })
  return reason === null ? done(ui, { type: 'type', pane: ui.focus, text }) : flashed(ui, reason)
}

const diff: Action = {
  ...saying('diff', 'd', 'what the stream changed; from the orchestrator, what landed last'),
  run: (ui, context) => {
    const last = context.session?.landings.at(-1)
    return say(ui, context, ui.focus === ORCHESTRATOR && last ? `diff ${last.kind}-${last.number}` : 'diff')
  },
}

export const sayActions: Action[] = [
  diff,
  saying('calls', 'c', 'what its agent did and thought, in full, the newest last'),
  saying('open', 'o', "a shell in the pane, in the stream's workspace"),
  saying('approve', 'y', 'allows what an agent asks for'),
  saying('deny', 'n', 'refuses it; while something is searched for, n goes on with that'),
]
