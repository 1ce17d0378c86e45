import type { Placed } from './task-edges.ts'

/**
 * The tasks of a stream so that each comes after what it needs, else as the plan has them. What belongs to one thing
 * (a task and its subtasks) stays side by side.
 */
export const orderTasks = (members: number[], placed: Placed[], before: Map<number, number[]>): number[] => {
  const unitOf = (member: number) => placed[member]?.task.unit ?? `\n${member}`
  const units = Map.groupBy(members, unitOf)
  const needs = (unit: string) =>
    (units.get(unit) ?? [])
      .flatMap((member) => (before.get(member) ?? []).map(unitOf))
      .filter((each) => each !== unit)
  return afterNeeds([...units.keys()], needs).flatMap((unit) =>
    afterNeeds(units.get(unit) ?? [], (member) => before.get(member) ?? []),
  )
}

/** Depth first with a stack of its own; what waits for itself comes as it is listed. */
export const afterNeeds = <Node>(nodes: Node[], needs: (node: Node) => readonly Node[]): Node[] => {
  const own = new Set(nodes)
  const begun = new Set<Node>()
  const ordered: Node[] = []
  for (const start of nodes) {
    if (begun.has(start)) continue
    begun.add(start)
    const stack = [{ node: start, left: needs(start).values() }]
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = top.left.next().value
      if (next === undefined) ordered.push((stack.pop() ?? top).node)
      else if (own.has(next) && !begun.has(next)) {
        begun.add(next)
        stack.push({ node: next, left: needs(next).values() })
      }
    }
  }
  return ordered
}
