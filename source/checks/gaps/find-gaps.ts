import type { Finding } from '../../model/finding.ts'
import { type EnvFacts, findEnvFiles } from './env-files.ts'
import type { Evidence, PlanAt } from './gap.ts'
import { findMissingDocs } from './missing-docs.ts'
import { findMissingFiles } from './missing-files.ts'
import { findUnprovenTicks } from './unproven-ticks.ts'

/** What plans promise and the repository does not hold, and what it holds and should not; stubs are read file by file. */
export const findGaps = (plans: readonly PlanAt[], evidence: Evidence, env: EnvFacts): Finding[] => [
  ...plans.flatMap((plan) => [
    ...findUnprovenTicks(plan, evidence),
    ...findMissingFiles(plan, evidence),
    ...findMissingDocs(plan, evidence),
  ]),
  ...findEnvFiles(env),
]
