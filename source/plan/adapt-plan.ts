import type { Plan, Stream, Task } from '../model/plan.ts'
import { matchStreams, matchTasks, type Placed } from './match-plans.ts'
import { unique } from './slug.ts'
import { allStreams } from './stream-graph.ts'

export interface Adaptation {
  /** As it was read the last time, without streams that only help others. */
  before: Plan
  after: Plan
  /** Tasks that the plan had once. */
  gone: readonly Placed[]
  /** Ids of streams that no new one may get. */
  taken: ReadonlySet<string>
}

/**
 * A plan that is read again, with the ids it had: branches, workspaces and everything that is known of a stream or a
 * task hang on them, however the plan calls it by now.
 */
export function adaptPlan({ before, after, gone, taken }: Adaptation): Plan {
  const streams = matchStreams(allStreams(before), allStreams(after))
  const names = new Set([...taken, ...streams.values()])
  const streamId = new Map(
    allStreams(after).map(({ id }) => {
      const name = streams.get(id) ?? unique(id, names)
      names.add(name)
      return [id, name]
    }),
  )
  const nameOf = (id: string) => streamId.get(id) ?? id
  const placed = (plan: Plan, name: (id: string) => string): Placed[] =>
    allStreams(plan).flatMap(({ id, tasks }) => tasks.map((task) => ({ stream: name(id), task })))
  const old = [...placed(before, (id) => id), ...gone]
  const current = placed(after, nameOf)
  const taskId = nameTasks(current, matchTasks(old, current), new Set(old.map(({ task }) => task.id)))
  const rename = (task: Task): Task => ({
    ...task,
    id: taskId.get(task.id) ?? task.id,
    dependsOn: task.dependsOn.map((id) => taskId.get(id) ?? id),
  })
  return withStreams(after, (stream) => ({
    ...stream,
    id: nameOf(stream.id),
    dependsOn: stream.dependsOn.map(nameOf),
    softDependsOn: stream.softDependsOn.map(nameOf),
    tasks: stream.tasks.map(rename),
  }))
}

/** A new task keeps its own id where no other has or had that. */
function nameTasks(
  current: Placed[],
  matched: ReadonlyMap<string, string>,
  had: ReadonlySet<string>,
): Map<string, string> {
  const names = new Map(matched)
  const taken = new Set(had)
  for (const { stream, task } of current) {
    if (matched.has(task.id)) continue
    let id = task.id.startsWith(`${stream}.`) ? task.id : `${stream}.${current.length}`
    for (let number = current.length + 1; taken.has(id); number += 1) id = `${stream}.${number}`
    taken.add(id)
    names.set(task.id, id)
  }
  return names
}

export const withStreams = (plan: Plan, change: (stream: Stream) => Stream): Plan => ({
  ...plan,
  phases: plan.phases.map((phase) => ({ ...phase, streams: phase.streams.map(change) })),
})
