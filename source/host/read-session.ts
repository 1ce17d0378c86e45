import { catchUp } from '../engine/catch-up.ts'
import { ok, type Result } from '../model/result.ts'
import type { Places } from '../runtime/places.ts'
import { lastNumber, readHistory } from '../runtime/read-history.ts'
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
  // Nothing there, or moved aside by a person: a session that comes is counted on.
  if (session === null && damaged.length === 0) return ok({ ...store.value, events: last ?? 0, notes: [] })
  if (session !== null && last !== null && last <= events) {
    const notes = damaged.length > 0 ? ['Nothing is missing in the one before it.'] : []
    return ok({ ...store.value, notes })
  }
  const read = await readHistory(history)
  const { numbered, unread } = read.ok ? read.value : { numbered: [], unread: 0 }
  const caughtUp = catchUp({ session, events }, numbered)
  const { taken, missing } = caughtUp
  if (caughtUp.session === null || (session === null && missing + unread > 0))
    return cannotBeRead(path, damaged[0]?.why ?? '')
  const notes = [
    ...(taken > 0 ? [`The session was older than its history: ${count(taken)} taken from there.`] : []),
    ...(missing > 0
      ? [
          `${count(missing)} of the history came after a gap and could not be taken. Look at 'status' before you go on.`,
        ]
      : []),
    ...(damaged.length > 0 && taken === 0 ? [MAY_BE_MISSING] : []),
  ]
  // The numbers of those that are there are not given again.
  const upTo = Math.max(caughtUp.events, numbered.at(-1)?.seq ?? 0)
  return ok({ ...store.value, session: caughtUp.session, events: upTo, notes })
}

const MAY_BE_MISSING =
  "What happened last may be missing in it, because the history does not tell. Look at 'status' before you go on."

const count = (events: number): string => (events === 1 ? '1 event was' : `${events} events were`)
