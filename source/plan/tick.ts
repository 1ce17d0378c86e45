import type { Plan, Task } from '../model/plan.ts'
import { readPlan } from './read-plan.ts'
import { allStreams } from './stream-graph.ts'
import { readTaskBoxes, type TaskBox, type TaskList } from './task-boxes.ts'

export interface Ticked {
  text: string
  /** Lines whose box got its tick now. */
  lines: number[]
  already: number
  /** Tasks that are done and have no box that could say so. */
  boxless: Task[]
  /** Tasks that the text no longer has, or has twice, since the plan was read. */
  lost: Task[]
}

/**
 * Ticks the boxes of tasks in the text that their plan was read from, which may have changed since. Nothing but what
 * stands inside of those boxes is another afterwards; a box that is not surely the task's own is left alone.
 */
export const tickPlan = (
  text: string,
  { plan, done, file }: { plan: Plan; done: ReadonlySet<string>; file: string },
): Ticked => {
  const now = readPlan(text, { file, format: plan.format }).plan
  const list = readTaskBoxes(text)
  const byLine = new Map(list.boxes.map((box) => [box.line, box]))
  const own = new Set(allStreams(now).flatMap(({ tasks }) => tasks.map(({ line }) => line)))
  const ticked: Ticked = { text, lines: [], already: 0, boxless: [], lost: [] }
  const wanted = new Set<TaskBox>()
  const find = taskFinder(plan, now)
  for (const task of allStreams(plan).flatMap(({ tasks }) => tasks)) {
    if (!done.has(task.id)) continue
    const found = find(task)
    const box = found && byLine.get(found.line)
    const boxes = box ? [box] : found ? boxesBelow(list, found.line, own) : []
    if (!found) ticked.lost.push(task)
    else if (boxes.length === 0) ticked.boxless.push(task)
    else if (boxes.every(({ state }) => state === 'done')) ticked.already += 1
    for (const each of boxes) if (each.state !== 'done') wanted.add(each)
  }
  addParents(list, wanted, own)
  const inOrder = [...wanted].sort((a, b) => a.offset - b.offset)
  return { ...ticked, text: withTicks(text, inOrder), lines: inOrder.map(({ line }) => line) }
}

const withTicks = (text: string, boxes: TaskBox[]): string => {
  let from = 0
  const pieces = boxes.map(({ offset, box }) => {
    const before = text.slice(from, offset)
    from = offset + box.length
    return `${before}x`
  })
  return pieces.join('') + text.slice(from)
}

/**
 * A task is found again by what it says, in the stream that it was in: numbers move when a task is put in before it. Of
 * several that say the same the order tells, as long as there are as many as there were.
 */
const taskFinder = (plan: Plan, now: Plan): ((task: Task) => Task | undefined) => {
  const before = namesakes(plan)
  const after = namesakes(now)
  const keys = new Map([...before].flatMap(([key, tasks]) => tasks.map((task) => [task.id, key])))
  return (task) => {
    const key = keys.get(task.id) ?? ''
    const [was = [], is = []] = [before.get(key), after.get(key)]
    return was.length === is.length ? is[was.findIndex(({ id }) => id === task.id)] : undefined
  }
}

const namesakes = (plan: Plan): Map<string, Task[]> =>
  Map.groupBy(
    allStreams(plan).flatMap(({ id, tasks }) => tasks.map((task) => ({ ...task, stream: id }))),
    ({ stream, title, sourceId }) =>
      JSON.stringify([stream, title, /\D/.test(sourceId ?? '') ? sourceId : null]),
  )

/** A task may be a heading, whose steps below have the boxes. */
const boxesBelow = ({ headings, boxes }: TaskList, line: number, own: ReadonlySet<number>): TaskBox[] => {
  const index = headings.findIndex((heading) => heading.line === line)
  const heading = headings[index]
  if (!heading) return []
  const next = headings.slice(index + 1).find(({ depth }) => depth <= heading.depth)
  return boxes.filter((box) => box.line > line && box.line < (next?.line ?? Infinity) && !own.has(box.line))
}

/** A box that only gathers others, and is no task of the plan itself, is ticked with the last of them. */
const addParents = ({ boxes }: TaskList, wanted: Set<TaskBox>, own: ReadonlySet<number>): void => {
  const children = Map.groupBy(boxes, ({ parent }) => parent)
  const isDone = (box: TaskBox) => wanted.has(box) || box.state === 'done'
  // From the last line up: children stand below their parent.
  for (const [index, box] of [...boxes.entries()].reverse()) {
    const inside = children.get(index) ?? []
    const ends =
      inside.some((child) => wanted.has(child)) && inside.every((child) => isDone(child) || child.optional)
    if (ends && !own.has(box.line) && !isDone(box)) wanted.add(box)
  }
}
