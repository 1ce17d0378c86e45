import type { Finding } from './diagnose.ts'
import { findingKinds } from './findings/index.ts'
import type { PlanContext } from './findings/plan-context.ts'

/** What is wrong with a plan, or worth knowing of it, whatever format it came in. */
export const checkPlan = (context: PlanContext): Finding[] =>
  findingKinds.flatMap(({ code, severity, find }) =>
    (find?.(context) ?? []).map((found) => ({ code, severity, ...found })),
  )
