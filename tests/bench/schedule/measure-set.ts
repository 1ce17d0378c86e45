import { type Effort, optimise } from '../../../source/plan/scheduling/optimise.ts'
import { problemOf } from '../../../source/plan/scheduling/problem.ts'
import { brokenRules } from '../../helpers/broken-rules.ts'
import type { Instance } from './psplib.ts'

/** A row of the table: how far a set of projects is from the best that is known, and what that took. */
export function measureSet(
  instances: readonly Instance[],
  known: ReadonlyMap<string, number>,
  effort: Effort,
): string[] {
  const wallBegun = performance.now()
  const cpuBegun = process.cpuUsage()
  const solutions = instances.map(({ activities, capacities }) =>
    optimise(problemOf(activities, capacities), effort),
  )
  const cpu = process.cpuUsage(cpuBegun)
  const wall = performance.now() - wallBegun
  let [sum, worst, optimal, infeasible, tight, schedules] = [0, 0, 0, 0, 0, 0]
  for (const [index, { name, activities, capacities }] of instances.entries()) {
    const solution = solutions[index]
    const best = known.get(name)
    if (!solution || best === undefined) throw new Error(`The best length of ${name} is not known.`)
    const { length, bound, starts } = solution
    const deviation = ((length - best) / best) * 100
    // Shorter than the optimum is no success: a rule was broken, or the bound is wrong.
    if (brokenRules(activities, capacities, starts).length > 0 || deviation < 0 || bound > best)
      infeasible += 1
    sum += deviation
    worst = Math.max(worst, deviation)
    if (deviation === 0) optimal += 1
    if (bound === best) tight += 1
    schedules += solution.schedules
  }
  const each = (total: number) => (total / instances.length).toFixed(2)
  return [
    String(effort.budget),
    (sum / instances.length).toFixed(3),
    worst.toFixed(2),
    String(optimal),
    String(infeasible),
    String(tight),
    each(schedules),
    each((cpu.user + cpu.system) / 1000),
    each(wall),
  ]
}
