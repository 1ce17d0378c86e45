import { isLanding } from '../../engine/next-event.ts'
import { runningStreams } from '../../engine/workers.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Session } from '../../model/session.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { clockText } from '../../text/age.ts'
import { terminalIn } from '../state/pane-terminal.ts'
import type { Theme } from '../theme.ts'
import { keyFor } from './key-names.ts'
import type { Span } from './line.ts'
import type { Model } from './model.ts'
import type { Part } from './parts.ts'
import { streamParts } from './stream-parts.ts'

/** The panes of a session in the order of the screen; none without one. */
export const panesOf = (session: Session | null): string[] =>
  session === null ? [] : [ORCHESTRATOR, ...allStreams(session.plan).map(({ id }) => id)]

/** Number and name; the pane that has the focus has a mark before them. */
export function paneName({ session, ui }: Model, theme: Theme, pane: string): Span[] {
  const number = panesOf(session).indexOf(pane) + 1
  const isFocused = ui.focus === pane
  return [
    [isFocused ? `${theme.glyphs.focus} ` : '', 'focus'],
    // Only nine have a key of their own.
    [number > 0 && number <= 9 ? `${number} ` : '', 'dim'],
    [pane, isFocused ? 'focus' : 'title'],
  ]
}

/** How a pane stands, for the right of its title. */
export function paneParts(model: Model, theme: Theme, pane: string): Part[] {
  const { session } = model
  if (session === null) return []
  if (pane !== ORCHESTRATOR)
    return [
      ...terminalParts(model, theme, pane),
      ...(session.streams[pane] ? streamParts({ ...model, session }, theme, pane) : []),
    ]
  return orchestratorParts(session, model, theme)
}

/** What is open in the pane, and how to get out of it or back to it. */
function terminalParts({ ui, keys }: Model, { glyphs }: Theme, pane: string): Part[] {
  const program = ui.terminals[pane]
  if (program === undefined) return []
  const sees = terminalIn(ui, pane)
  const word: Part = { text: sees === null ? `${program} open` : program, role: 'accent', rank: 0 }
  if (sees !== 'typed-in') return [word]
  const key = keyFor(keys, 'terminal', 'terminal-back', glyphs)
  return [word, { text: `${key} back`, role: 'key', rank: 0 }]
}

function orchestratorParts(session: Session, { now, suggestion, ui }: Model, { glyphs }: Theme): Part[] {
  const last = session.landings.at(-1)
  if (session.ended) return [ended(session.ended.how, glyphs)]
  if (last && isLanding(session))
    return [
      { text: `${glyphs.running} landing`, role: 'running', rank: 0 },
      { text: `${last.kind}-${last.number}`, role: 'plain', rank: 2 },
      { text: clockText(last.requestedAt, now), role: 'dim', rank: 1 },
    ]
  if (session.paused)
    return [
      { text: `${glyphs.paused} paused`, role: 'warn', rank: 0 },
      { text: 'type resume', role: 'key', rank: 1 },
    ]
  const running = runningStreams(session).length
  if (running > 0)
    return [
      { text: `${glyphs.running} ${running} running`, role: 'running', rank: 0 },
      { text: counted(session.settings.workers, 'worker'), role: 'plain', rank: 1 },
    ]
  const waits: Part = { text: `${glyphs.waits} waits`, role: 'warn', rank: 0 }
  if (suggestion === null || ui.focus !== ORCHESTRATOR) return [waits]
  return [waits, { text: `type ${suggestion}`, role: 'key', rank: 1 }]
}

const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`

const ended = (how: NonNullable<Session['ended']>['how'], glyphs: Theme['glyphs']): Part => {
  if (how === 'finished') return { text: `${glyphs.complete} complete`, role: 'good', rank: 0 }
  if (how === 'stopped') return { text: `${glyphs.paused} stopped`, role: 'dim', rank: 0 }
  return { text: `${glyphs.waits} waits for you`, role: 'warn', rank: 0 }
}
