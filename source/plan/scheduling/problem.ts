/** One piece of work that is done without a break. Other activities are named by their index. */
export interface Activity {
  duration: number
  /** When it may start at the earliest. */
  release?: number
  /** It runs already: it starts at 0, whatever else there is. */
  isPinned?: boolean
  /** What must have ended before. */
  needs: readonly number[]
  /** What had better be taken first; never waited for. */
  prefers?: readonly number[]
  uses: readonly Use[]
}

/** How much of a resource an activity takes while it goes on. */
export interface Use {
  resource: number
  amount: number
}

/** Neighbours of an activity i: `to[from[i]]` up to, without, `to[from[i + 1]]`. */
export interface Links {
  from: Int32Array
  to: Int32Array
}

/**
 * Activities, dependencies and resources in flat arrays, for loops that run a million times. Times are any real
 * numbers. No loop is left in `before`: its last dependency is cut, for a plan with a loop is still drawn.
 */
export interface Problem {
  size: number
  durations: Float64Array
  releases: Float64Array
  pinned: Int32Array
  isPinned: Uint8Array
  before: Links
  after: Links
  preferred: Links
  capacities: Float64Array
  /** As links, from activities to resources, with an amount for each. */
  uses: Links & { amounts: Float64Array }
  /** Place of each activity in an order that keeps all dependencies, and preferences as far as they agree with them. */
  rank: Int32Array
}

export function problemOf(activities: readonly Activity[], capacities: readonly number[]): Problem {
  const size = activities.length
  const pins = activities.map(({ isPinned }, index) => (isPinned ? index : -1)).filter((index) => index >= 0)
  const isPinned = Uint8Array.from(activities, ({ isPinned: pinned }) => (pinned ? 1 : 0))
  // What runs already waits for nothing.
  const needs = activities.map((activity) => (activity.isPinned ? [] : [...new Set(activity.needs)]))
  const order = orderOf(needs, activities)
  const rank = new Int32Array(size)
  for (const [place, activity] of order.entries()) rank[activity] = place
  const earlier = (list: readonly number[], of: number) =>
    list.filter((other) => (rank[other] as number) < (rank[of] as number))
  const before = linksOf(needs.map(earlier))
  const uses = activities.map((activity) => activity.uses.filter(({ amount }) => amount > 0))
  const limits = Float64Array.from(capacities)
  return {
    ...{ size, isPinned, before, rank },
    durations: Float64Array.from(activities, ({ duration }) => Math.max(0, duration)),
    releases: Float64Array.from(activities, ({ release = 0, isPinned: pinned }) =>
      pinned ? 0 : Math.max(0, release),
    ),
    pinned: Int32Array.from(pins),
    after: reversed(before),
    preferred: linksOf(activities.map(({ prefers = [] }, index) => earlier(prefers, index))),
    capacities: limits,
    uses: {
      ...linksOf(uses.map((list) => list.map(({ resource }) => resource))),
      // What asks for more than there is gets all of it: a forecast without it would be no forecast.
      amounts: Float64Array.from(
        uses.flatMap((list) => list.map(({ resource, amount }) => Math.min(amount, limits[resource] ?? 0))),
      ),
    },
  }
}

/** The same seen from its end: what came last comes first. Its activities have no releases. */
export function mirrored(problem: Problem): Problem {
  return {
    ...problem,
    releases: new Float64Array(problem.size),
    before: problem.after,
    after: problem.before,
    rank: problem.rank.map((place) => problem.size - 1 - place),
  }
}

export function linksOf(lists: readonly (readonly number[])[]): Links {
  const from = new Int32Array(lists.length + 1)
  for (const [index, list] of lists.entries()) from[index + 1] = (from[index] as number) + list.length
  return { from, to: Int32Array.from(lists.flat()) }
}

export function reversed({ from, to }: Links): Links {
  const lists: number[][] = Array.from({ length: from.length - 1 }, () => [])
  for (let index = 0; index < lists.length; index += 1)
    for (let at = from[index] as number; at < (from[index + 1] as number); at += 1)
      lists[to[at] as number]?.push(index)
  return linksOf(lists)
}

/** First by all dependencies and preferences; what hangs in a loop then by dependencies alone, then as it comes. */
function orderOf(needs: readonly number[][], activities: readonly Activity[]): number[] {
  const both = needs.map((list, index) => [...list, ...(activities[index]?.prefers ?? [])])
  const order: number[] = []
  const isOut = new Uint8Array(needs.length)
  for (const links of [both, needs]) takeFree(links, order, isOut)
  for (let index = 0; index < needs.length; index += 1) {
    if (isOut[index]) continue
    isOut[index] = 1
    order.push(index)
    takeFree(needs, order, isOut)
  }
  return order
}

/** Adds all that waits for nothing any more, in the order in which it becomes free. */
function takeFree(links: readonly number[][], order: number[], isOut: Uint8Array): void {
  const waits = new Int32Array(links.length)
  const after: number[][] = links.map(() => [])
  for (const [index, list] of links.entries())
    for (const other of list) {
      if (isOut[other] || other === index) continue
      waits[index] = (waits[index] as number) + 1
      after[other]?.push(index)
    }
  const free = [...links.keys()].filter((index) => !isOut[index] && waits[index] === 0)
  for (let next = 0; next < free.length; next += 1) {
    const index = free[next] as number
    isOut[index] = 1
    order.push(index)
    for (const other of after[index] ?? []) {
      waits[other] = (waits[other] as number) - 1
      if (waits[other] === 0 && !isOut[other]) free.push(other)
    }
  }
}
