import type { TaskBox, TaskList } from './task-boxes.ts'

/** Boxes as a tree, by their numbers (`1.2` is below `1`) or, where they have none, by how they are indented. */
export interface NumberedBoxes {
  parentOf: (box: TaskBox) => TaskBox | null
  /** The outermost one above, or the box itself. */
  rootOf: (box: TaskBox) => TaskBox
  hasChildren: (box: TaskBox) => boolean
  /** Children before the box that holds them together: it is done when they are. */
  inOrder: (boxes: TaskBox[]) => TaskBox[]
}

export const numberedBoxes = ({ boxes }: TaskList): NumberedBoxes => {
  const byNumber = new Map<string, TaskBox>()
  const parents = new Map<TaskBox, TaskBox>()
  for (const box of boxes) {
    // Numbers may begin anew below each heading: of two with one number the later one is the parent of what follows.
    const above = box.id === null ? undefined : byNumber.get(box.id.replace(/\.[^.]*$/, ''))
    const parent = (above === box || !box.id?.includes('.') ? undefined : above) ?? boxes[box.parent ?? -1]
    if (parent) parents.set(box, parent)
    if (box.id !== null) byNumber.set(box.id, box)
  }
  const holders = new Set(parents.values())
  const parentOf = (box: TaskBox) => parents.get(box) ?? null
  const rootOf = (box: TaskBox): TaskBox => {
    let root = box
    for (let next = parentOf(root); next; next = parentOf(root)) root = next
    return root
  }
  const inOrder = (some: TaskBox[]): TaskBox[] => {
    const ordered: TaskBox[] = []
    const open: TaskBox[] = []
    const isBelow = (box: TaskBox, other: TaskBox | undefined): boolean => {
      for (let at = parentOf(box); at; at = parentOf(at)) if (at === other) return true
      return false
    }
    for (const box of some) {
      while (open.length > 0 && !isBelow(box, open.at(-1))) ordered.push(open.pop() as TaskBox)
      if (holders.has(box)) open.push(box)
      else ordered.push(box)
    }
    return [...ordered, ...open.toReversed()]
  }
  return { parentOf, rootOf, hasChildren: (box) => holders.has(box), inOrder }
}
