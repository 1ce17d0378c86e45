import { rename } from 'node:fs/promises'
import { ok, problem, type Result } from '../model/result.ts'
import { type History, openHistory } from '../runtime/history.ts'
import type { Places } from '../runtime/places.ts'
import type { Store } from '../runtime/store.ts'
import { readSession } from './read-session.ts'

interface Taken {
  store: Store
  history: History
  /** What was put right, for the person to know. */
  notes: string[]
}

/** What a host goes on from. Nothing that cannot be read is written over: it is moved aside before the first write. */
export async function takeSession(places: Places, most?: number): Promise<Result<Taken>> {
  const read = await readSession(places)
  if (!read.ok) return read
  try {
    const aside = await moveAside(read.value.damaged)
    const history = await openHistory(places.history, most)
    return ok({ store: read.value, history, notes: [...aside, ...read.value.notes, ...history.notes] })
  } catch (error) {
    return problem(
      `What is kept of the session in ${places.folder} cannot be used: ${(error as Error).message}.`,
      'Nothing in it was changed. Put that right, then start again.',
    )
  }
}

async function moveAside(damaged: Store['damaged']): Promise<string[]> {
  const notes: string[] = []
  for (const { path, why } of damaged) {
    const aside = `${path}.broken-${Date.now()}`
    await rename(path, aside)
    notes.push(`The session file was damaged (${why}). It was moved to ${aside}.`)
  }
  return notes
}
