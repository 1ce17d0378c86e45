import { rename } from 'node:fs/promises'
import { type Adapter, Low } from 'lowdb'
import { z } from 'zod'
import { ok, problem, type Result } from '../model/result.ts'
import { type Session, sessionSchema } from '../model/session.ts'
import { readIfThere, writeSafely } from './write-safely.ts'

const dbSchema = z.object({ version: z.literal(1), session: sessionSchema.nullable() })
type Db = z.infer<typeof dbSchema>

export interface Store {
  session: Session | null
  /** What was put right while reading, for the person to know. */
  notes: string[]
  /** Resolves when the session is on disk; throws what the file system says. */
  write: (session: Session | null) => Promise<void>
}

/** The JSON db: the truth of a session. */
export async function openStore(path: string): Promise<Result<Store>> {
  const notes: string[] = []
  const low = new Low<Db>(safeJson(path, notes), { version: 1, session: null })
  try {
    await low.read()
  } catch (error) {
    return problem(
      `The session in ${path} cannot be read: ${(error as Error).message}.`,
      'It was left as it is. Move it and its .prev aside to begin anew; your branches br/… keep everything that landed.',
    )
  }
  const write = async (session: Session | null) => {
    low.data = { version: 1, session }
    await low.write()
  }
  return ok({ session: low.data.session, notes, write })
}

/** lowdb's own file adapter does not sync and makes every caller wait for the whole chain of writes. */
const safeJson = (path: string, notes: string[]): Adapter<Db> => ({
  read: () => readNewest(path, notes),
  write: (db) => writeSafely(path, JSON.stringify(db)),
})

/** The file, else the one before it. What cannot be read is moved aside and said, never written over. */
async function readNewest(path: string, notes: string[]): Promise<Db | null> {
  const newest = await readIfThere(path)
  const parsed = newest === null ? null : parse(newest)
  if (parsed?.success) return parsed.data
  const previous = await readIfThere(`${path}.prev`)
  const older = previous === null ? null : parse(previous)
  if (older?.success) {
    if (newest !== null) await rename(path, asidePath(path, notes))
    return older.data
  }
  if (parsed) throw new Error(firstLine(parsed.error))
  if (older) throw new Error(firstLine(older.error))
  return null
}

function asidePath(path: string, notes: string[]): string {
  const aside = `${path}.broken-${Date.now()}`
  notes.push(`The session file was damaged. It was moved to ${aside}, and the one before it was taken.`)
  return aside
}

function parse(text: string): { success: true; data: Db } | { success: false; error: Error } {
  try {
    const result = dbSchema.safeParse(JSON.parse(text))
    return result.success ? result : { success: false, error: new Error(z.prettifyError(result.error)) }
  } catch (error) {
    return { success: false, error: error as Error }
  }
}

const firstLine = ({ message }: Error): string => message.split('\n')[0] ?? ''
