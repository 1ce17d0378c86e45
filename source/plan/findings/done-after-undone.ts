import type { Plan, Task } from '../../model/plan.ts'
import { append } from '../append.ts'
import { allStreams, streamGroups } from '../stream-graph.ts'
import { counted, listed } from '../words.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'

export const doneAfterUndone: FindingKind = {
  code: 'done-after-undone',
  severity: 'warning',
  means:
    'Work is ticked as done that comes after work which is not: behind a barrier, or by a dependency. Optional tasks may stay open.',
  mend: 'Tick what is done, or untick what cannot be.',
  example: `# Shop
## Phase 1: Base (1 day)
**Files:** src/base.ts
**Tasks:**
- [ ] Write the base
## Phase 2: Pages (1 day)
**Files:** src/pages.ts
**Tasks:**
- [x] Write the pages
`,
  find: (context) => [...behindBarriers(context), ...byDependencies(context)],
}

const isUndone = ({ state, optional }: Task): boolean => !optional && (state === 'open' || state === 'active')

/** One finding for the whole plan: whoever ticked past one open task did so on every line below it. */
const behindBarriers = ({ plan }: PlanContext): Found[] => {
  const done: Task[] = []
  let undone: Task[] = []
  let before: Task[] = []
  for (const group of streamGroups(plan)) {
    const tasks = group.flatMap((stream) => stream.tasks)
    const ticked = tasks.filter(({ state }) => state === 'done')
    if (undone.length > 0 && ticked.length > 0) {
      append(done, ticked)
      before = undone
    }
    undone = [...undone, ...tasks.filter(isUndone)]
  }
  const first = done.toSorted((a, b) => a.line - b.line)[0]
  if (!first) return []
  const are =
    done.length === 1 ? 'This task is ticked' : `This and ${counted(done.length - 1, 'more task')} are ticked`
  const message = `${are}, while ${counted(before.length, 'task')} of earlier phases ${before.length === 1 ? 'is' : 'are'} open (${linesOf(before)}). Tick what is done, or untick what cannot be.`
  return [{ message, line: first.line }]
}

/** The first of them in full; where more was ticked in the same way, the others by their lines. */
const byDependencies = ({ plan }: PlanContext): Found[] => {
  const open = new Map<Task, Task[]>()
  for (const [task, needed] of dependencies(plan)) {
    const undone = needed.filter(isUndone)
    if (task.state === 'done' && undone.length > 0) open.set(task, undone)
  }
  const ticked = [...open.keys()].sort((a, b) => a.line - b.line)
  const [first] = ticked
  if (!first) return []
  const needOf = (task: Task) => (open.get(task) ?? []).map(({ id }) => id).join()
  const need = needOf(first)
  const [done = [], others = []] = [true, false].map((isAlike) =>
    ticked.filter((task) => (needOf(task) === need) === isAlike),
  )
  const are = done.length === 1 ? 'is ticked, and depends' : 'are ticked, and depend'
  const undone = listed((open.get(first) ?? []).map((task) => `${nameOf(task)} (line ${task.line})`))
  const more =
    others.length > 0 ? ` So it is with ${counted(others.length, 'more task')} (${linesOf(others)}).` : ''
  const message = `${listed(done.map(nameOf))} ${are} on what is open: ${undone}.${more} Tick what is done, or untick what cannot be.`
  return [{ message, line: first.line }]
}

const linesOf = (tasks: Task[]): string => {
  const lines = tasks.map(({ line }) => line).sort((a, b) => a - b)
  return `${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String))}`
}

/** Of tasks where a plan gives any, because those of their streams are made from them. */
const dependencies = (plan: Plan): [Task, Task[]][] => {
  const streams = allStreams(plan)
  const tasks = new Map(streams.flatMap((stream) => stream.tasks.map((task) => [task.id, task])))
  if ([...tasks.values()].some(({ dependsOn }) => dependsOn.length > 0))
    return [...tasks.values()].map((task) => [task, task.dependsOn.flatMap((id) => tasks.get(id) ?? [])])
  const known = new Map(streams.map((stream) => [stream.id, stream]))
  return streams.flatMap(({ tasks: own, dependsOn }) => {
    const done = own.find(({ state }) => state === 'done')
    const needed = dependsOn.flatMap((id) => known.get(id)?.tasks ?? [])
    return done ? [[done, needed] satisfies [Task, Task[]]] : []
  })
}

const nameOf = ({ sourceId, id }: Task): string => sourceId ?? id
