import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startLoop } from '../../source/host/loop.ts'
import { readSession } from '../../source/host/read-session.ts'
import type { Event } from '../../source/model/event.ts'
import { sentence } from '../../source/model/result.ts'
import type { Session } from '../../source/model/session.ts'
import { openHistory } from '../../source/runtime/history.ts'
import type { Places } from '../../source/runtime/places.ts'

/** Of the places of a repository, those that a session is read from. */
export const storedIn = (folder: string): Places =>
  ({ session: join(folder, 'session.json'), history: join(folder, 'events.jsonl') }) as Places

/** A host's loop with what it keeps in a folder, and no effects. `most`: of the history, bytes. */
export async function keepHistory(folder: string, most: number) {
  mkdirSync(folder, { recursive: true })
  const places = storedIn(folder)
  const read = await readSession(places)
  if (!read.ok) throw new Error(sentence(read.error))
  const history = await openHistory(places.history, most)
  let { events } = read.value
  const loop = startLoop({
    store: read.value,
    history,
    mask: (text) => text,
    runEffect: async () => {},
    onWritten: (written) => {
      events += written.length
    },
    onTrouble: (why) => {
      throw new Error(why)
    },
  })
  return {
    notes: read.value.notes,
    session: () => loop.session() as Session,
    /** The number of the last one that is on disk. */
    events: () => events,
    keep: async (...kept: Event[]) => {
      loop.dispatch(...kept)
      await loop.idle()
    },
    close: history.close,
  }
}
