import { evolve } from './evolve.ts'
import { listerOf } from './lister.ts'
import { lowerBound } from './lower-bound.ts'
import { parallelSchedule } from './parallel.ts'
import { ruleKeys, waysOf } from './priority-rules.ts'
import type { Problem } from './problem.ts'
import { type Candidate, missesOf, searchOf } from './search.ts'
import { decoderOf } from './serial.ts'

export interface Solution {
  /** When each activity starts. */
  starts: Float64Array
  /** When the last one ends. */
  length: number
  /** From the start of each to the end of all, if nothing ever waited for a resource. */
  ways: Float64Array
  /** No schedule is shorter. */
  bound: number
  /** How many were made. */
  schedules: number
}

export interface Effort {
  /** How many schedules may be made: counted and not timed, so that the result is the same on every machine. */
  budget?: number
  seed?: number
}

/**
 * The shortest schedule that is found within the budget: by priority rules first, each improved forward and backward,
 * then by crossing the best. It ends at once where the bound is reached.
 */
export function optimise(
  problem: Problem,
  { budget = budgetFor(problem.size), seed = 1 }: Effort = {},
): Solution {
  const { size } = problem
  const ways = waysOf(problem)
  const bound = lowerBound(problem, ways)
  const decoder = decoderOf(problem)
  const lister = listerOf(problem)
  const order = new Int32Array(size)
  const search = searchOf(bound, budget)
  const keys = ruleKeys(problem, ways)
  const first: Candidate[] = []
  for (const rule of keys) {
    lister(rule, order)
    for (const how of ['parallel', 'serial'] as const) {
      if (search.isOver()) break
      const candidate = { list: order.slice(), starts: new Float64Array(size), length: 0, misses: 0 }
      const { list, starts } = candidate
      candidate.length =
        how === 'serial' ? decoder.serial(list, starts) : parallelSchedule(problem, order, list, starts)
      candidate.misses = missesOf(problem, starts)
      search.show(candidate, 1)
      if (search.isOver()) break
      candidate.length = decoder.justify(list, starts)
      candidate.misses = missesOf(problem, starts)
      search.show(candidate, 2)
      first.push(candidate)
    }
  }
  if (!search.isOver()) evolve({ problem, decoder, lister, keys, first, search, seed })
  const { starts, length } = search.best()
  return {
    starts,
    length,
    ways: ways.tails.map((tail, activity) => tail + (problem.durations[activity] as number)),
    bound,
    schedules: search.schedules(),
  }
}

/** Some milliseconds of work on a small plan, a few tries on a large one. */
function budgetFor(size: number): number {
  return Math.max(12, Math.min(1000, Math.floor(30_000 / Math.max(1, size))))
}
