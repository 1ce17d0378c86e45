import type { Task } from '../../model/plan.ts'
import { allStreams, streamGroups } from '../stream-graph.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'
import { counted, listed } from './words.ts'

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

/** One finding for all that is ticked between two barriers. */
const behindBarriers = ({ plan }: PlanContext): Found[] => {
  let undone: Task[] = []
  return streamGroups(plan).flatMap((group): Found[] => {
    const before = undone
    const tasks = group.flatMap((stream) => stream.tasks)
    const done = tasks.filter(({ state }) => state === 'done').toSorted((a, b) => a.line - b.line)
    undone = [...before, ...tasks.filter(isUndone)]
    const [first] = done
    if (!first || before.length === 0) return []
    const lines = before.map(({ line }) => line).sort((a, b) => a - b)
    const are =
      done.length === 1
        ? 'This task is ticked'
        : `This and ${counted(done.length - 1, 'more task')} are ticked`
    const message = `${are}, while ${counted(before.length, 'task')} of earlier phases ${before.length === 1 ? 'is' : 'are'} open (line ${listed(lines.map(String))}). Tick what is done, or untick what cannot be.`
    return [{ message, line: first.line }]
  })
}

const byDependencies = ({ plan }: PlanContext): Found[] => {
  const streams = allStreams(plan)
  const tasks = new Map(streams.flatMap((stream) => stream.tasks.map((task) => [task.id, task])))
  const byTask = streams.some((stream) => stream.tasks.some(({ dependsOn }) => dependsOn.length > 0))
  if (byTask) {
    return [...tasks.values()]
      .filter(({ state }) => state === 'done')
      .flatMap((task) =>
        finding(
          task,
          task.dependsOn.flatMap((id) => tasks.get(id) ?? []),
        ),
      )
  }
  const known = new Map(streams.map((stream) => [stream.id, stream]))
  return streams.flatMap((stream) => {
    const done = stream.tasks.find(({ state }) => state === 'done')
    return done
      ? finding(
          done,
          stream.dependsOn.flatMap((id) => known.get(id)?.tasks ?? []),
        )
      : []
  })
}

const finding = (task: Task, needed: Task[]): Found[] => {
  const undone = needed.filter(isUndone)
  if (undone.length === 0) return []
  const names = undone.map(({ sourceId, id, line }) => `${sourceId ?? id} (line ${line})`)
  const message = `${task.sourceId ?? task.id} is ticked, and what it depends on is not: ${listed(names)}. Tick what is done, or untick what cannot be.`
  return [{ message, line: task.line }]
}
