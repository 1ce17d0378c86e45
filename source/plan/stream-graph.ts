import type { Plan, Stream } from '../model/plan.ts'

/** Streams by barrier: all of a group must have landed before one of the next may start. */
export const barrierGroups = (plan: Plan): string[][] =>
  streamGroups(plan).map((group) => group.map(({ id }) => id))

export const streamGroups = (plan: Plan): Stream[][] => {
  const groups: Stream[][] = []
  for (const { barrier, streams } of plan.phases) {
    if (streams.length === 0) continue
    const last = groups.at(-1)
    if (barrier || !last) groups.push([...streams])
    else last.push(...streams)
  }
  return groups
}

export const findStream = (plan: Plan, id: string): Stream | undefined =>
  allStreams(plan).find((stream) => stream.id === id)

export const allStreams = (plan: Plan): Stream[] => plan.phases.flatMap(({ streams }) => streams)

/** Every file a stream or one of its tasks names. */
export const filesOf = ({ files, tasks }: Stream): Set<string> =>
  new Set([...files, ...tasks.flatMap((task) => task.files)])

/** What a stream counts in a schedule: a plan that is silent gets one unit. */
export const weightOf = ({ duration }: Stream): number => duration ?? 1

/** Whom each stream of a group holds up, inside the group. */
export const dependentsIn = (group: Stream[]): Map<string, Stream[]> => {
  const dependents = new Map<string, Stream[]>(group.map(({ id }) => [id, []]))
  for (const stream of group) for (const id of stream.dependsOn) dependents.get(id)?.push(stream)
  return dependents
}

/** Everything that comes after a stream by dependencies, however many steps away; worked out when first asked. */
export const followersIn = (group: Stream[]): ((id: string) => Set<string>) => {
  const dependents = dependentsIn(group)
  const known = new Map<string, Set<string>>()
  return (id) => {
    const cached = known.get(id)
    if (cached) return cached
    const reached = new Set<string>()
    const todo = [id]
    for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
      for (const { id: follower } of dependents.get(next) ?? []) {
        if (reached.has(follower)) continue
        reached.add(follower)
        todo.push(follower)
      }
    }
    known.set(id, reached)
    return reached
  }
}
