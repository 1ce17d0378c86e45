import { joinByFiles } from './join-by-files.ts'
import { afterNeeds } from './order-tasks.ts'
import { TaskGraph } from './task-graph.ts'
import { UnionFind } from './union-find.ts'

interface Sharing {
  files: string[][]
  /** The phase or story of each. */
  group: number[]
  /** `[before, after]`. */
  edges: [number, number][]
  /** What is one stream in any case. */
  sets: UnionFind
}

export interface FileOrder {
  before: number
  after: number
  /** As the one that goes first names it. */
  file: string
}

/** Each piece that shares files, with all it names, is held against each other one; beyond this they are one stream. */
const mostSharing = 60
const mostNames = 500

/**
 * Tasks of one group that name the same file are brought together in `sets`. Those of different groups stay apart, and
 * the later one waits for the earlier: it begins with the file as the other left it. Nothing ends later than it would
 * in one stream, whoever needs only one of the two waits for less, and a person finds phases and stories again. Where
 * the plan has an order already it stays; else the order is that of the plan's text, and never makes a loop.
 */
export const orderByFiles = ({ files, group, edges, sets }: Sharing): FileOrder[] => {
  const sharing = new UnionFind(files.length)
  joinByFiles(files, sharing)
  const shared = [...Map.groupBy(files.keys(), (task) => sharing.find(task)).values()]
  const sharers = shared.filter(({ length }) => length > 1)
  for (const members of Map.groupBy(sharers.flat(), (task) => group[task]).values()) {
    const within = new UnionFind(members.length)
    joinByFiles(
      members.map((task) => files[task] ?? []),
      within,
    )
    for (const [number, task] of members.entries()) sets.join(members[within.find(number)] as number, task)
  }
  const graph = new TaskGraph(sets.labels(), edges).withoutLoops()
  const filesOf = new Map<number, Set<string>>()
  let names = 0
  for (const task of sharers.flat()) {
    const piece = graph.labels[task] as number
    const own = filesOf.get(piece) ?? new Set()
    filesOf.set(piece, own)
    for (const file of files[task] ?? []) own.add(file)
    names += files[task]?.length ?? 0
  }
  if (filesOf.size > mostSharing || names > mostNames) {
    for (const [task, label] of sharing.labels().entries()) sets.join(label, task)
    return []
  }
  const inOrder = afterNeeds(graph.pieces, graph.before).filter((piece) => filesOf.has(piece))
  return inOrder.flatMap((after, place) => {
    const comesFirst = ancestorsOf(graph, after)
    return inOrder.slice(0, place).flatMap((before): FileOrder[] => {
      if (comesFirst.has(before)) return []
      const file = sharedBy([...(filesOf.get(before) ?? [])], [...(filesOf.get(after) ?? [])])
      return file === undefined ? [] : [{ before, after, file }]
    })
  })
}

const sharedBy = (first: string[], later: string[]): string | undefined =>
  touch(first, later)
    ? (first.find((file) => later.includes(file)) ?? first.find((file) => touch([file], later)))
    : undefined

const touch = (some: string[], others: string[]): boolean => {
  const both = new UnionFind(2)
  joinByFiles([some, others], both)
  return both.find(1) === 0
}

const ancestorsOf = (graph: TaskGraph, piece: number): Set<number> => {
  const found = new Set<number>()
  const open = [piece]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const before of graph.before(next)) {
      if (found.has(before)) continue
      found.add(before)
      open.push(before)
    }
  }
  return found
}
