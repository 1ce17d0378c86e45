import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import { distinct, filesInList, isOutside } from '../find-files.ts'
import { inlineDependencies } from '../inline-dependencies.ts'
import { type NumberedBoxes, numberedBoxes } from '../numbered-boxes.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { planTitle } from '../plan-title.ts'
import { indexIds, type ReferenceIndex } from '../references.ts'
import { slug } from '../slug.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { readTaskBoxes, type TaskBox, type TaskList, taskOfBox } from '../task-boxes.ts'
import { taskKeys } from '../task-keys.ts'
import { readMarks } from '../task-marks.ts'
import { unclosedFences } from '../unclosed-fences.ts'
import { oneBoundaryAtATime } from './kiro/boundaries.ts'
import { example } from './kiro/example.ts'
import { orderByWaves } from './kiro/order-by-waves.ts'
import { readWaves } from './kiro/waves.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const list = readTaskBoxes(text)
  const numbered = numberedBoxes(list)
  const ids = indexIds(list.boxes.flatMap(({ id }) => id ?? []))
  const waves = readWaves(list.blocks, ids)
  const findings: Finding[] = unclosedFences(list.blocks)
  const keys = taskKeys(list.boxes)
  const tasks = new Map(
    list.boxes.map((box) => {
      const { task, findings: wrong } = readTask(box, ids, keys.get(box) ?? '')
      findings.push(...wrong)
      return [box, task] as const
    }),
  )
  const groups = groupsOf(list, numbered).map((members, index, all): TaskGroup => {
    const [first] = members as [TaskBox, ...TaskBox[]]
    const isAlone = members.length === 1 && all.length > 1 && /^\d+$/.test(first.id ?? '')
    const holder = numbered.hasChildren(first) || isAlone ? first : null
    const heading = list.headings[first.heading ?? -1]
    return {
      id: slug(`task-${holder?.id ?? index + 1}`),
      title: (holder ? tasks.get(holder)?.title : heading?.text) ?? 'Tasks',
      line: holder?.line ?? heading?.line ?? first.line,
      // Without a word of it, what is numbered comes one after the other.
      barrier: waves === null && index > 0 && !(isParallel(first) && isParallel(all[index - 1]?.[0])),
      order: waves === null ? 'listed' : 'declared',
      after: [],
      tasks: numbered.inOrder(members).flatMap((box) => tasks.get(box) ?? []),
    }
  })
  if (waves !== null) orderByWaves(list.boxes, numbered, tasks, waves)
  else {
    const boundaries = boundariesOf(list.boxes, tasks)
    for (const group of groups) oneBoundaryAtATime(group.tasks, boundaries)
  }
  return assemblePlan(groups, {
    format: 'kiro',
    title: planTitle(list.headings, file),
    file,
    lines: splitLines(text),
    findings,
  })
}

/** One group a task with others below it; a plan without such has one group a heading. */
const groupsOf = ({ boxes }: TaskList, { rootOf, hasChildren }: NumberedBoxes): TaskBox[][] => {
  const isFlat = !boxes.some(hasChildren)
  const groups = new Map<unknown, TaskBox[]>()
  for (const box of boxes) {
    const root = rootOf(box)
    // `3.1` below a heading `3.`, without a box of its own for that, belongs to its heading.
    const key = isFlat || (!hasChildren(root) && root.id?.includes('.')) ? `heading ${box.heading}` : root
    const group = groups.get(key)
    if (group) group.push(box)
    else groups.set(key, [box])
  }
  return [...groups.values()]
}

const isParallel = (box: TaskBox | undefined): boolean => box !== undefined && readMarks(box.title).parallel

const readTask = (
  box: TaskBox,
  ids: ReferenceIndex,
  key: string,
): { task: DraftTask; findings: Finding[] } => {
  const texts = [{ text: box.text, line: box.line }, ...box.details]
  const { before, findings } = inlineDependencies(texts, box.id ?? '', ids, 'numbers')
  const { parallel, title } = readMarks(box.title)
  const read = taskOfBox(box)
  const task: DraftTask = {
    ...read,
    key,
    title: title.replace(/^\*\s/, ''),
    optional: read.optional || title.startsWith('* '),
    // Here a dash is a task that somebody works at.
    state: box.box === '-' ? 'active' : read.state,
    parallel,
    files: distinct([...read.files, ...boundaryFiles(box)]),
    dependsOn: before,
  }
  return { task, findings }
}

/** `_Boundary: AuthService, LoginForm_`: the parts that a task keeps to. */
const boundary = /^[_*\s]*boundar(?:y|ies)\s?:[_*\s]*(.{1,500}?)[_*\s]*$/i

const boundaryFiles = ({ details }: TaskBox): string[] =>
  details.flatMap(({ text }) => {
    const parts = boundary.exec(text)?.[1] ?? ''
    return parts.includes('`')
      ? filesInList(parts).filter((path) => path.includes('/') && !isOutside(path))
      : []
  })

const boundariesOf = (boxes: TaskBox[], tasks: Map<TaskBox, DraftTask>): Map<DraftTask, string[]> =>
  new Map(
    boxes.flatMap((box) => {
      const task = tasks.get(box)
      const parts = box.details.flatMap(({ text }) => boundary.exec(text)?.[1]?.split(/[,;、]/) ?? [])
      return task ? [[task, parts.map((part) => slug(part)).filter((part) => part !== '')] as const] : []
    }),
  )

const detect = (text: string, file: string): boolean => {
  if (/(?:^|[\\/])\.kiro[\\/]specs[\\/].*\.md$/.test(file) && /\[[^\]]?\]/.test(text)) return true
  return (
    /^\s*(?:[-*]\s)?_(?:Requirements|Boundary|Depends)\s?:/im.test(text) &&
    /\[[^\]]?\]\*?\s+\d{1,3}[.\s*]/.test(text)
  )
}

/** The `tasks.md` of Kiro, and of cc-sdd, which writes the same. */
export const kiro: PlanFormat = {
  name: 'kiro',
  summary:
    'tasks.md of Kiro or cc-sdd: "- [ ] 1.2 (P) Do it", with "_Requirements: 1.1_" and "_Depends: 1.1_" below',
  example,
  detect,
  parse,
}
