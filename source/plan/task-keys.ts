import type { TaskBox } from './task-boxes.ts'

/** A key for each box: its id, or its line where it has none or another has it already. */
export const taskKeys = (
  boxes: TaskBox[],
  idOf: (box: TaskBox) => string | null = ({ id }) => id,
): Map<TaskBox, string> => {
  const taken = new Set<string>()
  return new Map(
    boxes.map((box) => {
      const id = idOf(box)
      const key = id !== null && !taken.has(id) ? id : `line ${box.line}`
      taken.add(key)
      return [box, key]
    }),
  )
}
