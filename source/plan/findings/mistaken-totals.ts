import type { Claim } from '../claims/read-claims.ts'
import { allStreams } from '../stream-graph.ts'
import { counted, listed } from '../words.ts'
import type { Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'
import { lengthsOf, tidy } from './stream-lengths.ts'

/** Claims that are not what the plan itself comes to. The same said in several places is one finding. */
export const mistakenTotals = ({ plan, claims }: PlanContext): Found[] => {
  const count = countersOf(plan)
  const same = Map.groupBy(claims, ({ of, value }) => `${of} ${value}`)
  return [...same.values()].slice(0, mostClaims).flatMap(([claim, ...others]): Found[] => {
    if (!claim) return []
    const own = count(claim.of)
    if (own === null || own.some((each) => isClose(claim, each)) || isBetween(claim, own)) return []
    const lines = [...new Set(others.map(({ line }) => line))]
    const also =
      lines.length === 0
        ? ''
        : ` (also said on ${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String))})`
    const message = `The plan claims ${claimText(claim)}; its own ${basis(claim)} ${own.join(' to ')}${claim.of === 'savedPercent' ? ' %' : ''}. Correct the claim${also}, or ${source(claim)}.`
    return [{ message, line: claim.line, at: claim.at }]
  })
}

/** A text with more claims that differ is a table of something else. */
const mostClaims = 50

const countersOf = (plan: PlanContext['plan']): ((of: Claim['of']) => number[] | null) => {
  const streams = allStreams(plan)
  const lengths = lengthsOf(plan, streams)
  const { least: parallel, most: sequential } = lengths ?? { least: 0, most: 0 }
  const saved = tidy(sequential - parallel)
  const days = {
    sequential,
    parallel,
    saved,
    savedPercent: Math.round((saved / Math.max(sequential, 1e-9)) * 100),
  }
  return (of) => {
    if (of === 'tasks') return [streams.reduce((sum, { tasks }) => sum + tasks.length, 0)]
    if (of === 'phases') return [plan.phases.length]
    // Streams of our own making are not those that the plan counts.
    if (of === 'streams') return streams.every(({ why }) => why === '') ? [streams.length] : null
    if (!lengths) return null
    return of === 'duration' ? [parallel, sequential] : [days[of]]
  }
}

/** With some workers it may be as long as anything between. */
const isBetween = ({ of, value }: Claim, [least = 0, most = 0]: number[]): boolean =>
  of === 'duration' && value >= least && value <= most

/** A claim is a round number: half a day, or a twentieth of something short, is no contradiction. */
const isClose = ({ of, value }: Claim, own: number): boolean => {
  const off = Math.abs(value - own)
  if (of === 'savedPercent') return off <= 1
  return of === 'sequential' || of === 'parallel' || of === 'duration' || of === 'saved'
    ? off < Math.min(0.5, Math.max(0.01, own / 20))
    : off === 0
}

const claimText = ({ of, value }: Claim): string => {
  if (of === 'sequential') return `${counted(value, 'day')} one after another`
  if (of === 'parallel') return `${counted(value, 'day')} in parallel`
  if (of === 'duration') return counted(value, 'day')
  if (of === 'saved') return `to save ${counted(value, 'day')}`
  return of === 'savedPercent' ? `to save ${value} %` : counted(value, of.slice(0, -1))
}

const basis = ({ of }: Claim): string =>
  of === 'tasks' || of === 'phases' || of === 'streams' ? `${of} are` : 'durations come to'

const source = ({ of }: Claim): string =>
  of === 'tasks' || of === 'phases' || of === 'streams' ? `the ${of}` : 'the durations'
