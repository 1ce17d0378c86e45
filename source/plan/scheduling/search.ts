import type { Problem } from './problem.ts'

/** An order of activities and the schedule it makes. */
export interface Candidate {
  list: Int32Array
  starts: Float64Array
  length: number
  /** How often something went before what it had better come after. */
  misses: number
}

/** Keeps the best of what it is shown, and says when to end. */
export interface Search {
  best(): Candidate
  /** `schedules`: how many were made for it. Keeps no copy but of the best. */
  show(candidate: Candidate, schedules: number): void
  isOver(): boolean
  budget: number
  schedules(): number
}

/** Where the bound is reached, so many schedules more are spent on preferences. */
const FOR_PREFERENCES = 100

export function searchOf(bound: number, budget: number): Search {
  let best: Candidate | null = null
  let made = 0
  let reachedAt = Infinity
  return {
    budget,
    best: () => {
      if (!best) throw new Error('Nothing was made yet.')
      return best
    },
    show: (candidate, schedules) => {
      made += schedules
      if (best && !isBetter(candidate, best)) return
      best = { ...candidate, starts: candidate.starts.slice(), list: candidate.list.slice() }
      if (best.length <= bound + EXACT) reachedAt = Math.min(reachedAt, made)
    },
    isOver: () => {
      if (!best) return false
      if (best.length <= bound + EXACT && (best.misses === 0 || made >= reachedAt + FOR_PREFERENCES))
        return true
      return made >= budget
    },
    schedules: () => made,
  }
}

/** Sums of real numbers that differ by less are the same. */
export const EXACT = 1e-9

export const isBetter = (one: Candidate, other: Candidate): boolean =>
  one.length < other.length - EXACT || (one.length < other.length + EXACT && one.misses < other.misses)

export function missesOf({ size, durations, preferred }: Problem, starts: Float64Array): number {
  let misses = 0
  for (let activity = 0; activity < size; activity += 1)
    for (
      let at = preferred.from[activity] as number;
      at < (preferred.from[activity + 1] as number);
      at += 1
    ) {
      const first = preferred.to[at] as number
      const end = (starts[first] as number) + (durations[first] as number)
      if (end > (starts[activity] as number) + EXACT) misses += 1
    }
  return misses
}
