import { catchUp } from '../engine/catch-up.ts'
import { ok, type Result } from '../model/result.ts'
import type { Places } from '../runtime/places.ts'
import { lastNumber, type ReadHistory, readHistory } from '../runtime/read-history.ts'
import { cannotBeRead, openStore, type Store } from '../runtime/store.ts'

export interface ReadSession extends Store {
  /** What was put right, for the person to know. */
  notes: string[]
}

/**
 * The session as it was when a host last wrote it. A db that is damaged, or older than the history (its .prev, a copy
 * that somebody put back), is brought up to the history. Events that never came there had no consequences: no effect of
 * theirs was run and nobody was told. Changes nothing on disk.
 */
export async function readSession({ session: path, history }: Places): Promise<Result<ReadSession>> {
  const store = await openStore(path)
  if (!store.ok) return store
  const { session, events, damaged } = store.value
  const last = await lastNumber(history)
  const isWhole = damaged.length === 0
  // Nothing there, or moved aside by a person: a session that comes is counted on.
  const isNone = session === null && isWhole
  if (isNone && last !== null) return ok({ ...store.value, events: last, notes: [] })
  if (session !== null && last === events && isWhole) return ok({ ...store.value, notes: [] })
  const read = await readHistory(history)
  const kept = read.ok ? read.value : NOTHING
  const { numbered, soFar, unread } = kept
  const known = Math.max(numbered.at(-1)?.seq ?? 0, soFar.at(-1)?.seq ?? 0)
  if (isNone) return ok({ ...store.value, events: known, notes: [] })
  const from = newestOf({ session, events }, kept)
  const caughtUp = catchUp(from, numbered)
  if (caughtUp.session === null || (session === null && caughtUp.missing + unread > 0))
    return cannotBeRead(path, damaged[0]?.why ?? '')
  // The numbers of those that are there are not given again.
  const upTo = Math.max(caughtUp.events, known)
  const taken = caughtUp.taken + (from.events - events)
  const notes = notesOf({ ...caughtUp, taken, unread, behind: upTo - known, isOlder: !isWhole })
  return ok({ ...store.value, session: caughtUp.session, events: upTo, notes })
}

type Kept = Pick<ReadHistory, 'numbered' | 'soFar' | 'unread'>
const NOTHING: Kept = { numbered: [], soFar: [], unread: 0 }
type At = Pick<Store, 'session' | 'events'>

/** What is gone on from: the session, or a newer one that the history went on from. */
function newestOf(stored: At, { numbered, soFar }: Kept): At {
  const last = soFar.at(-1)
  if (!last) return stored
  const kept = { session: last.session, events: last.seq }
  if (stored.session === null) {
    const isAnotherOpened = numbered.some(
      ({ seq, event }) => seq > kept.events && event.type === 'session-opened',
    )
    return isAnotherOpened ? stored : kept
  }
  // One that was never counted, of an older br-tui or changed by a person, is newer than can be told.
  return stored.events === 0 || stored.events >= kept.events ? stored : kept
}

interface Found {
  taken: number
  missing: number
  unread: number
  /** How many events the history does not have any more, at its end. */
  behind: number
  /** The session is the one before a damaged one. */
  isOlder: boolean
}

const notesOf = ({ taken, missing, unread, behind, isOlder }: Found): string[] => [
  ...(taken > 0 ? [`The session was older than its history: ${count(taken)} taken from there.`] : []),
  ...(missing > 0 ? [`${count(missing)} after a gap in the history and could not be taken. ${LOOK}`] : []),
  ...(isOlder && taken === 0
    ? [
        `The one before it was taken. The history knows of nothing newer${unread > 0 ? `, but is damaged. ${LOOK}` : '.'}`,
      ]
    : []),
  ...(unread > 0 ? [`Lines of the history that cannot be read: ${unread}. They are passed over.`] : []),
  ...(behind > 0 && !isOlder ? [`The history lacks its last ${behind} events; the session has them.`] : []),
]

const LOOK = "What happened last may be missing: look at 'status' and your branches br/… before you go on."

const count = (events: number): string => (events === 1 ? '1 event was' : `${events} events were`)
