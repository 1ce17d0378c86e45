import type { Overlap, Plan, Stream } from '../model/plan.ts'
import { namersOf } from './named-files.ts'
import { filesOf, followersIn, streamGroups } from './stream-graph.ts'

/** Files that several streams name which nothing keeps apart: no barrier and no dependency. */
export const findOverlaps = (plan: Plan): Overlap[] => overlapsOf(plan, filesOf)

/** The same for whatever else a stream may take hold of. */
export const overlapsOf = (plan: Plan, namesOf: (stream: Stream) => Iterable<string>): Overlap[] =>
  streamGroups(plan).flatMap((group) => {
    const after = followersIn(group)
    const ordered = (a: string, b: string) => after(a).has(b) || after(b).has(a)
    return [...namersOf(group.map((stream) => ({ id: stream.id, files: namesOf(stream) })))]
      .filter(([, ids]) => ids.length > 1)
      .map(([file, ids]) => ({
        file,
        streams: ids.filter((id) => ids.some((other) => other !== id && !ordered(id, other))),
      }))
      .filter(({ streams }) => streams.length > 1)
  })
