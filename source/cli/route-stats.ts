import { dollars } from '../routing/cost.ts'
import { type RouteStats, routeStats, type StatsLine } from '../routing/route-stats.ts'
import { homeOf } from '../runtime/places.ts'
import { readPredictions } from '../runtime/prediction-log.ts'
import { type ExitCode, print, printJson } from './print.ts'

/** `br-tui route stats`: how good the predictions were, over all repositories of this person. */
export async function showRouteStats({ json }: { json?: boolean }): Promise<ExitCode> {
  const stats = routeStats(await readPredictions(homeOf(process.env)))
  if (json) printJson(stats)
  else print(statsText(stats))
  return 0
}

function statsText({ lines, accuracy, costPerSuccess }: RouteStats): string {
  if (accuracy === null && lines.length === 0) return 'No batch with a chosen model has ended yet.'
  const head = `The first model was enough for ${percent(accuracy)} of batches; ${money(costPerSuccess)} per success.`
  const width = Math.max(...lines.map(({ model }) => nameOf(model).length))
  return [head, ...lines.map((line) => lineText(line, width))].join('\n')
}

const lineText = (line: StatsLine, width: number): string => {
  const { level, model, tries, passed, costRatio } = line
  const ratio = costRatio === null ? '' : `, ${costRatio.toFixed(2)} of the expected cost`
  return `  ${level.padEnd(8)}  ${nameOf(model).padEnd(width)}  ${passed} of ${tries} tries passed, ${money(line.costPerSuccess)} per success${ratio}`
}

const nameOf = (model: string | null): string => model ?? "the agent's own"
const percent = (share: number | null): string =>
  share === null ? 'an unknown share' : `${Math.round(share * 100)} %`
const money = (usd: number | null): string => (usd === null ? 'an unknown cost' : dollars(usd))
