import { TaskGraph } from './task-graph.ts'
import { UnionFind } from './union-find.ts'

export interface TasksToCluster {
  /** `[before, after]`. */
  edges: [number, number][]
  /** Those together that must be. */
  together: UnionFind
  /** The phase or story of each. */
  group: number[]
  /** Folders that each touches, from the nearest to the root. */
  folders: string[][]
}

/** Beyond this many pieces only whole phases are looked at: comparing pieces takes their square. */
const mostPieces = 150
const mostRounds = 6

/**
 * Which tasks make one stream: for each the number of the first of its stream. None waits for itself by way of another.
 *
 * Begun with the smallest pieces that share no file or have an order, and pieces are put together as long as that makes
 * the plan better by its `cost`. Only where they would wait for each other do tasks of different groups come together. Not the best there is, which would be hard to find, but always the same for the same plan, and the
 * state of a task has no part in it: streams keep their shape while work goes on.
 */
export const clusterTasks = (tasks: TasksToCluster): number[] => {
  let graph = new TaskGraph(tasks.together.labels(), tasks.edges).withoutLoops().withoutChains(tasks.group)
  if (graph.pieces.length > mostPieces) graph = graph.joined(byGroup(graph, tasks)).withoutLoops()
  if (graph.pieces.length > mostPieces) return packed(tasks, graph)
  for (let round = 0; round < mostRounds; round += 1) {
    const before = graph
    for (const propose of proposals) graph = improved(graph, propose(graph, tasks))
    if (graph === before) break
  }
  return graph.labels
}

/** Sets of pieces to be joined, all at once or not at all. */
type Proposal = number[][]

/** Of each list of alternatives the best is taken, if it is no worse than to leave things as they are. */
const improved = (start: TaskGraph, proposed: Proposal[][]): TaskGraph => {
  let graph = start
  for (const alternatives of proposed) {
    const before = graph
    for (const proposal of alternatives) {
      const next = before.joined(proposal)
      const isBetter = graph === before ? next.cost() <= graph.cost() : next.cost() < graph.cost()
      if (next.pieces.length < before.pieces.length && isBetter) graph = next
    }
  }
  return graph
}

const byGroup = ({ pieces }: TaskGraph, { group }: TasksToCluster): number[][] => [
  ...Map.groupBy(pieces, (piece) => group[piece] ?? 0).values(),
]

const wholeGroups = (graph: TaskGraph, tasks: TasksToCluster): Proposal[][] =>
  byGroup(graph, tasks).map((members) => [[members]])

/** Pieces that wait for the same and are waited for by the same: by their folder, or else in equal parts. */
const twins = (graph: TaskGraph, { group, folders }: TasksToCluster): Proposal[][] => {
  const alike = Map.groupBy(graph.pieces, (piece) =>
    JSON.stringify([group[piece], graph.before(piece), graph.after(piece)]),
  )
  const folderOf = (piece: number, depth: number) => folders[piece]?.at(-depth) ?? folders[piece]?.[0] ?? ''
  return [...alike.values()]
    .filter(({ length }) => length > 1)
    .map((members) => {
      const together = [...Map.groupBy(members, (piece) => folderOf(piece, 3)).values()].flat()
      return [
        ...[3, 2, 1].map((depth) => [...Map.groupBy(members, (piece) => folderOf(piece, depth)).values()]),
        ...[1, 2, 3, 4, 6].map((parts) => inParts(together, parts)),
      ]
    })
}

const inParts = (members: number[], parts: number): number[][] =>
  Array.from({ length: parts }, (_, part) =>
    members.slice(
      Math.ceil((part * members.length) / parts),
      Math.ceil(((part + 1) * members.length) / parts),
    ),
  )

const forksAndJoins = (graph: TaskGraph, { group }: TasksToCluster): Proposal[][] =>
  graph.pieces.flatMap((piece) => {
    const inGroup = (others: readonly number[]) => others.filter((other) => group[other] === group[piece])
    return [[[[piece, ...inGroup(graph.after(piece))]]], [[[piece, ...inGroup(graph.before(piece))]]]]
  })

const neighbours = (graph: TaskGraph, { group }: TasksToCluster): Proposal[][] =>
  graph.pieces.flatMap((piece) =>
    graph
      .after(piece)
      .filter((next) => group[next] === group[piece])
      .map((next) => [[[piece, next]]]),
  )

const proposals = [twins, wholeGroups, forksAndJoins, neighbours]

/** Too much to weigh: what hangs together stays so, and is packed into some streams in the order of the plan. */
const packed = ({ edges }: TasksToCluster, graph: TaskGraph): number[] => {
  const size = graph.labels.length
  const sets = new UnionFind(size)
  for (const [task, label] of graph.labels.entries()) sets.join(label, task)
  for (const [before, after] of edges) sets.join(before, after)
  const parts = [...Map.groupBy(sets.labels().keys(), (task) => sets.find(task)).values()]
  const most = Math.ceil(size / 24)
  let first = parts[0]?.[0] ?? 0
  let held = 0
  for (const part of parts) {
    if (held > 0 && held + part.length > most) held = 0
    if (held === 0) first = part[0] ?? 0
    sets.join(first, part[0] ?? 0)
    held += part.length
  }
  return sets.labels()
}
