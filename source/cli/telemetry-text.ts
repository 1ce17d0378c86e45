import { dollars } from '../routing/cost.ts'
import type { Analysis, Group, Spread } from '../telemetry/analyse.ts'
import { secondsText, utcText } from '../text/measured.ts'

/** The figures as a person reads them, at 80 columns. */
export function summaryText(found: Analysis): string {
  if (found.records === 0) return 'There are no figures yet. They come with the first session.'
  const { batches, states, gates, landings, tasks, cost, efficiency, forecastError, sessions } = found
  return [
    `${found.records} records of ${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}, ${utcText(found.from ?? 0)} to ${utcText(found.to ?? 0)}`,
    '',
    `batches      ${groupText(batches)}`,
    ...(batches.ended > batches.done ? [`  endings    ${countsText(batches.endings)}`] : []),
    ...groupRows('streams', found.streams),
    ...groupRows('agents', found.agents),
    ...groupRows('models', found.models),
    `tasks        ${tasks.landed} landed, ${tasks.done} done${tasks.perHour === null ? '' : `; ${tasks.perHour.toFixed(1)} an hour`}`,
    `checkpoints  ${landings.published} landed, ${landings.rejected} refused, ${landings.failed} failed, ${landings.leftOut} streams left out`,
    `tests        ${gates.passed} green, ${gates.failed} red, ${gates.didNotRun} did not run, ${gates.flaky} flaky; ${spreadText(gates.runs)}`,
    `time         running ${secondsText(states.running)}, tests ${secondsText(states.gating)}, waiting for you ${secondsText(states.waiting)}, blocked ${secondsText(states.blocked)}`,
    `cost         ${dollars(cost.usd)}${cost.perLandedTask === null ? '' : `, ${dollars(cost.perLandedTask)} a landed task`}${cost.unknown > 0 ? `; of ${cost.unknown} runs it is not known` : ''}`,
    ...(efficiency === null
      ? []
      : [`efficiency   ${percent(efficiency)} of what the workers could have worked`]),
    ...(forecastError === null
      ? []
      : [
          `forecast     ${forecastError >= 0 ? `${percent(forecastError)} slower` : `${percent(-forecastError)} faster`} than planned`,
        ]),
    ...(Object.keys(found.findings).length > 0 ? [`findings     ${countsText(found.findings)}`] : []),
    ...(Object.keys(found.errors).length > 0 ? [`errors       ${countsText(found.errors)}`] : []),
    ...trend(found),
  ]
    .flatMap(wrapped)
    .join('\n')
}

const WIDTH = 80
const UNDER = ' '.repeat(13)

/** What does not fit goes on under its own column; a figure stays beside its unit. */
function wrapped(line: string): string[] {
  const [first = '', ...parts] = line.split(/(?<=[,;]) /)
  const rows = [first]
  for (const part of parts) {
    const row = `${rows.at(-1)} ${part}`
    if (row.length <= WIDTH) rows[rows.length - 1] = row
    else rows.push(UNDER + part)
  }
  return rows
}

function groupRows(title: string, groups: Record<string, Group>): string[] {
  const rows = Object.entries(groups)
  if (rows.length < 2) return []
  const width = Math.min(24, Math.max(...rows.map(([name]) => name.length)))
  return [
    `  by ${title}`,
    ...rows.map(([name, group]) => `    ${name.slice(0, width).padEnd(width)}  ${groupText(group)}`),
  ]
}

const groupText = ({ ended, rate, seconds }: Group): string =>
  `${ended} ended${rate === null ? '' : `, ${percent(rate)} done`}; ${spreadText(seconds)}`

const spreadText = ({ count, p50, p95, p99 }: Spread): string =>
  count === 0 ? 'no time known' : `p50 ${secondsText(p50)}, p95 ${secondsText(p95)}, p99 ${secondsText(p99)}`

const countsText = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')

/** The last session against the ones before it. */
function trend({ sessions }: Analysis): string[] {
  const last = sessions.at(-1)
  const before = sessions.slice(0, -1).filter(({ batches }) => batches.ended > 0)
  if (!last || before.length === 0 || last.batches.rate === null) return []
  const average = (of: (each: (typeof before)[number]) => number) =>
    before.reduce((sum, each) => sum + of(each), 0) / before.length
  const rate = average(({ batches }) => batches.rate ?? 0)
  const median = average(({ batches }) => batches.seconds.p50)
  return [
    `trend        last session ${percent(last.batches.rate)} done and p50 ${secondsText(last.batches.seconds.p50)}; the ${before.length} before ${percent(rate)} and ${secondsText(median)}`,
  ]
}

const percent = (share: number): string => `${Math.round(share * 100)} %`
