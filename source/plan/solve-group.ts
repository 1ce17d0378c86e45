import type { FileLock } from './file-locks.ts'
import { lowerBound } from './scheduling/lower-bound.ts'
import { optimise } from './scheduling/optimise.ts'
import { type Activity, problemOf } from './scheduling/problem.ts'

/** What is to be done between two barriers. Times in the plan's unit. */
export interface GroupWork {
  activities: Omit<Activity, 'uses'>[]
  /** By the place of an activity. */
  locks: FileLock[]
}

export interface SolvedGroup {
  starts: readonly number[]
  /** From the start of each to the end of all, if nothing ever waited. */
  ways: readonly number[]
  /** When the last one ends. */
  length: number
  /** No order makes it shorter. */
  bound: number
}

/** The order of a group for so many workers: never longer than what fewer of them would need. */
export function solveGroup(work: GroupWork, workers: number): SolvedGroup {
  const hands = Math.max(1, Math.min(workers, work.activities.length))
  const key = JSON.stringify([
    work.activities,
    work.locks.map(({ capacity, takes }) => [capacity, ...takes]),
    hands,
  ])
  const known = solved.get(key)
  if (known) return known
  const group = solve(work, hands)
  if (solved.size >= KEPT) solved.delete(solved.keys().next().value as string)
  solved.set(key, group)
  return group
}

/** The same question is asked at every frame and every message, for a session that arrives anew each time. */
const solved = new Map<string, SolvedGroup>()
const KEPT = 24

function solve(work: GroupWork, hands: number): SolvedGroup {
  const own = solveFor(work, hands)
  // What fewer can do, these can too. Asked only where fewer could do better at all.
  const less = fewerThan(hands)
  const fewerBound = less > 0 ? lowerBound(problemFor(work, less)) / TICKS : Infinity
  if (own.length <= fewerBound) return own
  const fewer = solveGroup(work, less)
  return fewer.length < own.length ? { ...fewer, bound: own.bound } : own
}

/** One less; of many in steps of a quarter to an eighth, or a thousand workers would ask for a thousand schedules. */
function fewerThan(hands: number): number {
  if (hands <= 16) return hands - 1
  const step = 2 ** (Math.floor(Math.log2(hands - 1)) - 2)
  return Math.floor((hands - 1) / step) * step
}

function solveFor(work: GroupWork, hands: number): SolvedGroup {
  const { starts, ways, length, bound } = optimise(problemFor(work, hands))
  const inUnits = (times: Float64Array) => Array.from(times, (time) => time / TICKS)
  return { starts: inUnits(starts), ways: inUnits(ways), length: length / TICKS, bound: bound / TICKS }
}

function problemFor({ activities, locks }: GroupWork, hands: number) {
  const uses = activities.map(() => [{ resource: 0, amount: 1 }])
  for (const [index, { takes }] of locks.entries())
    for (const [activity, amount] of takes) uses[activity]?.push({ resource: index + 1, amount })
  const capacities = [hands, ...locks.map(({ capacity }) => capacity)]
  const ticked = activities.map((activity, index) => ({
    ...activity,
    duration: ticks(activity.duration),
    release: ticks(activity.release ?? 0),
    uses: uses[index] ?? [],
  }))
  return problemOf(ticked, capacities)
}

/**
 * Sums of tenths are not exact in binary, those of whole numbers are: a day is counted as 10,000 where that makes it
 * whole.
 */
const TICKS = 1e4

function ticks(time: number): number {
  const exact = time * TICKS
  const whole = Math.round(exact)
  return Math.abs(exact - whole) < 1e-4 ? whole : exact
}
