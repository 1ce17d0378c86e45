import { batchState, currentBatch, hasLanded } from '../engine/batch-state.ts'
import { givenBack, openDrift } from '../engine/open-findings.ts'
import { streamStatus } from '../engine/stream-status.ts'
import { runningStreams } from '../engine/workers.ts'
import type { Session } from '../model/session.ts'
import { blankControls } from '../plan/plain-text.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { understand } from './understand.ts'

/** As many as fit on the line of hints. */
const MOST = 4

/** What a person most likely types next in that pane (null: the orchestrator's), if anything is sensible now. */
export const suggest = (session: Session, focus: string | null): string | null =>
  sensible(session, focus)[0] ?? null

/** The few commands that make sense now, the likeliest first. Every one of them would be done as it is. */
export function sensible(session: Session, focus: string | null): string[] {
  const answers = known.get(session) ?? new Map<string | null, string[]>()
  known.set(session, answers)
  const commands = answers.get(focus) ?? find(session, focus)
  answers.set(focus, commands)
  return commands
}

/** Asked with every key that is typed, and a session is a value that never changes: one answer for each pane. */
const known = new WeakMap<Session, Map<string | null, string[]>>()

function find(session: Session, focus: string | null): string[] {
  if (session.ended) return []
  const facts = focus === null ? undefined : session.streams[focus]
  const own = facts && focus !== null ? forStream(session, focus) : forStreams(session)
  // Nobody has to say what goes on by itself, and a stream that has landed has no more to say.
  const lands = session.auto === 'off' && !(facts && hasLanded(facts))
  const found: string[] = []
  for (const text of ['approve', ...own, ...(lands ? ['merge', 'checkpoint'] : [])]) {
    if (found.length < MOST && !found.includes(text) && isUsable(session, focus, text)) found.push(text)
  }
  return found
}

/** Whether it would be understood and done. */
export function isUsable(session: Session, focus: string | null, text: string): boolean {
  if (!isTypeable(text)) return false
  const understood = understand(text, focus, session)
  if (!understood.ok) return false
  const { command, streams, args } = understood.value
  return streams.every(
    (stream) => command.disabledReason({ session, stream, args, by: 'you', at: 0 }) === null,
  )
}

/** The name of a file in conflict may hold what a terminal obeys: that is never put into a line. */
export const isTypeable = (text: string): boolean => blankControls(text) === text

function forStream(session: Session, id: string): string[] {
  const { next, name } = streamStatus(session, id)
  const facts = session.streams[id]
  const batch = facts && currentBatch(facts)
  const file = batch?.kind === 'conflict' && batchState(batch) !== 'running' ? batch.files[0] : undefined
  return [
    // Landing is the whole session's, and has its own place in the list: `merge` may be the better one.
    ...driftAnswers(session, id),
    ...(next !== null && next !== 'checkpoint' ? [next] : []),
    ...(file === undefined ? [] : [`resolve ours ${file}`, `resolve theirs ${file}`]),
    ...(name === 'failed' ? ['log', 'skip'] : []),
  ]
}

/** Of work that waits because of a file that is another stream's; one that is at it again may mend it by itself. */
function driftAnswers(session: Session, id: string): string[] {
  if (givenBack(session, id) === null) return []
  const grave = openDrift(session, id).find(({ severity }) => severity === 'error')
  return grave ? ['handover', 'amend', 'refuse'].map((answer) => `${answer} ${grave.file}`) : []
}

/** From the orchestrator: what gets the most going, then the streams that need a word of their own. */
function forStreams(session: Session): string[] {
  const needing = allStreams(session.plan).flatMap(({ id }) => {
    const { name, next } = streamStatus(session, id)
    if (name === 'failed') return [next === `rewrite ${id}` ? next : `retry ${id}`]
    if ((name === 'blocked' || name === 'stuck') && next !== null) return [next]
    return name === 'running' && next !== null ? [`${next} ${id}`] : []
  })
  if (session.paused) return ['resume', ...needing]
  if (session.auto !== 'off') return needing
  // While somebody works, going on comes before closing the phase.
  const isBusy = runningStreams(session).length > 0
  return [...(isBusy ? ['continue', 'checkpoint', 'merge'] : ['merge', 'continue', 'checkpoint']), ...needing]
}
