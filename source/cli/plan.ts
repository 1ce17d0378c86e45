import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defaultWorkers } from '../engine/settings.ts'
import type { PlanReport } from '../model/plan.ts'
import { analysePlan } from '../plan/analyse.ts'
import { ganttMermaid } from '../plan/pictures/gantt-mermaid.ts'
import { ganttSvg } from '../plan/pictures/gantt-svg.ts'
import { printDiagnostics } from '../plan/print-diagnostics.ts'
import { printReport } from '../plan/print-report.ts'
import { readPlan } from '../plan/read-plan.ts'
import { readPlanFile } from '../runtime/read-plan-file.ts'
import { maskOwn } from '../runtime/worker/mask.ts'
import { loadWidths } from '../text/glyphs.ts'
import { planGanttRows } from '../ui/present/gantt.ts'
import { cliTheme, lookOf } from './look.ts'
import { complain, type ExitCode, print, printJson } from './print.ts'

export interface PlanOptions {
  cwd?: string
  json?: boolean
  workers?: number
  format?: string
  gantt?: boolean
  svg?: string
  mermaid?: boolean
  tick?: boolean
}

/** `br-tui plan PLAN`: what the plan says and what it comes to. Needs no repository; of files it writes the picture. */
export async function showPlan(file: string, options: PlanOptions): Promise<ExitCode> {
  const { cwd, workers, format } = options
  if (options.tick) return (await import('./tick.ts')).tick(file, cwd)
  const read = await readPlanFile(file, { cwd, root: null })
  if (!read.ok) return complain(read.error, 2)
  const source = { file, ...(format === undefined ? {} : { format }) }
  const atOnce = workers ?? defaultWorkers(readPlan(read.value.text, source).plan, availableParallelism())
  const report = analysePlan(read.value.text, { ...source, workers: atOnce })
  await loadWidths()
  if (options.json) printJson(report)
  else if (!isPicture(options)) print(printReport(report, file, lookOf(cliTheme())))
  // A schedule needs streams; of a text without any only what is wrong with it can be said.
  else if (report.phases.length === 0) complain({ message: printDiagnostics(report.diagnostics, file) })
  else return (await draw(report, options)) || exitOf(report)
  return exitOf(report)
}

const isPicture = ({ gantt, svg, mermaid }: PlanOptions): boolean =>
  Boolean(gantt || mermaid) || svg !== undefined

async function draw(report: PlanReport, { gantt, svg, mermaid, cwd = '.' }: PlanOptions): Promise<ExitCode> {
  if (svg !== undefined) {
    try {
      await writeFile(resolve(cwd, svg), maskOwn(ganttSvg(report)))
    } catch (error) {
      return complain({ message: `The picture ${svg} cannot be written: ${(error as Error).message}.` })
    }
  }
  if (mermaid) print(ganttMermaid(report))
  if (gantt) print(planGanttRows(report, cliTheme(), process.stdout.columns ?? UNKNOWN_WIDTH).join('\n'))
  return 0
}

const UNKNOWN_WIDTH = 100

/** Nothing understood of the text, or something in it that keeps it from being run. */
const exitOf = ({ phases, diagnostics }: PlanReport): ExitCode => {
  if (!diagnostics.some(({ severity }) => severity === 'error')) return 0
  return phases.length === 0 ? 2 : 3
}
