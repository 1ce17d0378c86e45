import type { Plan, Task } from '../../model/plan.ts'
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

/** One finding for all that is ticked between two barriers, and none where it would name the same open tasks again. */
const behindBarriers = ({ plan }: PlanContext): Found[] => {
  let undone: Task[] = []
  let told = 0
  return streamGroups(plan).flatMap((group): Found[] => {
    const before = undone
    const tasks = group.flatMap((stream) => stream.tasks)
    const done = tasks.filter(({ state }) => state === 'done').toSorted((a, b) => a.line - b.line)
    undone = [...before, ...tasks.filter(isUndone)]
    const [first] = done
    if (!first || before.length === told) return []
    told = before.length
    const lines = before.map(({ line }) => line).sort((a, b) => a - b)
    const are =
      done.length === 1
        ? 'This task is ticked'
        : `This and ${counted(done.length - 1, 'more task')} are ticked`
    const message = `${are}, while ${counted(before.length, 'task')} of earlier phases ${before.length === 1 ? 'is' : 'are'} open (${lines.length === 1 ? 'line' : 'lines'} ${listed(lines.map(String))}). Tick what is done, or untick what cannot be.`
    return [{ message, line: first.line }]
  })
}

/** One finding for all that is ticked after the same open tasks. */
const byDependencies = ({ plan }: PlanContext): Found[] => {
  const after = new Map<Task, Task[]>()
  for (const [done, needed] of dependencies(plan)) {
    if (done.state !== 'done') continue
    for (const task of needed.filter(isUndone)) after.set(task, [...(after.get(task) ?? []), done])
  }
  const alike = Map.groupBy(after, ([, done]) => done.map(({ id }) => id).join())
  return [...alike.values()].flatMap((all) => {
    const done = (all[0]?.[1] ?? []).toSorted((a, b) => a.line - b.line)
    const undone = all.map(([task]) => `${nameOf(task)} (line ${task.line})`)
    const are = done.length === 1 ? 'is ticked, and depends' : 'are ticked, and depend'
    const message = `${listed(done.map(nameOf))} ${are} on what is open: ${listed(undone)}. Tick what is done, or untick what cannot be.`
    return [{ message, line: done[0]?.line ?? 1 }]
  })
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
