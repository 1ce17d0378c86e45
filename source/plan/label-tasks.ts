import { clusterTasks } from './cluster-tasks.ts'
import { foldersOf } from './join-by-files.ts'
import { type FileOrder, orderByFiles } from './order-by-files.ts'
import type { TaskGroup } from './streams-from-tasks.ts'
import { barrierNumbers, type Edge, type Placed } from './task-edges.ts'
import { UnionFind } from './union-find.ts'

export interface Labelled {
  /** For each task the number of the first task of its stream. */
  labels: number[]
  /** What comes first only because of a file that both touch. */
  byFile: FileOrder[]
}

/** Which tasks make one stream. Streams do not reach over barriers. */
export const labelTasks = (groups: TaskGroup[], placed: Placed[], edges: Edge[]): Labelled => {
  const barrierOf = barrierNumbers(groups)
  const behind = Map.groupBy(placed.keys(), (index) => barrierOf[placed[index]?.group ?? 0] ?? 0)
  const labels: number[] = []
  const byFile: FileOrder[] = []
  const numberIn = new Map<number, [barrier: number, number: number]>()
  for (const [barrier, members] of behind) {
    for (const [number, member] of members.entries()) numberIn.set(member, [barrier, number])
  }
  const inside = Map.groupBy(edges, ([from, to]) => {
    const barrier = numberIn.get(from)?.[0]
    return barrier === numberIn.get(to)?.[0] ? barrier : undefined
  })
  for (const [barrier, members] of behind) {
    const own = members.map((member) => placed[member] as Placed)
    const given = (inside.get(barrier) ?? []).map(
      ([from, to]): Edge => [numberIn.get(from)?.[1] ?? 0, numberIn.get(to)?.[1] ?? 0],
    )
    const sets = new UnionFind(members.length)
    joinUnits(own, sets)
    const ordered = orderByFiles({
      files: own.map(({ task }) => task.files),
      group: own.map(({ group }) => group),
      edges: given,
      sets,
    })
    const found = clusterTasks({
      edges: [...given, ...ordered.map(({ before, after }): Edge => [before, after])],
      together: sets,
      group: kinOf(own, groups),
      folders: own.map(({ task }) => foldersOf(task.files[0] ?? '')),
    })
    members.forEach((member, number) => {
      labels[member] = members[found[number] ?? number] ?? member
    })
    for (const { before, after, file } of ordered)
      byFile.push({ before: members[before] ?? 0, after: members[after] ?? 0, file })
  }
  return { labels, byFile }
}

/** A number for each group, and for each unit of a group whose units are meant to be streams. */
const kinOf = (placed: Placed[], groups: TaskGroup[]): number[] => {
  const numbers = new Map<string, number>()
  return placed.map(({ task, group }) => {
    const key = groups[group]?.apart ? `${group} ${task.unit}` : String(group)
    const number = numbers.get(key) ?? numbers.size
    numbers.set(key, number)
    return number
  })
}

const joinUnits = (placed: Placed[], sets: UnionFind): void => {
  const first = new Map<string, number>()
  for (const [number, { task }] of placed.entries()) {
    if (task.unit === undefined) continue
    const known = first.get(task.unit)
    if (known === undefined) first.set(task.unit, number)
    else sets.join(known, number)
  }
}
