import type { Problem } from './problem.ts'

/** How far each activity is from the beginning and from the end, if nothing ever waits for a resource. */
export interface Ways {
  /** From the beginning to its start at the earliest. */
  heads: Float64Array
  /** From its end to the end of all. */
  tails: Float64Array
  /** The longest way from beginning to end. */
  length: number
}

export function waysOf({ size, durations, releases, before, after, rank }: Problem): Ways {
  const order = new Int32Array(size)
  for (const [activity, place] of rank.entries()) order[place] = activity
  const heads = Float64Array.from(releases)
  const tails = new Float64Array(size)
  let length = 0
  for (const activity of order) {
    for (let at = before.from[activity] as number; at < (before.from[activity + 1] as number); at += 1) {
      const need = before.to[at] as number
      heads[activity] = Math.max(
        heads[activity] as number,
        (heads[need] as number) + (durations[need] as number),
      )
    }
  }
  for (const activity of order.reverse()) {
    for (let at = after.from[activity] as number; at < (after.from[activity + 1] as number); at += 1) {
      const next = after.to[at] as number
      tails[activity] = Math.max(
        tails[activity] as number,
        (tails[next] as number) + (durations[next] as number),
      )
    }
    length = Math.max(
      length,
      (heads[activity] as number) + (durations[activity] as number) + (tails[activity] as number),
    )
  }
  return { heads, tails, length }
}

/** A key for each activity; the least goes first. */
export type Keys = Float64Array

/** Latest start (the longest way to the end), latest finish, least slack, greatest rank positional weight, and work weighed by what is scarce. */
export function ruleKeys(problem: Problem, { heads, tails, length }: Ways): Keys[] {
  const { durations } = problem
  const latestFinish = tails.map((tail) => length - tail)
  const latestStart = latestFinish.map((finish, activity) => finish - (durations[activity] as number))
  const slack = latestStart.map((start, activity) => start - (heads[activity] as number))
  const weight = withFollowers(problem, durations)
  const scarce = withFollowers(problem, scarceWork(problem))
  return [latestStart, latestFinish, slack, weight.map((value) => -value), scarce.map((value) => -value)]
}

/** Each activity's amount and those of all that wait for it directly. */
const withFollowers = ({ after }: Problem, amounts: Float64Array): Float64Array =>
  amounts.map((amount, activity) => {
    let sum = amount
    for (let at = after.from[activity] as number; at < (after.from[activity + 1] as number); at += 1)
      sum += amounts[after.to[at] as number] as number
    return sum
  })

/** What an activity takes of each resource, by how much of that resource everything together asks for. */
function scarceWork({ durations, capacities, uses }: Problem): Float64Array {
  const load = new Float64Array(capacities.length)
  const each = (visit: (activity: number, resource: number, work: number) => void) => {
    for (let activity = 0; activity < durations.length; activity += 1)
      for (let use = uses.from[activity] as number; use < (uses.from[activity + 1] as number); use += 1) {
        const resource = uses.to[use] as number
        const work =
          ((durations[activity] as number) * (uses.amounts[use] as number)) / (capacities[resource] || 1)
        visit(activity, resource, work)
      }
  }
  each((_, resource, work) => {
    load[resource] = (load[resource] as number) + work
  })
  const most = Math.max(1e-9, ...load)
  const scarce = new Float64Array(durations.length)
  each((activity, resource, work) => {
    scarce[activity] = (scarce[activity] as number) + (work * (load[resource] as number)) / most
  })
  return scarce
}
