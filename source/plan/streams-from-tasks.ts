import type { Phase, Stream, Task } from '../model/plan.ts'
import { whyTogether } from './explain-stream.ts'
import { distinct } from './find-files.ts'
import { labelTasks } from './label-tasks.ts'
import { nameStream } from './name-stream.ts'
import { orderTasks } from './order-tasks.ts'
import { reservedIds, slug, unique } from './slug.ts'
import { barrierNumbers, type Edge, edgesOf, type Placed } from './task-edges.ts'

export interface DraftTask extends Omit<Task, 'id' | 'dependsOn'> {
  /** Unique in the plan; never shown. */
  key: string
  /** Tasks with the same stay in one stream: steps of one thing. */
  unit?: string
  unitTitle?: string
  /** Keys. One that nothing has is passed over: the format says so itself. */
  dependsOn: string[]
}

/** A phase, a story or a section, as a format without streams has it. */
export interface TaskGroup {
  /** Short, and what its streams are called after: `us1`, `phase-2`. */
  id: string
  title: string
  line: number
  /** All groups before it must have landed first. */
  barrier: boolean
  /**
   * `listed`: the tasks are done from top to bottom; those next to each other that are marked parallel have no order
   * among themselves. `declared`: nothing has an order that its dependencies do not give it.
   */
  order: 'listed' | 'declared'
  /** Its units are meant to be streams: nothing but a file they share brings two of them together. */
  apart?: boolean
  /** Ids of groups that come first without being a barrier for all. */
  after: string[]
  tasks: DraftTask[]
}

/**
 * Makes streams for a plan that has none. Streams that may run at the same time share no file (of two that do one waits
 * for the other), every task is in exactly one, and each says in a line why its tasks are together. A stream stays in the phase of its first task; a phase whose
 * tasks all went into an earlier one has none.
 */
export const streamsFromTasks = (all: TaskGroup[]): Phase[] => {
  const groups = withoutEmpty(all)
  const placed = groups.flatMap((group, index) => group.tasks.map((task): Placed => ({ task, group: index })))
  const edges = edgesOf(groups, placed)
  const { labels, byFile } = labelTasks(groups, placed, edges)
  const before = new Map<number, number[]>()
  for (const [first, next] of [...edges, ...byFile.map(({ before, after }): Edge => [before, after])]) {
    const known = before.get(next)
    if (known) known.push(first)
    else before.set(next, [first])
  }
  const clusters = [...Map.groupBy(placed.keys(), (index) => labels[index] as number).values()].map(
    (members) => orderTasks(members, placed, before),
  )
  const named = nameClusters(groups, placed, clusters)
  const idOfTask = new Map<number, string>()
  const streamOfTask = new Map<number, string>()
  for (const { id, members } of named) {
    members.forEach((member, position) => {
      idOfTask.set(member, `${id}.${position + 1}`)
      streamOfTask.set(member, id)
    })
  }
  const barrierOf = barrierNumbers(groups)
  const place = new Map(placed.map(({ task }, index) => [task.key, index]))

  const streamOf = ({ id, title, members }: NamedCluster): Stream => {
    const own = members.toSorted((a, b) => a - b).map((member) => placed[member] as Placed)
    const needs = members.flatMap((member) => before.get(member) ?? [])
    // What a barrier says is left out, unless it says the contrary: that is a contradiction to be found.
    const tells = (first: number) =>
      (barrierOf[placed[first]?.group ?? 0] ?? 0) >= (barrierOf[own[0]?.group ?? 0] ?? 0)
    return {
      id,
      title,
      duration: members.length,
      line: own[0]?.task.line ?? 1,
      files: distinct(own.flatMap(({ task }) => task.files)),
      dependsOn: distinct(needs.filter(tells).map((first) => streamOfTask.get(first) ?? '')).filter(
        (other) => other !== id,
      ),
      softDependsOn: [],
      tasks: members.map((member) => {
        const { key: _, unit: __, unitTitle: ___, ...task } = (placed[member] as Placed).task
        const dependsOn = task.dependsOn.flatMap((key) => idOfTask.get(place.get(key) ?? -1) ?? [])
        return { ...task, id: idOfTask.get(member) ?? '', dependsOn: distinct(dependsOn) }
      }),
      why: whyTogether(
        own.map(({ task }) => task),
        wholeGroup(own, groups),
        byFile.flatMap(({ before: first, after, file }) => {
          const other = streamOfTask.get(first) ?? ''
          return streamOfTask.get(after) === id && other !== id ? [{ other, file }] : []
        }),
      ),
    }
  }
  const perGroup = Map.groupBy(named, ({ group }) => group)
  return groups.map(({ id, title, line, barrier }, index): Phase => {
    const streams = (perGroup.get(index) ?? []).map(streamOf)
    return { id, title, mode: streams.length > 1 ? 'parallel' : 'sequential', barrier, line, streams }
  })
}

/** The group of which these tasks are all. */
const wholeGroup = (own: Placed[], groups: TaskGroup[]): TaskGroup | null => {
  const first = own[0]?.group ?? 0
  const group = groups[first]
  const isWhole = group?.tasks.length === own.length && own.every((each) => each.group === first)
  return isWhole ? group : null
}

/** What an empty group says of the order is said by the next instead. */
const withoutEmpty = (groups: TaskGroup[]): TaskGroup[] => {
  let barrier = false
  return groups.flatMap((group) => {
    barrier ||= group.barrier
    if (group.tasks.length === 0) return []
    const kept = { ...group, barrier }
    barrier = false
    return [kept]
  })
}

interface NamedCluster {
  id: string
  title: string
  group: number
  members: number[]
}

const nameClusters = (groups: TaskGroup[], placed: Placed[], clusters: number[][]): NamedCluster[] => {
  const taken = new Set(reservedIds)
  const groupOf = (members: number[]) =>
    members.reduce((least, member) => Math.min(least, placed[member]?.group ?? least), groups.length)
  const perGroup = Map.groupBy(clusters, groupOf)
  return clusters.map((members) => {
    const index = groupOf(members)
    const group = groups[index] as TaskGroup
    const tasks = members.toSorted((a, b) => a - b).map((member) => (placed[member] as Placed).task)
    const { name, title } = nameStream(group, tasks, perGroup.get(index)?.length === 1)
    const id = unique(slug(name) || slug(group.id) || 'tasks', taken)
    taken.add(id)
    return { id, title, group: index, members }
  })
}
