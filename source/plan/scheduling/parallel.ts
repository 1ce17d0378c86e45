import type { Problem } from './problem.ts'
import { Sorted } from './sorted.ts'

/**
 * Parallel schedule generation: from one end to the next, whatever may start does, by priority (the least key first).
 * Leaves the activities in `list` as they start, and gives the length. Never leaves a worker idle who could do
 * something, which is why it may miss the best schedule, and why it is good and fast on large plans.
 */
export function parallelSchedule(
  problem: Problem,
  order: Int32Array,
  list: Int32Array,
  starts: Float64Array,
): number {
  const { size, durations, releases, isPinned, before, after, capacities, uses } = problem
  const place = new Int32Array(size)
  for (let at = 0; at < size; at += 1) place[order[at] as number] = at
  const free = Float64Array.from(capacities, (capacity) => capacity + 1e-9)
  const scarce = scarceOf(problem)
  const waits = Int32Array.from({ length: size }, (_, index) => span(before.from, index))
  /** Places in `order` of what may start, ascending. */
  const ready = new Sorted(size, (at) => at)
  const later = new Sorted(size, (activity) => releases[activity] as number)
  const running = new Sorted(
    size,
    (activity) => (starts[activity] as number) + (durations[activity] as number),
  )
  let now = 0
  let listed = 0
  let length = 0

  const take = (activity: number, sign: number) => {
    for (let use = uses.from[activity] as number; use < (uses.from[activity + 1] as number); use += 1) {
      const resource = uses.to[use] as number
      free[resource] = (free[resource] as number) - sign * (uses.amounts[use] as number)
    }
  }
  const start = (activity: number) => {
    starts[activity] = now
    list[listed] = activity
    listed += 1
    take(activity, 1)
    running.add(activity)
    length = Math.max(length, now + (durations[activity] as number))
  }
  const admit = (activity: number) => {
    if (isPinned[activity]) return
    if ((releases[activity] as number) > now) later.add(activity)
    else ready.add(place[activity] as number)
  }
  const fits = (activity: number) => {
    if (durations[activity] === 0) return true
    for (let use = uses.from[activity] as number; use < (uses.from[activity + 1] as number); use += 1)
      if ((free[uses.to[use] as number] as number) < (uses.amounts[use] as number)) return false
    return true
  }
  const isExhausted = () => scarce.some(({ resource, least }) => (free[resource] as number) < least)

  for (const activity of problem.pinned) start(activity)
  for (let activity = 0; activity < size; activity += 1) if (waits[activity] === 0) admit(activity)
  while (listed < size || running.count > 0) {
    for (let at = 0; at < ready.count && !isExhausted(); ) {
      const activity = order[ready.at(at)] as number
      if (fits(activity)) {
        ready.remove(at)
        start(activity)
      } else at += 1
    }
    now = Math.min(running.least(), later.least())
    while (later.least() <= now) ready.add(place[later.take()] as number)
    while (running.least() <= now) {
      const activity = running.take()
      take(activity, -1)
      for (let at = after.from[activity] as number; at < (after.from[activity + 1] as number); at += 1) {
        const next = after.to[at] as number
        waits[next] = (waits[next] as number) - 1
        if (waits[next] === 0) admit(next)
      }
    }
  }
  return length
}

const span = (from: Int32Array, index: number): number =>
  (from[index + 1] as number) - (from[index] as number)

/** Resources that everything needs, with the least that anything takes: with less than that nothing can start. */
function scarceOf({ size, durations, capacities, uses }: Problem): { resource: number; least: number }[] {
  const users = new Int32Array(capacities.length)
  const least = new Float64Array(capacities.length).fill(Infinity)
  for (const [use, resource] of uses.to.entries()) {
    users[resource] = (users[resource] as number) + 1
    least[resource] = Math.min(least[resource] as number, uses.amounts[use] as number)
  }
  if (durations.includes(0)) return []
  return [...users.keys()]
    .filter((resource) => users[resource] === size)
    .map((resource) => ({ resource, least: least[resource] as number }))
}
