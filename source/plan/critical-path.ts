import type { Plan, Stream } from '../model/plan.ts'
import { dependentsIn, streamGroups, weightOf } from './stream-graph.ts'

/** How long it is from the start of each stream to the end of the plan, if nothing ever waits for a worker. */
export const streamPriorities = (plan: Plan): Map<string, number> => {
  const priorities = new Map<string, number>()
  let later = 0
  for (const group of streamGroups(plan).reverse()) {
    const tails = chainLengths(group)
    for (const { id } of group) priorities.set(id, (tails.get(id) ?? 0) + later)
    later += Math.max(...tails.values())
  }
  return priorities
}

/** The streams of a longest chain of a group, in the order in which they run. */
export const longestChain = (group: Stream[]): Stream[] => {
  const tails = chainLengths(group)
  const dependents = dependentsIn(group)
  const chain: Stream[] = []
  let next = longest(group, tails)
  while (next && !chain.includes(next)) {
    chain.push(next)
    next = longest(dependents.get(next.id) ?? [], tails)
  }
  return chain
}

const longest = (streams: Stream[], tails: Map<string, number>): Stream | undefined =>
  streams.reduce<Stream | undefined>(
    (best, stream) => (best && (tails.get(best.id) ?? 0) >= (tails.get(stream.id) ?? 0) ? best : stream),
    undefined,
  )

const chainLengths = (group: Stream[]): Map<string, number> => {
  const dependents = dependentsIn(group)
  const lengths = new Map<string, number>()
  const measure = (stream: Stream): number => {
    const known = lengths.get(stream.id)
    if (known !== undefined) return known
    // A plan with a loop is an error, yet its schedule is still drawn: the loop is cut here.
    lengths.set(stream.id, 0)
    const length = weightOf(stream) + Math.max(0, ...(dependents.get(stream.id) ?? []).map(measure))
    lengths.set(stream.id, length)
    return length
  }
  for (const stream of group) measure(stream)
  return lengths
}
