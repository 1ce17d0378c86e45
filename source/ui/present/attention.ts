import { isAtStandstill, waitsForPerson } from '../../engine/standstill.ts'
import { type StreamStatusName, streamStatus } from '../../engine/stream-status.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Session } from '../../model/session.ts'
import { allStreams } from '../../plan/stream-graph.ts'

/** Panes that wait for the person who looks, the most pressing first. */
export function attention(session: Session): string[] {
  if (session.ended) return session.ended.how === 'needs-person' ? [ORCHESTRATOR] : []
  const named = waitsForPerson(session).map((line) => line.slice(0, line.indexOf(':')))
  const streams = allStreams(session.plan).map(({ id }) => ({ id, ...streamStatus(session, id) }))
  const status = new Map(streams.map(({ id, name }) => [id, name]))
  // A batch of one's own waits for the word that it is done.
  const waiting = streams.filter(
    ({ name, next }) =>
      (name === 'waits' && (session.auto === 'off' || next === 'approve')) ||
      (name === 'running' && next === 'check') ||
      name === 'stuck',
  )
  const panes = [...named, ...waiting.map(({ id }) => id)]
    // What the whole session's pause holds waits for one word, not for one a stream.
    .filter((id) => !session.paused || status.get(id) !== 'paused')
    .map((id) => (status.has(id) ? id : ORCHESTRATOR))
  const all = session.paused ? [ORCHESTRATOR, ...panes] : panes
  if (all.length === 0 && isAtStandstill(session)) return [ORCHESTRATOR]
  const urgency = (id: string): number => WAITING.indexOf(status.get(id))
  return [...new Set(all)].sort((a, b) => urgency(a) - urgency(b))
}

/** Panes by how much they deserve the room: what waits for a person, then what runs, then what could. */
export function byRoom(session: Session): string[] {
  const status = new Map(allStreams(session.plan).map(({ id }) => [id, streamStatus(session, id).name]))
  const urgency = (id: string): number => ROOM.indexOf(status.get(id))
  const others = [...status.keys()].sort((a, b) => urgency(a) - urgency(b))
  return [...new Set([...attention(session), ...others])]
}

type Names = (StreamStatusName | undefined)[]

/** undefined: the orchestrator. */
const WAITING: Names = [
  'failed',
  'blocked',
  undefined,
  'paused',
  'stuck',
  'waits',
  'ready',
  'queued',
  'running',
  'complete',
]
/** Blocked here is by another stream: nobody can do anything about it now. */
const ROOM: Names = [
  'failed',
  'paused',
  'stuck',
  'waits',
  'running',
  'ready',
  'queued',
  'blocked',
  'complete',
]
