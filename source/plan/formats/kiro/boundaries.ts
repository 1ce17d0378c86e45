import type { DraftTask } from '../../streams-from-tasks.ts'

/** Of neighbours that are marked parallel, those that keep to one part of the program come one after the other. */
export const oneBoundaryAtATime = (tasks: DraftTask[], boundaries: Map<DraftTask, string[]>): void => {
  let last = new Map<string, DraftTask>()
  for (const task of tasks) {
    if (!task.parallel) {
      last = new Map()
      continue
    }
    for (const part of boundaries.get(task) ?? []) {
      const before = last.get(part)
      if (before && !task.dependsOn.includes(before.key)) task.dependsOn = [...task.dependsOn, before.key]
      last.set(part, task)
    }
  }
}
