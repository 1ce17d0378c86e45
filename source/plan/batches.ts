import type { Plan, PlannedBatch, Stream, Task } from '../model/plan.ts'
import { complexity } from './complexity.ts'

/**
 * The pieces in which workers get their streams: a day's work each, or as much as one sitting holds where the plan
 * knows no days. A task is never split.
 */
export const planBatches = (plan: Plan): PlannedBatch[] =>
  plan.phases.flatMap(({ streams }) => streams.flatMap((stream) => batchesOf(stream, plan)))

const batchesOf = (stream: Stream, { unit, contracts }: Plan): PlannedBatch[] => {
  const open = stream.tasks.filter(({ state }) => state === 'open' || state === 'active')
  const pieces =
    unit === 'days'
      ? cutByCount(open, Math.max(1, Math.ceil(stream.duration ?? 1)))
      : cutBySize(open, (task) => sizeOf(task, contracts))
  return pieces.map((tasks, index) => ({
    id: `batch_${index + 1}`,
    stream: stream.id,
    tasks: tasks.map(({ id }) => id),
  }))
}

/** Pieces whose counts differ by at most one, the larger first, order kept. */
const cutByCount = <T>(values: T[], wanted: number): T[][] => {
  const pieces = Math.min(wanted, values.length)
  let from = 0
  return Array.from({ length: pieces }, (_, index) => {
    const size = Math.ceil((values.length - from) / (pieces - index))
    from += size
    return values.slice(from - size, from)
  })
}

/** Five simple tasks, two moderate ones and a simple one, or a critical one by itself. Judgement, and not fitted. */
const ceiling = 5
const sizes = { simple: 1, moderate: 2, complex: 3, critical: 5 }

const sizeOf = ({ title, files, dependsOn }: Task, contracts: string[]): number =>
  sizes[
    complexity({
      text: title,
      kind: 'tasks',
      tasks: 1,
      files: files.map((path) => ({ path, lines: null, mentions: null })),
      contracts: contracts.filter((path) => files.includes(path)),
      dependsOn: dependsOn.length,
      dependents: 0,
    }).level
  ]

/** As few pieces as the ceiling allows, and then as even as they can be, order kept. */
const cutBySize = (tasks: Task[], sizeOfTask: (task: Task) => number): Task[][] => {
  const sized = tasks.map((task) => ({ task, size: sizeOfTask(task) }))
  const fewest = filled(sized, ceiling).length
  const most = Array.from({ length: ceiling }, (_, index) => index + 1)
  const even = most.map((size) => filled(sized, size)).find((pieces) => pieces.length <= fewest)
  return (even ?? []).map((piece) => piece.map(({ task }) => task))
}

interface Sized {
  task: Task
  size: number
}

const filled = (tasks: Sized[], most: number): Sized[][] => {
  const pieces: Sized[][] = []
  let held = 0
  for (const each of tasks) {
    if (pieces.length > 0 && held + each.size <= most) {
      pieces.at(-1)?.push(each)
      held += each.size
    } else {
      pieces.push([each])
      held = each.size
    }
  }
  return pieces
}
