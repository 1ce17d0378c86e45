import type { Plan, Schedule, Stream } from '../model/plan.ts'
import { longestChain } from './critical-path.ts'
import { forecastFrom } from './forecast.ts'
import { allStreams, streamGroups, weightOf } from './stream-graph.ts'

/** The forecast of a whole plan before anything of it has begun, and what no order could beat. */
export const schedulePlan = (plan: Plan, workers: number): Schedule => {
  const hands = Math.max(1, Math.floor(workers) || 1)
  const { streams, length, lowerBound } = forecastFrom(plan, {}, hands)
  const sequential = total(allStreams(plan))
  return {
    workers: hands,
    sequential: tidy(sequential),
    parallel: tidy(length),
    lowerBound: tidy(lowerBound),
    saved: tidy(sequential - length),
    savedPercent: sequential > 0 ? Math.round(((sequential - length) / sequential) * 100) : 0,
    criticalPath: streamGroups(plan).flatMap((group) => longestChain(group).map(({ id }) => id)),
    streams: streams.map((stream) => ({ ...stream, start: tidy(stream.start), end: tidy(stream.end) })),
  }
}

const total = (streams: Stream[]): number => streams.reduce((sum, stream) => sum + weightOf(stream), 0)

/** Sums of tenths are not exact in binary: nobody wants to read 0.30000000000000004 days. */
const tidy = (days: number): number => Math.round(days * 1e4) / 1e4
