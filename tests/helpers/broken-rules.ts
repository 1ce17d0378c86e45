import type { Activity } from '../../source/plan/scheduling/problem.ts'

/**
 * What a schedule breaks, a sentence each; written apart from what makes schedules, straight from the rules: every start
 * is looked at against every need, and at every start what goes on is added up.
 */
export function brokenRules(
  activities: readonly Activity[],
  capacities: readonly number[],
  starts: ArrayLike<number>,
): string[] {
  const broken: string[] = []
  const startOf = (index: number) => starts[index] ?? Number.NaN
  const endOf = (index: number) => startOf(index) + (activities[index]?.duration ?? 0)
  for (const [index, { needs, release = 0, isPinned }] of activities.entries()) {
    const start = startOf(index)
    if (!Number.isFinite(start) || start < 0) broken.push(`${index} starts at ${start}.`)
    if (isPinned && start !== 0) broken.push(`${index} runs already and starts at ${start}.`)
    if (isPinned) continue
    if (start < release) broken.push(`${index} starts at ${start}, before ${release}.`)
    for (const need of needs)
      if (start < endOf(need)) broken.push(`${index} starts at ${start}, ${need} ends at ${endOf(need)}.`)
  }
  for (const [index, { duration, isPinned, uses }] of activities.entries()) {
    // What runs already may take too much: nobody can help that.
    if (duration === 0 || isPinned) continue
    const now = startOf(index)
    const going = activities.filter((_, other) => startOf(other) <= now && now < endOf(other))
    for (const { resource, amount } of uses) {
      if (amount <= 0) continue
      const taken = going.flatMap((other) => other.uses).filter((use) => use.resource === resource)
      const sum = taken.reduce((total, use) => total + use.amount, 0)
      if (sum > (capacities[resource] ?? 0) + 1e-6)
        broken.push(`At ${now} ${sum} of resource ${resource} are taken.`)
    }
  }
  return broken
}
