import { batchTime, errorRate, silence, successRate } from './attempts.ts'
import { budget, dayCost, sessionCost } from './money.ts'
import { findings, forecast, gateFailures, readiness } from './progress.ts'
import type { Watch } from './watch.ts'

/** Everything that is watched. A new one is one record in one file, its name in model/alert.ts, and its line here. */
export const watches: Watch[] = [
  ...[successRate, errorRate, batchTime, sessionCost, dayCost, budget],
  ...[gateFailures, silence, forecast, findings, readiness],
]
