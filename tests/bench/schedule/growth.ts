import { optimise } from '../../../source/plan/scheduling/optimise.ts'
import { type Activity, problemOf } from '../../../source/plan/scheduling/problem.ts'
import { randomOf } from '../../../source/plan/scheduling/random.ts'
import { brokenRules } from '../../helpers/broken-rules.ts'

/** Rows of the table: made-up plans of so many tasks, from the activities to the schedule. */
export const growth = (sizes: readonly number[]): string[][] => {
  for (const workers of [4, 16]) measure(sizes[0] ?? 0, workers)
  return [4, 16, 64].flatMap((workers) => sizes.map((size) => measure(size, workers)))
}

function measure(size: number, workers: number): string[] {
  const { activities, capacities } = madeUp(size, workers)
  const begun = process.cpuUsage()
  const { starts, length, bound, schedules } = optimise(problemOf(activities, capacities))
  const cpu = process.cpuUsage(begun)
  const taken = (cpu.user + cpu.system) / 1000
  return [
    String(size),
    String(workers),
    String(length),
    bound.toFixed(1),
    String(schedules),
    // Every start is held against all that goes on: 10,000 of them are 10^8 comparisons, some seconds.
    String(brokenRules(activities, capacities, starts).length),
    taken.toFixed(1),
    ((taken / size) * 1000).toFixed(1),
  ]
}

/** Up to two dependencies on earlier tasks, one or two of as many files as there are tasks, half to ten days. */
function madeUp(size: number, workers: number): { activities: Activity[]; capacities: number[] } {
  const random = randomOf(size)
  const activities = Array.from({ length: size }, (_, index): Activity => {
    const needs = Array.from({ length: Math.floor(random() * 3) }, () => Math.floor(index * random()))
    const files = new Set([1 + Math.floor(random() * size), 1 + Math.floor(random() * size)])
    return {
      duration: Math.ceil(random() * 20) / 2,
      needs: needs.filter((need) => need < index),
      uses: [{ resource: 0, amount: 1 }, ...[...files].map((resource) => ({ resource, amount: 1 }))],
    }
  })
  return { activities, capacities: [workers, ...activities.map(() => 1)] }
}
