import { UnionFind } from './union-find.ts'

/** Beginning and landing a stream (workspace, tests, merge) is worth as much as two tasks. */
const landing = 2
/** More workers than this are rare: pieces that only they could work on gain nothing. */
const usualWorkers = 6
/** What a stream more costs the person who looks at it. */
const perStream = 1

/** Tasks put together into pieces, and which piece waits for which. Pieces go by the number of their first task. */
export class TaskGraph {
  /** For each task the piece it is in. */
  readonly labels: number[]
  readonly pieces: number[]
  readonly #edges: [number, number][]
  readonly #weights: Map<number, number>
  readonly #before = new Map<number, number[]>()
  readonly #after = new Map<number, number[]>()
  #cost: number | null = null

  constructor(labels: number[], edges: [number, number][]) {
    this.labels = labels
    this.pieces = [...new Set(labels)].sort((a, b) => a - b)
    this.#weights = new Map(this.pieces.map((piece) => [piece, landing]))
    for (const label of labels) this.#weights.set(label, (this.#weights.get(label) ?? 0) + 1)
    const seen = new Set<string>()
    this.#edges = []
    for (const [from, to] of edges) {
      const edge: [number, number] = [labels[from] as number, labels[to] as number]
      if (edge[0] === edge[1] || seen.has(`${edge}`)) continue
      seen.add(`${edge}`)
      this.#edges.push(edge)
      listIn(this.#after, edge[0]).push(edge[1])
      listIn(this.#before, edge[1]).push(edge[0])
    }
    for (const list of [...this.#before.values(), ...this.#after.values()]) list.sort((a, b) => a - b)
  }

  before = (piece: number): readonly number[] => this.#before.get(piece) ?? []
  after = (piece: number): readonly number[] => this.#after.get(piece) ?? []

  joined(sets: number[][]): TaskGraph {
    const union = new UnionFind(this.labels.length)
    for (const [first, ...others] of sets) for (const other of others) union.join(first as number, other)
    return new TaskGraph(
      this.labels.map((label) => union.find(label)),
      this.#edges,
    )
  }

  /** Pieces that wait for each other can only be one. */
  withoutLoops(): TaskGraph {
    const loops = stronglyConnected(this.pieces, this.after).filter(({ length }) => length > 1)
    return loops.length === 0 ? this : this.joined(loops)
  }

  /** Two of which the one only waits for the other, and that one is waited for by nothing else, gain nothing apart. */
  withoutChains(group: number[]): TaskGraph {
    const links = this.#edges.filter(
      ([from, to]) =>
        group[from] === group[to] && this.after(from).length === 1 && this.before(to).length === 1,
    )
    return links.length === 0 ? this : this.joined(links)
  }

  /** How long it takes, in tasks, with what streams themselves cost. Infinite: pieces wait for each other. */
  cost(): number {
    this.#cost ??= Math.max(this.#longestWay(), this.#work() / usualWorkers) + perStream * this.pieces.length
    return this.#cost
  }

  #work = (): number => this.labels.length + landing * this.pieces.length

  #longestWay(): number {
    const open = new Map(this.pieces.map((piece) => [piece, this.before(piece).length]))
    const ends = new Map<number, number>()
    const ready = this.pieces.filter((piece) => open.get(piece) === 0)
    let longest = 0
    let done = 0
    for (let piece = ready.pop(); piece !== undefined; piece = ready.pop()) {
      done += 1
      const end = (ends.get(piece) ?? 0) + (this.#weights.get(piece) ?? 0)
      longest = Math.max(longest, end)
      for (const next of this.after(piece)) {
        ends.set(next, Math.max(ends.get(next) ?? 0, end))
        open.set(next, (open.get(next) ?? 0) - 1)
        if (open.get(next) === 0) ready.push(next)
      }
    }
    return done === this.pieces.length ? longest : Number.POSITIVE_INFINITY
  }
}

const listIn = (lists: Map<number, number[]>, key: number): number[] => {
  const known = lists.get(key)
  if (known) return known
  const list: number[] = []
  lists.set(key, list)
  return list
}

/** Tarjan's way, with a stack of its own: a plan may be a chain of a hundred thousand. */
const stronglyConnected = (nodes: number[], after: (node: number) => readonly number[]): number[][] => {
  const index = new Map<number, number>()
  const low = new Map<number, number>()
  const onStack = new Set<number>()
  const stack: number[] = []
  const components: number[][] = []
  const lower = (node: number, to: number) => low.set(node, Math.min(low.get(node) ?? to, to))

  for (const start of nodes) {
    if (index.has(start)) continue
    const calls = [{ node: start, next: 0 }]
    for (let call = calls.at(-1); call; call = calls.at(-1)) {
      const { node } = call
      if (call.next === 0) {
        index.set(node, index.size)
        low.set(node, index.get(node) as number)
        stack.push(node)
        onStack.add(node)
      }
      const child = after(node)[call.next]
      call.next += 1
      if (child !== undefined) {
        if (!index.has(child)) calls.push({ node: child, next: 0 })
        else if (onStack.has(child)) lower(node, index.get(child) as number)
        continue
      }
      calls.pop()
      const parent = calls.at(-1)
      if (parent) lower(parent.node, low.get(node) as number)
      if (low.get(node) !== index.get(node)) continue
      const component: number[] = []
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member)
        component.push(member)
        if (member === node) break
      }
      components.push(component.sort((a, b) => a - b))
    }
  }
  return components
}
