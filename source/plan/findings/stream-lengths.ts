import type { Plan, Stream } from '../../model/plan.ts'
import { longestChain } from '../critical-path.ts'
import { streamGroups, weightOf } from '../stream-graph.ts'

/** How long streams take side by side, and one after another. Null if one of them does not say. */
export const lengthsOf = (plan: Plan, streams: Stream[]): { least: number; most: number } | null => {
  if (plan.unit !== 'days' || streams.length === 0 || streams.some(({ duration }) => duration === null))
    return null
  const groups = streamGroups(plan).map((group) => group.filter((stream) => streams.includes(stream)))
  const least = groups.reduce((sum, group) => sum + total(longestChain(group)), 0)
  return { least: tidy(least), most: tidy(total(streams)) }
}

const total = (streams: Stream[]): number => streams.reduce((sum, stream) => sum + weightOf(stream), 0)

const tidy = (days: number): number => Math.round(days * 100) / 100
