import { lengthOf, rangeText, readDayRange } from '../claims/day-range.ts'
import type { Claim } from '../claims/read-claims.ts'
import { endOf } from '../claims/read-timelines.ts'
import { plainText } from '../plain-text.ts'
import { allStreams } from '../stream-graph.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlacedTimeline, PlanContext } from './plan-context.ts'
import { lengthsOf, tidy } from './stream-lengths.ts'
import { counted, listed } from './words.ts'

export const claimMismatch: FindingKind = {
  code: 'claim-mismatch',
  severity: 'warning',
  means:
    "What the plan says of itself is not what its own streams come to: a total, a percentage, the days of a phase, a timeline that gives a stream more or fewer days than it has. Each stream is counted with a worker of its own, because a plan's promise says nothing of the machine.",
  mend: 'Correct the claim, or the durations.',
  example: `# Shop
**Total Duration:** 4 days
## Phase 1: Base (2 days)
**Files:** src/base.ts
## Phase 2: Pages (3 days)
**Files:** src/pages.ts
`,
  find: (context) => [
    ...totals(context),
    ...phaseDays(context),
    ...context.timelines.flatMap((timeline) => inTimeline(context, timeline)),
  ],
}

/** The same claim said in several places is one finding. */
const totals = ({ plan, claims }: PlanContext): Found[] => {
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

/** `Phase 1 (Days 3-5)` has to have room for its longest stream, and no more days than its streams can fill. */
const phaseDays = ({ plan, lines }: PlanContext): Found[] =>
  plan.phases.flatMap(({ id, line, streams }): Found[] => {
    const range = readDayRange(lines[line - 1] ?? '')
    const own = lengthsOf(plan, streams)
    if (!range || !own) return []
    const days = lengthOf(range)
    if (days >= own.least && days <= Math.ceil(own.most)) return []
    const takes =
      days < own.least
        ? `take ${own.least} even side by side`
        : `are done in ${own.most} even one after another`
    const message = `${id} has ${counted(days, 'day')} (${rangeText(range)}), its streams ${takes}. Correct the days, or the durations.`
    return [{ message, line }]
  })

const inTimeline = ({ plan }: PlanContext, timeline: PlacedTimeline): Found[] => {
  const { headed } = timeline
  const last = timeline.entries.at(-1)
  const { placed } = timeline
  const found: Found[] = []
  if (headed !== null && headed !== endOf(timeline) && last) {
    const message = `This timeline is headed ${counted(headed, 'day')} and ends on day ${endOf(timeline)}. Correct the heading, or the days.`
    found.push({ message, line: last.line })
  }
  for (const [entry, there] of Map.groupBy(placed, (each) => each.entry)) {
    const own = lengthsOf(
      plan,
      there.map(({ stream }) => stream),
    )
    if (!own) continue
    const least = timeline.mode === 'sequential' ? own.most : own.least
    const days = lengthOf(entry)
    // With a name that means none of the streams there is more to do on these days than we know.
    const most = entry.labels.every((label) => there.some((each) => each.label === label))
      ? Math.ceil(own.most)
      : days
    if (days >= Math.floor(least) && days <= most) continue
    const comes = there.length === 1 ? 'its own duration is' : 'their own durations come to'
    const message = `The timeline gives ${listed(there.map(({ stream }) => stream.id))} ${counted(days, 'day')}; ${comes} ${days < least ? least : own.most}. Correct the timeline, or the durations.`
    found.push({ message, line: entry.line })
  }
  for (const { stream, label } of placed) {
    const { duration } = label
    if (duration === null || stream.duration === null || plan.unit !== 'days' || duration === stream.duration)
      continue
    // A name that means all of a phase has the phase's days behind it.
    if (placed.filter((each) => each.label === label).length > 1) continue
    const message = `The timeline gives ${stream.id} ${counted(duration, 'day')}; its own duration is ${stream.duration}. Correct the timeline, or the duration.`
    found.push({ message, line: label.line, at: plainText(label.text) })
  }
  return found
}
