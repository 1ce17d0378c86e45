import type { Session } from '../../model/session.ts'
import { streamGroups } from '../../plan/stream-graph.ts'

/** Who waits for whom: a stream stands one column right of the last it waits for, and no group before its barrier. */
export interface GraphView {
  columns: number
  rows: number
  nodes: { id: string; column: number; row: number }[]
  edges: { from: string; to: string; kind: 'hard' | 'soft' | 'asked' }[]
  /** Columns before which a barrier stands. */
  barriers: number[]
}

export function graphView({ plan, streams: facts }: Session): GraphView {
  const columns = new Map<string, number>()
  const barriers: number[] = []
  let first = 0
  for (const group of streamGroups(plan)) {
    if (first > 0) barriers.push(first)
    // A plan without errors has no circle, so this ends; each round settles at least one column.
    for (const { id } of group) columns.set(id, first)
    for (let moved = true, left = group.length; moved && left > 0; left -= 1) {
      moved = false
      for (const { id, dependsOn } of group) {
        const after = Math.max(first, ...dependsOn.map((on) => (columns.get(on) ?? -1) + 1))
        if (after > (columns.get(id) ?? 0)) {
          columns.set(id, after)
          moved = true
        }
      }
    }
    first = Math.max(first, ...group.map(({ id }) => columns.get(id) ?? 0)) + 1
  }
  const filled = new Map<number, number>()
  const nodes = [...columns].map(([id, column]) => {
    const row = filled.get(column) ?? 0
    filled.set(column, row + 1)
    return { id, column, row }
  })
  const known = (id: string) => columns.has(id)
  const edges = plan.phases
    .flatMap(({ streams }) => streams)
    .flatMap(({ id, dependsOn, softDependsOn }) => [
      ...dependsOn.map((from) => ({ from, to: id, kind: 'hard' as const })),
      ...softDependsOn.map((from) => ({ from, to: id, kind: 'soft' as const })),
      ...[facts[id]?.block?.needs ?? []].flat().map((from) => ({ from, to: id, kind: 'asked' as const })),
    ])
    .filter(({ from, to }) => known(from) && known(to) && from !== to)
  return { columns: first, rows: Math.max(0, ...filled.values()), nodes, edges, barriers }
}
