import type { Plan } from '../../model/plan.ts'
import { followersIn, streamGroups } from '../stream-graph.ts'

/** Whether one stream has to have landed before another may start: by a barrier, or by dependencies. */
export const precedenceIn = (
  plan: Plan,
): ((first: string, second: string) => 'barrier' | 'dependency' | null) => {
  const groups = streamGroups(plan)
  const groupOf = new Map(groups.flatMap((group, index) => group.map(({ id }) => [id, index] as const)))
  const followers = groups.map(followersIn)
  return (first, second) => {
    const [a = -1, b = -1] = [groupOf.get(first), groupOf.get(second)]
    if (a < 0 || b < 0) return null
    if (a !== b) return a < b ? 'barrier' : null
    return followers[a]?.(first).has(second) ? 'dependency' : null
  }
}
