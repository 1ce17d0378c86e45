import { availableParallelism } from 'node:os'
import { defaultWorkers } from '../engine/settings.ts'
import { analysePlan } from '../plan/analyse.ts'
import { printReport } from '../plan/print-report.ts'
import { readPlan } from '../plan/read-plan.ts'
import { readPlanFile } from './open-plan.ts'
import { complain, type ExitCode, print } from './print.ts'

export interface PlanOptions {
  cwd?: string
  json?: boolean
  workers?: number
  format?: string
}

/** `br-tui plan PLAN`: what the plan says and what it comes to. Needs no repository and writes nothing. */
export async function showPlan(file: string, { cwd, json, workers, format }: PlanOptions): Promise<ExitCode> {
  const read = await readPlanFile(file, { cwd, root: null })
  if (!read.ok) return complain(read.error, 2)
  const source = { file, ...(format === undefined ? {} : { format }) }
  const atOnce = workers ?? defaultWorkers(readPlan(read.value.text, source).plan, availableParallelism())
  const report = analysePlan(read.value.text, { ...source, workers: atOnce })
  print(json ? JSON.stringify(report, null, 2) : printReport(report, file))
  return report.diagnostics.some(({ severity }) => severity === 'error') ? 2 : 0
}
