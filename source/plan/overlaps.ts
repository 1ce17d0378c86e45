import type { Overlap, Plan, Stream } from '../model/plan.ts'
import { filesOf, followersIn, streamGroups } from './stream-graph.ts'

/** Files that several streams name which nothing keeps apart: no barrier and no dependency. */
export const findOverlaps = (plan: Plan): Overlap[] => streamGroups(plan).flatMap(overlapsIn)

const overlapsIn = (group: Stream[]): Overlap[] => {
  const after = followersIn(group)
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
