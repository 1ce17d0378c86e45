import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { update } from './update.ts'

export interface CaughtUp {
  session: Session | null
  /** The number of the last event that is in it. */
  events: number
  /** How many were applied, and how many came later than a gap and could not be. */
  taken: number
  missing: number
}

/**
 * Brings a session that is older than its history up to it. Everything the session decided by itself is an event of the
 * history too, so applying them is all there is to do; what they asked for is begun again as after any crash. Without a
 * session it begins at the last one that was opened.
 */
export function catchUp(
  { session, events }: Pick<CaughtUp, 'session' | 'events'>,
  history: readonly { seq: number; event: Event }[],
): CaughtUp {
  // One that was never counted, of an older br-tui: which of them are in it already cannot be told.
  if (session && events === 0) return { session, events, taken: 0, missing: history.length }
  const opened = history.findLastIndex(({ event }) => event.type === 'session-opened')
  const beginning = opened === -1 ? history.length : opened
  const newer = session ? history.filter(({ seq }) => seq > events) : history.slice(beginning)
  const start = session ? events : (newer[0]?.seq ?? 1) - 1
  let so: CaughtUp = { session, events: start, taken: 0, missing: 0 }
  for (const { seq, event } of newer) {
    const before = event.type === 'session-opened' ? event.session : so.session
    if (before === null || seq !== so.events + 1) so = { ...so, missing: so.missing + 1 }
    else so = { ...so, session: update(before, event).session, events: seq, taken: so.taken + 1 }
  }
  return so
}
