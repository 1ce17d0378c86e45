import type { Plan, Stream } from '../../model/plan.ts'
import { longestChain } from '../critical-path.ts'
import { streamGroups, weightOf } from '../stream-graph.ts'

/** How long streams take side by side, and one after another. Null if one of them does not say. */
export const lengthsOf = (plan: Plan, streams: Stream[]): { least: number; most: number } | null => {
  if (plan.unit !== 'days' || streams.length === 0 || streams.some(({ duration }) => duration === null))
    return null
  const wanted = new Set(streams)
  const groups = streamGroups(plan).map((group) => group.filter((stream) => wanted.has(stream)))
  const least = groups.reduce((sum, group) => sum + total(longestChain(group)), 0)
  return { least: tidy(least), most: tidy(total(streams)) }
}

const total = (streams: Stream[]): number => streams.reduce((sum, stream) => sum + weightOf(stream), 0)

/** Sums of tenths are not exact in binary. */
export const tidy = (days: number): number => Math.round(days * 100) / 100
