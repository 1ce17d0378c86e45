import type { DraftTask, TaskGroup } from './streams-from-tasks.ts'

export interface Placed {
  task: DraftTask
  /** Index of its group. */
  group: number
}

export type Edge = [before: number, after: number]

/** What comes before what: by what tasks say of themselves, by their order in a list, and by their groups. */
export const edgesOf = (groups: TaskGroup[], placed: Placed[]): Edge[] => {
  const place = new Map(placed.map(({ task }, index) => [task.key, index]))
  const declared = placed.flatMap(({ task }, after) =>
    task.dependsOn.flatMap((key): Edge[] => {
      const before = place.get(key)
      return before === undefined || before === after ? [] : [[before, after]]
    }),
  )
  const ends = new Map<string, { first: number[]; last: number[] }>()
  const listed: Edge[] = []
  let from = 0
  for (const { id, order, tasks } of groups) {
    const runs = order === 'listed' ? runsOf(tasks, from) : [[...tasks.keys()].map((index) => index + from)]
    runs.forEach((run, index) => {
      for (const edge of allPairs(runs[index - 1] ?? [], run)) listed.push(edge)
    })
    ends.set(id, { first: runs[0] ?? [], last: runs.at(-1) ?? [] })
    from += tasks.length
  }
  const across = groups.flatMap(({ id, after }) =>
    after.flatMap((other) => allPairs(ends.get(other)?.last ?? [], ends.get(id)?.first ?? [])),
  )
  return [...declared, ...listed, ...across]
}

/** Tasks next to each other that may be done at the same time; one that is not marked so is a run of its own. */
const runsOf = (tasks: DraftTask[], from: number): number[][] => {
  const runs: number[][] = []
  const units = new Set<string>()
  let wasParallel = false
  for (const [index, { parallel, unit }] of tasks.entries()) {
    // What is below a task goes with it anyway.
    if (unit !== undefined && units.has(unit)) continue
    if (unit !== undefined) units.add(unit)
    if (parallel && wasParallel) runs.at(-1)?.push(from + index)
    else runs.push([from + index])
    wasParallel = parallel
  }
  return runs
}

/** Only the first of two long runs after each other could make many: no plan of a person has them. */
const allPairs = (before: number[], after: number[]): Edge[] =>
  before.length * after.length > mostPairs
    ? [
        ...before.map((from): Edge => [from, after[0] as number]),
        ...after.slice(1).map((to): Edge => [after[0] as number, to]),
      ]
    : before.flatMap((from) => after.map((to): Edge => [from, to]))
const mostPairs = 10_000

/** Which barrier each group stands behind. */
export const barrierNumbers = (groups: TaskGroup[]): number[] => {
  let barrier = 0
  return groups.map((group, index) => {
    if (group.barrier && index > 0) barrier += 1
    return barrier
  })
}
