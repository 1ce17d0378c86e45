import { update } from '../engine/update.ts'
import type { Event } from '../model/event.ts'
import type { Session } from '../model/session.ts'

/** What happened in one session, to be looked at again. Places are event counts: 0 is before everything. */
export interface Recording {
  id: string
  title: string
  /** Its beginning is not kept any more: it begins with the session as it was then. */
  isCut: boolean
  events: readonly Event[]
  /** When each event happened, ms since 1970, never earlier than the one before: a clock may have been set back. */
  times: readonly number[]
  /** The session once so many events have happened, at least one. */
  after: (count: number) => Session
  /** Counts of events at which something landed. */
  landings: readonly number[]
}

/** A state is kept every so many events, so that going back is quick and a long history fits into memory. */
const KEPT_EVERY = 200

interface SoFar {
  session: Session
  index: number
}

/**
 * A history holds one session after another; each begins with the event that opened it. Of the first one that may be
 * gone: then it begins where a file of the history did, if that is known (`soFar`).
 */
export function recordingsIn(history: readonly Event[], soFar: readonly SoFar[] = []): Recording[] {
  const starts = history.flatMap(({ type }, index) => (type === 'session-opened' ? [index] : []))
  const [first = history.length] = starts
  const whole = starts.map((start, index) => recordingOf(history.slice(start, starts[index + 1]), false))
  const cut = soFar.find(({ index }) => index < first)
  if (!cut) return whole
  const { at } = history[cut.index] as Event
  const begun: Event = { type: 'session-opened', at, session: saidCut(cut.session, at) }
  return [recordingOf([begun, ...history.slice(cut.index, first)], true), ...whole]
}

function saidCut(session: Session, at: number): Session {
  const text = 'What happened before is not kept any more: the replay begins here.'
  const note = { seq: session.noteSeq + 1, at, about: 'orchestrator', text, tone: 'warn' } as const
  return { ...session, notes: [...session.notes, note], noteSeq: note.seq }
}

function recordingOf(events: Event[], isCut: boolean): Recording {
  const [opened] = events
  if (opened?.type !== 'session-opened')
    throw new Error('A recording begins with the session that was opened.')
  const times: number[] = []
  for (const { at } of events) times.push(Math.max(at, times.at(-1) ?? at))
  const kept = new Map<number, Session>([[1, opened.session]])
  let last = { count: 1, session: opened.session }

  const after = (count: number): Session => {
    const wanted = Math.min(Math.max(1, count), events.length)
    if (wanted < last.count) last = nearest(wanted)
    while (last.count < wanted) {
      const event = events[last.count] as Event
      last = { count: last.count + 1, session: update(last.session, event).session }
      if (last.count % KEPT_EVERY === 0) kept.set(last.count, last.session)
    }
    return last.session
  }

  const nearest = (count: number) => {
    const at = Math.max(1, count - (count % KEPT_EVERY))
    const session = kept.get(at) as Session
    return { count: at, session }
  }

  return {
    id: opened.session.id,
    title: opened.session.plan.title,
    isCut,
    events,
    times,
    after,
    landings: events.flatMap(({ type }, index) => (type === 'landing-published' ? [index + 1] : [])),
  }
}
