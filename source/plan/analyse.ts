import type { PlanReport } from '../model/plan.ts'
import { planBatches } from './batches.ts'
import { findOverlaps } from './overlaps.ts'
import type { PlanSource } from './plan-format.ts'
import { readPlan } from './read-plan.ts'
import { schedulePlan } from './schedule.ts'

/** All there is to say of a plan before a single worker starts. */
export const analysePlan = (
  text: string,
  { workers, ...source }: PlanSource & { workers: number },
): PlanReport => {
  const { plan, diagnostics } = readPlan(text, source)
  return {
    ...plan,
    batches: planBatches(plan),
    schedule: schedulePlan(plan, workers),
    overlaps: findOverlaps(plan),
    diagnostics,
  }
}
