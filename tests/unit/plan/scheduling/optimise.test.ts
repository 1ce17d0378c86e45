import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lowerBound } from '../../../../source/plan/scheduling/lower-bound.ts'
import { optimise } from '../../../../source/plan/scheduling/optimise.ts'
import { parallelSchedule } from '../../../../source/plan/scheduling/parallel.ts'
import { type Activity, problemOf } from '../../../../source/plan/scheduling/problem.ts'
import { decoderOf } from '../../../../source/plan/scheduling/serial.ts'
import { type AnyProject, anyProject } from '../../../helpers/any-activities.ts'
import { brokenRules } from '../../../helpers/broken-rules.ts'

const activity = (duration: number, more: Partial<Activity> = {}): Activity => ({
  ...{ duration, needs: [], uses: [{ resource: 0, amount: 1 }] },
  ...more,
})

test('no schedule breaks a rule, none is shorter than the bound, and the same seed gives the same one', () => {
  fc.assert(
    fc.property(anyProject(14), fc.integer(), ({ activities, capacities }, seed) => {
      const problem = problemOf(activities, capacities)
      const { starts, length, bound } = optimise(problem, { budget: 60, seed })
      expect(brokenRules(activities, capacities, starts)).toEqual([])
      expect(bound).toBeLessThanOrEqual(length + 1e-9)
      expect(optimise(problem, { budget: 60, seed })).toMatchObject({ length, starts })
    }),
    { numRuns: 300 },
  )
})

test('each way to make a schedule keeps the rules by itself, and improving never makes it longer', () => {
  fc.assert(
    fc.property(anyProject(20), ({ activities, capacities }) => {
      const problem = problemOf(activities, capacities)
      const order = Int32Array.from(problem.rank.keys()).sort(
        (a, b) => (problem.rank[a] as number) - (problem.rank[b] as number),
      )
      const decoder = decoderOf(problem)
      for (const how of ['serial', 'parallel']) {
        const list = order.slice()
        const starts = new Float64Array(problem.size)
        const length =
          how === 'serial' ? decoder.serial(list, starts) : parallelSchedule(problem, order, list, starts)
        expect(brokenRules(activities, capacities, starts)).toEqual([])
        const improved = decoder.justify(list, starts)
        expect(improved).toBeLessThanOrEqual(length + 1e-9)
        expect(brokenRules(activities, capacities, starts)).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
})

/** The best of all orders, each activity where it fits first: one of them is an optimum. */
function bruteForce({ activities, capacities }: AnyProject): number {
  const problem = problemOf(activities, capacities)
  const decoder = decoderOf(problem)
  const starts = new Float64Array(problem.size)
  let best = Infinity
  const extend = (list: number[]) => {
    if (list.length === problem.size) best = Math.min(best, decoder.serial(Int32Array.from(list), starts))
    for (const [index, { needs }] of activities.entries())
      if (!list.includes(index) && needs.every((need) => list.includes(need))) extend([...list, index])
  }
  extend([])
  return best
}

test('up to seven activities it finds the optimum, and the bound is never above it', () => {
  fc.assert(
    fc.property(anyProject(7, { releases: false }), (project) => {
      const problem = problemOf(project.activities, project.capacities)
      const best = bruteForce(project)
      expect(lowerBound(problem)).toBeLessThanOrEqual(best + 1e-9)
      expect(optimise(problem).length).toBeCloseTo(best, 6)
    }),
    { numRuns: 60 },
  )
})

test('a large plan keeps the rules too', () => {
  const activities = Array.from({ length: 1500 }, (_, index) =>
    activity(1 + (index % 7) / 3, {
      needs: index > 20 ? [index - 1 - (index % 19)] : [],
      uses: [
        { resource: 0, amount: 1 },
        { resource: 1 + (index % 90), amount: 1 },
      ],
    }),
  )
  const capacities = [6, ...Array.from({ length: 90 }, () => 1)]
  const { starts, length, bound } = optimise(problemOf(activities, capacities))
  expect(brokenRules(activities, capacities, starts)).toEqual([])
  expect(length).toBeLessThan(bound * 1.02)
})

test('a preference decides who goes first, and never holds up', () => {
  const contended = [activity(1, { prefers: [1] }), activity(1)]
  expect([...optimise(problemOf(contended, [1])).starts]).toEqual([1, 0])
  expect([...optimise(problemOf(contended, [2])).starts]).toEqual([0, 0])
  const dear = [activity(3, { prefers: [1] }), activity(1), activity(2, { needs: [0] })]
  expect(optimise(problemOf(dear, [1])).length).toBe(6)
  const loop = [activity(1, { prefers: [1] }), activity(1, { prefers: [0] })]
  expect(optimise(problemOf(loop, [1])).length).toBe(2)
})

test('a loop of needs is cut, what takes more than there is gets all of it, and nothing is no trouble', () => {
  const loop = [activity(1, { needs: [1] }), activity(1, { needs: [0] })]
  expect(optimise(problemOf(loop, [2])).length).toBe(2)
  const greedy = [activity(1, { uses: [{ resource: 0, amount: 9 }] }), activity(1)]
  expect(optimise(problemOf(greedy, [2])).length).toBe(2)
  expect(optimise(problemOf([], [])).length).toBe(0)
})

test('a bound counts what shares a resource, with the ways before and behind', () => {
  const file = [{ resource: 1, amount: 1 }]
  const chain = [
    activity(1),
    activity(4, { needs: [0], uses: file }),
    activity(4, { needs: [0], uses: file }),
  ]
  const end = activity(2, { needs: [1, 2] })
  expect(lowerBound(problemOf([...chain, end], [4, 1]))).toBe(11)
  // Half of nine is five: but two of three have to follow one another.
  expect(lowerBound(problemOf([activity(3), activity(3), activity(3)], [2]))).toBe(6)
  expect(lowerBound(problemOf([activity(4), activity(4), activity(1), activity(4)], [2]))).toBe(8)
})
