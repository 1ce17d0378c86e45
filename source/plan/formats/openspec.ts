import { assemblePlan } from '../assemble-plan.ts'
import { type Finding, splitLines } from '../diagnose.ts'
import { headingParents, headingPath } from '../heading-tree.ts'
import { inlineDependencies } from '../inline-dependencies.ts'
import { numberedBoxes } from '../numbered-boxes.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { planTitle } from '../plan-title.ts'
import { indexIds } from '../references.ts'
import { slug } from '../slug.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { readTaskBoxes, type TaskBox, type TaskList, taskOfBox } from '../task-boxes.ts'
import { taskKeys } from '../task-keys.ts'
import { readMarks } from '../task-marks.ts'
import { unclosedFences } from '../unclosed-fences.ts'
import { example } from './openspec/example.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const list = readTaskBoxes(text)
  const { inOrder } = numberedBoxes(list)
  const ids = indexIds(list.boxes.flatMap(({ id }) => id ?? []))
  const findings: Finding[] = unclosedFences(list.blocks)
  const keys = taskKeys(list.boxes)
  const groups = sectionsOf(list).map(({ at, boxes }, index): TaskGroup => {
    const heading = list.headings[at ?? -1]
    return {
      id: slug(sectionNumber.exec(heading?.text ?? '')?.[1] ?? '') || `section-${index + 1}`,
      title: heading?.text ?? 'Tasks',
      line: heading?.line ?? boxes[0]?.line ?? 1,
      // The tool works its list off from top to bottom, and a section builds on those above it.
      barrier: index > 0,
      order: 'listed',
      after: [],
      tasks: inOrder(boxes).map((box) => {
        const { task, findings: wrong } = readTask(box, ids, keys.get(box) ?? '')
        findings.push(...wrong)
        return task
      }),
    }
  })
  return assemblePlan(groups, {
    format: 'openspec',
    title: planTitle(list.headings, file),
    file,
    lines: splitLines(text),
    findings,
  })
}

const sectionNumber = /^\W{0,3}(\d{1,3}[a-z]?)[.):\s]/i

/** Boxes by the numbered heading above them, or by the nearest where none has a number. */
const sectionsOf = ({ headings, boxes }: TaskList): { at: number | null; boxes: TaskBox[] }[] => {
  const parents = headingParents(headings)
  const sections = Map.groupBy(boxes, ({ heading }) => {
    const path = headingPath(heading, parents)
    return path.findLast((at) => sectionNumber.test(headings[at]?.text ?? '')) ?? heading
  })
  return [...sections].map(([at, own]) => ({ at, boxes: own }))
}

const readTask = (
  box: TaskBox,
  ids: ReturnType<typeof indexIds>,
  key: string,
): { task: DraftTask; findings: Finding[] } => {
  const texts = [{ text: box.text, line: box.line }, ...box.details]
  const { before, findings } = inlineDependencies(texts, box.id ?? '', ids, 'numbers')
  const { parallel, title } = readMarks(box.title)
  return { task: { ...taskOfBox(box), key, title, parallel, dependsOn: before }, findings }
}

const detect = (text: string, file: string): boolean => {
  if (/(?:^|[\\/])openspec[\\/]changes[\\/].*tasks\.md$/.test(file)) return true
  return (
    /^ {0,3}#{2,3}\s+\d{1,3}[a-z]?\.\s/m.test(text) &&
    /^\s{0,3}[-*]\s+\[[^\]]?\]\s+(?:\*\*)?\d{1,3}[a-z]?\.\d{1,3}/m.test(text)
  )
}

/** The `tasks.md` of an OpenSpec change. */
export const openSpec: PlanFormat = {
  name: 'openspec',
  summary: 'tasks.md of an OpenSpec change: "## 1. Section" with "- [ ] 1.1 Do it" below',
  example,
  detect,
  parse,
}
