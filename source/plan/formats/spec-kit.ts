import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import { distinct } from '../find-files.ts'
import { inlineDependencies } from '../inline-dependencies.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { planTitle } from '../plan-title.ts'
import { indexIds } from '../references.ts'
import { slug } from '../slug.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { boxesBelow, readTaskBoxes, type TaskBox, taskOfBox } from '../task-boxes.ts'
import { taskKeys } from '../task-keys.ts'
import { readMarks } from '../task-marks.ts'
import { unclosedFences } from '../unclosed-fences.ts'
import { example } from './spec-kit/example.ts'
import { groupBoxes } from './spec-kit/groups.ts'
import { phaseOrders } from './spec-kit/phase-order.ts'
import { dependencyProse } from './spec-kit/sections.ts'
import { type ProseEdge, taskProse } from './spec-kit/task-prose.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const list = readTaskBoxes(text)
  const boxGroups = groupBoxes(list, (box) => idOf(box) !== null)
  const ids = indexIds(list.boxes.flatMap((box) => idOf(box) ?? []))
  const said = dependencyProse(list)
  const edges = Map.groupBy(taskProse(said, ids), ({ after }) => after)
  const orders = phaseOrders(boxGroups, said)
  const findings: Finding[] = unclosedFences(list.blocks)
  const groupIds = boxGroups.map(({ story, number }, index) => slug(story ?? `phase-${number ?? index + 1}`))
  const blocked: ProseEdge[] = []
  const below = boxesBelow(list)
  const keys = taskKeys(list.boxes, idOf)
  const groups = boxGroups.map(
    (group, index): TaskGroup => ({
      id: groupIds[index] ?? '',
      title: group.heading?.text ?? 'Tasks',
      line: group.heading?.line ?? 1,
      barrier: orders[index]?.barrier ?? false,
      order: 'listed',
      after: orders[index]?.after.map((position) => groupIds[position] ?? '') ?? [],
      tasks: group.boxes.map((box) => {
        const { task, findings: wrong, blocks } = readTask(box, keys.get(box) ?? '', below, ids, edges)
        findings.push(...wrong)
        blocked.push(...blocks)
        return task
      }),
    }),
  )
  addBlocked(groups, blocked)
  return assemblePlan(groups, {
    format: 'spec-kit',
    title: planTitle(list.headings, file),
    file,
    lines: splitLines(text),
    findings,
  })
}

/** `T012`, `**T012**`, `[T012a]`; struck out as well, which means that nobody will do it. */
const idOf = ({ id, text }: TaskBox): string | null => {
  if (id !== null && /^T-?\d/i.test(id)) return id
  return /^~~\s?(?:\*\*)?\[?(T-?\d{1,5}[a-z]?)\b/.exec(text)?.[1] ?? null
}

const readTask = (
  box: TaskBox,
  key: string,
  below: Map<TaskBox, TaskBox[]>,
  ids: ReturnType<typeof indexIds>,
  edges: Map<string, ProseEdge[]>,
): { task: DraftTask; findings: Finding[]; blocks: ProseEdge[] } => {
  const id = idOf(box)
  const isStruck = box.text.startsWith('~~')
  const { parallel, title } = readMarks(
    isStruck ? box.title.replaceAll('~~', '').replace(/^T-?\d+\w?\s/, '') : box.title,
  )
  // Boxes below a task are its steps, and no tasks of this plan.
  const steps = (below.get(box) ?? []).filter((step) => idOf(step) === null)
  const texts = [
    { text: box.text, line: box.line },
    ...box.details,
    ...steps.map(({ text, line }) => ({ text, line })),
  ]
  const { before, after, findings } = inlineDependencies(texts, id ?? '', ids, 'letters')
  const { title: _, ...read } = taskOfBox({
    ...box,
    text: box.text.replaceAll('~~', ' '),
    details: [...box.details, ...texts.slice(1 + box.details.length)],
  })
  const prose = id === null ? [] : (edges.get(id) ?? []).map((edge) => edge.before)
  return {
    task: {
      ...read,
      key,
      sourceId: id ?? box.id,
      title,
      state: isStruck ? 'skipped' : read.state,
      parallel,
      dependsOn: distinct([...before, ...prose]).filter((other) => other !== id),
    },
    findings,
    blocks: id === null ? [] : after.map((other) => ({ before: id, after: other })),
  }
}

/** `(blocks T019)` is said at the task that comes first. */
const addBlocked = (groups: TaskGroup[], blocked: ProseEdge[]): void => {
  const tasks = new Map(groups.flatMap((group) => group.tasks.map((task) => [task.key, task])))
  for (const { before, after } of blocked) {
    const task = tasks.get(after)
    if (task && !task.dependsOn.includes(before)) task.dependsOn.push(before)
  }
}

const detect = (text: string): boolean => {
  // The pattern is quick to say no; a line in a code fence is only an example.
  if (!/\[[^\]]?\]\*?\s+(?:~~)?(?:\*\*)?\[?T-?\d/.test(text)) return false
  const { boxes } = readTaskBoxes(text)
  const own = boxes.filter((box) => idOf(box) !== null).length
  return own > 0 && own * 3 >= boxes.length
}

/** The `tasks.md` of spec-kit. */
export const specKit: PlanFormat = {
  name: 'spec-kit',
  summary: 'tasks.md of spec-kit: "- [ ] T001 [P] [US1] Do it in src/a.ts", under headings of phases',
  example,
  detect,
  parse,
}
