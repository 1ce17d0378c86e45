import type { Phase, PlanReport, Stream } from '../model/plan.ts'
import { plainText } from './plain-text.ts'
import { countDiagnostics, type Look, plainLook, printDiagnostics } from './print-diagnostics.ts'
import { filesOf } from './stream-graph.ts'
import { counted } from './words.ts'

/** The report of `br-tui plan` for a person, in plain text. Nothing of the plan reaches the terminal unfiltered. */
export const printReport = (report: PlanReport, file: string, look: Look = plainLook): string => {
  const plan = [
    `${plainText(report.title)}\n${report.slug}, format ${report.format}`,
    ...report.phases.map((phase) => printPhase(phase, report)),
    ...(report.phases.length > 0 ? [printSchedule(report), printForecast(report)] : []),
  ]
  const parts = [
    ...plan.map(look.show),
    printDiagnostics(report.diagnostics, file, look),
    countDiagnostics(report.diagnostics),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

const printPhase = ({ id, title, mode, streams }: Phase, report: PlanReport): string => {
  const width = idWidth(report)
  const rows = streams.flatMap((stream) => [
    `  ${stream.id.padEnd(width)}  ${printStream(stream, report)}`,
    ...(stream.why === '' ? [] : [`  ${' '.repeat(width)}  ${plainText(stream.why)}`]),
  ])
  return [`${id}  ${plainText(title)} (${mode})`, ...rows].join('\n')
}

const printStream = (stream: Stream, { unit, batches }: PlanReport): string => {
  const duration = stream.duration === null ? 'no duration' : count(stream.duration, unit)
  const own = batches.filter((batch) => batch.stream === stream.id).length
  const waits = stream.dependsOn.length > 0 ? `  after ${stream.dependsOn.join(', ')}` : ''
  const facts = [
    duration.padEnd(11),
    counted(stream.tasks.length, 'task').padEnd(9),
    counted(own, 'batch', 'batches').padEnd(10),
    counted(filesOf(stream).size, 'file'),
  ]
  return `${facts.join('  ')}${waits}`
}

const printSchedule = (report: PlanReport): string => {
  const { workers, streams, parallel } = report.schedule
  const width = idWidth(report)
  const spans = streams.map(({ start, end }) => `${tidy(start)}–${tidy(end)}`)
  const spanWidth = Math.max(...spans.map(({ length }) => length))
  const rows = streams.map(({ id, start, end, worker }, index) => {
    const span = (spans[index] ?? '').padEnd(spanWidth)
    return `  ${id.padEnd(width)}  ${span}  worker ${String(worker).padEnd(2)}  ${bar(start, end, parallel)}`
  })
  return [`Schedule with ${counted(workers, 'worker')}`, ...rows].join('\n')
}

/** Four cells a day while that fits, the whole plan scaled into the width of a line once it does not. */
const bar = (start: number, end: number, total: number): string => {
  const cells = Math.max(1, Math.min(40, Math.round(total * 4)))
  const from = Math.min(cells - 1, Math.round((start / total) * cells))
  const to = Math.max(from + 1, Math.round((end / total) * cells))
  return '·'.repeat(from) + '█'.repeat(to - from) + '·'.repeat(cells - to)
}

const printForecast = ({ schedule, claims, unit }: PlanReport): string => {
  const { workers, sequential, parallel, lowerBound, saved, savedPercent, criticalPath } = schedule
  const sooner = saved > 0 ? `${tidy(saved)} sooner than` : 'no sooner than'
  const forecast = `${count(parallel, unit)} with ${counted(workers, 'worker')}, ${sooner} one after another (${tidy(sequential)}). Lower bound ${tidy(lowerBound)}.`
  const lines = [forecast, `Longest chain: ${criticalPath.join(' → ')}`]
  if (claims.sequential !== null || claims.parallel !== null) {
    const claimed = [
      claims.sequential === null ? [] : `${tidy(claims.sequential)} one after another`,
      claims.parallel === null ? [] : `${tidy(claims.parallel)} in parallel`,
      claims.savedPercent === null ? [] : `${tidy(claims.savedPercent)} % saved`,
    ].flat()
    lines.push(
      `The plan claims: ${claimed.join(', ')}. Counted: ${tidy(sequential)}, ${tidy(parallel)}, ${savedPercent} %.`,
    )
  }
  return lines.join('\n')
}

const idWidth = ({ phases }: PlanReport): number =>
  Math.max(...phases.flatMap(({ streams }) => streams.map(({ id }) => id.length)))

const count = (amount: number, unit: PlanReport['unit']): string => {
  const word = unit === 'days' ? 'day' : 'step'
  return `${tidy(amount)} ${word}${amount === 1 ? '' : 's'}`
}

const tidy = (amount: number): string => String(Math.round(amount * 100) / 100)
