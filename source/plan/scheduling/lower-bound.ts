import { type Ways, waysOf } from './priority-rules.ts'
import type { Problem } from './problem.ts'

/**
 * No schedule can be shorter: neither than the longest way, nor than what any set of activities that share a resource
 * takes of it, with the way to the first of them and from the last; nor than two that have to follow one another.
 */
export function lowerBound(problem: Problem, ways: Ways = waysOf(problem)): number {
  const { capacities } = problem
  let bound = ways.length
  const users = usersOf(problem)
  for (let resource = 0; resource < capacities.length; resource += 1) {
    const capacity = capacities[resource] as number
    bound = Math.max(bound, workBound(problem, ways, users[resource] ?? [], capacity))
    bound = Math.max(bound, queueBound(problem, ways, users[resource] ?? [], capacity))
  }
  return roundedUp(problem, bound)
}

interface User {
  activity: number
  amount: number
}

function usersOf({ size, capacities, uses }: Problem): User[][] {
  const users: User[][] = Array.from(capacities, () => [])
  for (let activity = 0; activity < size; activity += 1)
    for (let use = uses.from[activity] as number; use < (uses.from[activity + 1] as number); use += 1)
      users[uses.to[use] as number]?.push({ activity, amount: uses.amounts[use] as number })
  return users
}

/** All pairs of a head and a tail are looked at up to so many users; beyond, all that have the least tail. */
const FEW = 150

function workBound(
  { durations, isPinned }: Problem,
  { heads, tails }: Ways,
  users: User[],
  capacity: number,
): number {
  // What runs already may take more than there is.
  const taken = users.reduce((sum, { activity, amount }) => sum + (isPinned[activity] ? amount : 0), 0)
  const limit = Math.max(capacity, taken)
  const byHead = users.toSorted((a, b) => (heads[b.activity] as number) - (heads[a.activity] as number))
  const levels = users.map(({ activity }) => tails[activity] as number)
  const all = [...new Set(levels)].sort((a, b) => a - b)
  let bound = 0
  for (const tail of users.length > FEW ? all.slice(0, 1) : all) {
    let work = 0
    for (const { activity, amount } of byHead) {
      if ((tails[activity] as number) < tail) continue
      work += (durations[activity] as number) * amount
      bound = Math.max(bound, (heads[activity] as number) + work / limit + tail)
    }
  }
  return bound
}

/** Of one more than there are places for, two have to follow one another: at the least the two shortest of the longest. */
function queueBound(
  { durations, isPinned }: Problem,
  { heads, tails }: Ways,
  users: User[],
  capacity: number,
): number {
  const least = Math.min(...users.map(({ amount }) => amount))
  const places = Math.floor(capacity / least + 1e-9)
  if (
    !(places >= 1) ||
    users.length <= places ||
    users.length > FEW ||
    users.some(({ activity }) => isPinned[activity])
  )
    return 0
  const longest = users
    .map(({ activity }) => activity)
    .sort((a, b) => (durations[b] as number) - (durations[a] as number))
    .slice(0, places + 1)
  const [one = 0, two = 0] = longest.slice(-2).map((activity) => durations[activity] as number)
  const first = Math.min(...longest.map((activity) => heads[activity] as number))
  const last = Math.min(...longest.map((activity) => tails[activity] as number))
  return first + one + two + last
}

/** Where all times are whole numbers of a common measure, so is the length of the best schedule. */
function roundedUp({ durations, releases }: Problem, bound: number): number {
  const times = [...durations, ...releases]
  if (!times.every(Number.isSafeInteger)) return bound
  const measure = times.reduce(greatestCommonDivisor, 0)
  return measure === 0 ? bound : Math.ceil(bound / measure - 1e-6) * measure
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b !== 0) [a, b] = [b, a % b]
  return a
}
