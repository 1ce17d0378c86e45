import { understand } from '../../commands/understand.ts'
import { sentence } from '../../model/result.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Action } from '../keys/action.ts'
import { isEmpty, withLine } from './line.ts'
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

function say(ui: Ui, context: UiContext, text: string): Reduced {
  if (context.session === null) return done(ui)
  const reason = whyNot(ui, context, text)
  return reason === null ? done(ui, { type: 'type', pane: ui.focus, text }) : flashed(ui, reason)
}

function whyNot(ui: Ui, { session, now }: UiContext, text: string): string | null {
  if (session === null) return 'There is no session yet.'
  const understood = understand(text, streamOf(ui.focus), session)
  if (!understood.ok) return sentence(understood.error)
  const { command, streams, args } = understood.value
  return command.disabledReason({ session, stream: streams[0] ?? null, args, by: 'you', at: now })
}

const diff: Action = {
  ...saying('diff', 'd', 'what the stream changed; from the orchestrator, what landed last'),
  run: (ui, context) => {
    const last = context.session?.landings.at(-1)
    return say(ui, context, ui.focus === ORCHESTRATOR && last ? `diff ${last.kind}-${last.number}` : 'diff')
  },
}

const approveAlways: Action = {
  ...saying('approve-always', 'a', 'allows it from now on: exactly that, in this stream'),
  run: (ui, context) => say(ui, context, 'approve always'),
}

/** Why not is worth a word to the agent, so the line is begun; a line that somebody has begun already is left alone. */
const deny: Action = {
  ...saying(
    'deny',
    'n',
    'refuses it: begins the line, for the reason; while something is searched for, n goes on with that',
  ),
  run: (ui, context) => {
    if (!isEmpty(ui) || context.session === null) return say(ui, context, 'deny')
    const reason = whyNot(ui, context, 'deny')
    return reason === null ? done({ ...withLine(ui, 'deny ', ''), mode: 'typing' }) : flashed(ui, reason)
  },
}

export const sayActions: Action[] = [
  diff,
  saying('calls', 'c', 'what its agent did and thought, in full, the newest last'),
  saying('open', 'o', "a shell in the pane, in the stream's workspace"),
  saying('approve', 'y', 'allows what an agent asks for'),
  approveAlways,
  deny,
]
