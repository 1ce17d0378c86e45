import type { Plan } from '../model/plan.ts'
import { namersOf, plainName } from './named-files.ts'
import { allStreams, filesOf } from './stream-graph.ts'

/** A file, folder or pattern that several name: no more than `capacity` of it is taken at a time. */
export interface FileLock {
  capacity: number
  /** What each takes of it, by its place in the list of owners. */
  takes: Map<number, number>
}

/**
 * Locks that keep apart whoever names the same files. Who names a folder, or a pattern, needs all of it; who names
 * something in it a part, so that two of these do not hold each other up.
 */
export function fileLocks(owners: readonly Iterable<string>[]): FileLock[] {
  const names = owners.map((files) => [...new Set([...files].map(plainName))])
  const namers = namersOf(names.map((files, index) => ({ id: String(index), files })))
  const locks = new Map<string, FileLock>()
  for (const [name, ids] of namers) {
    if (ids.length < 2) continue
    const whole = ids.filter((id) => names[Number(id)]?.includes(name))
    const capacity = whole.length === ids.length ? 1 : ids.length
    const takes = new Map(ids.map((id) => [Number(id), whole.includes(id) ? capacity : 1]))
    // Streams often share many files; the same lock twice only costs time.
    locks.set(JSON.stringify([...takes]), { capacity, takes })
  }
  return [...locks.values()]
}

/** Those of all streams of a plan, whose places are in its order; asked for at every event, so they are kept. */
export function planLocks(plan: Plan): FileLock[] {
  const locks = known.get(plan) ?? fileLocks(allStreams(plan).map(filesOf))
  known.set(plan, locks)
  return locks
}

const known = new WeakMap<Plan, FileLock[]>()

/** Whether one has to wait for the other. */
export const excludes = ({ capacity, takes }: FileLock, one: number, other: number): boolean =>
  one !== other &&
  takes.has(one) &&
  (takes.get(one) ?? 0) + (takes.get(other) ?? 0) > capacity &&
  takes.has(other)
