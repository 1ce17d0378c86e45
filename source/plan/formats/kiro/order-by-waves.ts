import type { NumberedBoxes } from '../../numbered-boxes.ts'
import type { DraftTask } from '../../streams-from-tasks.ts'
import type { TaskBox } from '../../task-boxes.ts'
import type { Wave } from './waves.ts'

/**
 * A wave begins when those before it are done. A task with others below it is done after them, and one that no wave
 * has (a checkpoint, mostly) after all that stands above it.
 */
export const orderByWaves = (
  boxes: TaskBox[],
  { parentOf, hasChildren }: NumberedBoxes,
  tasks: Map<TaskBox, DraftTask>,
  waves: Wave[],
): void => {
  const leaves = boxes.filter((box) => !hasChildren(box))
  const waveOf = new Map<TaskBox, number>()
  const byId = Map.groupBy(boxes, ({ id }) => id)
  const leavesOf = leavesBelow(leaves, parentOf)
  waves.forEach(({ tasks: ids }, wave) => {
    const named = ids.flatMap((id) => byId.get(id) ?? [])
    for (const leaf of named.flatMap((box) => leavesOf.get(box) ?? [box])) {
      if (!waveOf.has(leaf)) waveOf.set(leaf, wave)
    }
  })
  const members = Map.groupBy(waveOf.keys(), (box) => waveOf.get(box) ?? 0)
  const keysOf = (some: Iterable<TaskBox>) => [...some].flatMap((box) => tasks.get(box)?.key ?? [])
  const need = (box: TaskBox, keys: string[]) => {
    const task = tasks.get(box)
    if (task) task.dependsOn = [...new Set([...task.dependsOn, ...keys])].filter((key) => key !== task.key)
  }

  for (const [wave, boxesOfWave] of members) {
    const before = filledBefore(wave, waves, members).flatMap((other) => keysOf(members.get(other) ?? []))
    for (const box of boxesOfWave) need(box, before.slice(0, mostNeeded))
  }
  let latest = -1
  let loose: TaskBox[] = []
  for (const leaf of leaves) {
    const wave = waveOf.get(leaf)
    if (wave !== undefined) {
      latest = Math.max(latest, wave)
      continue
    }
    need(leaf, [...keysOf(members.get(latest) ?? []), ...keysOf(loose)].slice(0, mostNeeded))
    loose = [leaf]
  }
  for (const [box, below] of leavesOf) need(box, keysOf(below).slice(0, mostNeeded))
}

/** Of a wave as wide as that its first tasks stand for the rest. */
const mostNeeded = 100

/** A wave of which no task is known passes on what it waits for itself. */
const filledBefore = (wave: number, waves: Wave[], members: Map<number, TaskBox[]>): number[] => {
  const found = new Set<number>()
  const seen = new Set<number>()
  const open = [...(waves[wave]?.after ?? [])]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    if (members.has(at)) found.add(at)
    else open.push(...(waves[at]?.after ?? []))
  }
  return [...found]
}

const leavesBelow = (leaves: TaskBox[], parentOf: NumberedBoxes['parentOf']): Map<TaskBox, TaskBox[]> => {
  const below = new Map<TaskBox, TaskBox[]>()
  for (const leaf of leaves) {
    for (let at = parentOf(leaf); at; at = parentOf(at)) {
      const known = below.get(at)
      if (known) known.push(leaf)
      else below.set(at, [leaf])
    }
  }
  return below
}
