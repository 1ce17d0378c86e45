import type { Plan, Stream } from '../model/plan.ts'
import { isDeclared } from './is-declared.ts'
import { filesOf, followersIn, streamGroups } from './stream-graph.ts'

/** Streams whose files a stream leaves alone: those of its barrier group and later ones that it does not come after. */
export function besides(plan: Plan, stream: string): Stream[] {
  const groups = streamGroups(plan)
  const group = groups.findIndex((each) => each.some(({ id }) => id === stream))
  const after = followersIn(groups[group] ?? [])
  const others = groups.slice(Math.max(group, 0)).flat()
  return others.filter(({ id }) => id !== stream && !after(id).has(stream))
}

/** Ids of those of them that the plan gives the file to. */
export const ownersBesides = (plan: Plan, stream: string, file: string): string[] =>
  besides(plan, stream)
    .filter((other) => isDeclared(file, filesOf(other)))
    .map(({ id }) => id)
