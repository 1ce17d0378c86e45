import { type Adapter, Low } from 'lowdb'
import { ok, type Problem, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { VERSION } from './migrations.ts'
import { type Db, type DbText, dbText, readDb } from './stored-db.ts'
import { readIfThere, writeSafely } from './write-safely.ts'

export interface Store {
  session: Session | null
  /** The number of the last event that is in it. */
  events: number
  /** What cannot be read, and why. Reading leaves it where it is; whoever writes moves it aside before. */
  damaged: { path: string; why: string }[]
  /** Resolves when the session is on disk; throws what the file system says. */
  write: (session: Session | null, events: number) => Promise<void>
}

/** The JSON db: the truth of a session. Without a session and with something damaged, neither file can be read. */
export async function openStore(path: string): Promise<Result<Store>> {
  const damaged: Store['damaged'] = []
  const low = new Low<Db>(safeJson(path, damaged), { version: VERSION, events: 0, session: null })
  try {
    await low.read()
  } catch (error) {
    return cannotBeRead(path, (error as Error).message)
  }
  const { session, events } = low.data
  const write = async (now: Session | null, upTo: number) => {
    low.data = { version: VERSION, events: upTo, session: now }
    await low.write()
  }
  return ok({ session, events, damaged, write })
}

export const cannotBeRead = (path: string, why: string): { ok: false; error: Problem } =>
  problem(
    `The session in ${path} cannot be read: ${why}.`,
    'It was left as it is. Move it and its .prev aside to begin anew; your branches br/… keep everything that landed.',
  )

/** lowdb's own file adapter does not sync and makes every caller wait for the whole chain of writes. */
const safeJson = (path: string, damaged: Store['damaged']): Adapter<Db> => ({
  read: () => readNewest(path, damaged),
  write: (db) => writeSafely(path, dbText(db)),
})

/** The file, else the one before it. What another br-tui wrote is not passed over for an older one. */
async function readNewest(path: string, damaged: Store['damaged']): Promise<Db | null> {
  for (const each of [path, `${path}.prev`]) {
    const text = await readIfThere(each)
    const read: DbText | null = text === null ? null : readDb(text)
    if (read?.kind === 'whole') return read.db
    if (read?.kind === 'foreign') throw new Error(read.why)
    if (read) damaged.push({ path: each, why: read.why })
  }
  return null
}
