import type { Overlap, Plan, Stream } from '../model/plan.ts'
import { dependentsIn, filesOf, streamGroups } from './stream-graph.ts'

/** Files that several streams name which nothing keeps apart: no barrier and no dependency. */
export const findOverlaps = (plan: Plan): Overlap[] => streamGroups(plan).flatMap(overlapsIn)

const overlapsIn = (group: Stream[]): Overlap[] => {
  const after = followers(group)
  const ordered = (a: string, b: string) => after(a).has(b) || after(b).has(a)
  const namers = new Map<string, string[]>()
  for (const stream of group) {
    for (const file of filesOf(stream)) namers.set(file, [...(namers.get(file) ?? []), stream.id])
  }
  return [...namers]
    .filter(([, ids]) => ids.length > 1)
    .map(([file, ids]) => ({
      file,
      streams: ids.filter((id) => ids.some((other) => other !== id && !ordered(id, other))),
    }))
    .filter(({ streams }) => streams.length > 1)
}

/** Everything that comes after a stream by dependencies, however many steps away; worked out when first asked. */
const followers = (group: Stream[]): ((id: string) => Set<string>) => {
  const dependents = dependentsIn(group)
  const known = new Map<string, Set<string>>()
  return (id) => {
    const cached = known.get(id)
    if (cached) return cached
    const reached = new Set<string>()
    const todo = [id]
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      for (const { id: follower } of dependents.get(next) ?? []) {
        if (reached.has(follower)) continue
        reached.add(follower)
        todo.push(follower)
      }
    }
    known.set(id, reached)
    return reached
  }
}
