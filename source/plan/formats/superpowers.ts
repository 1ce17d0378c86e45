import type { Task } from '../../model/plan.ts'
import { assemblePlan } from '../assemble-plan.ts'
import { splitLines } from '../diagnose.ts'
import { readBlocks } from '../markdown-blocks.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { slug, unique } from '../slug.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { stateOfBox } from '../task-boxes.ts'
import { example } from './superpowers/example.ts'
import { needsOf } from './superpowers/needs.ts'
import { readOutline, type Section } from './superpowers/outline.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const outline = readOutline(readBlocks(lines))
  const sections = outline.groups.flatMap(({ tasks }) => tasks)
  const needs = needsOf(sections)
  const taken = new Set<string>()
  const groups = outline.groups.map(({ title, line, tasks }, index): TaskGroup => {
    const id = unique(slug(title).slice(0, 24).replace(/-$/, '') || 'tasks', taken)
    taken.add(id)
    const drafts = tasks.map((section) => draftOf(section, needs.get(section) ?? []))
    // A chapter builds on the one before it, as a plan that is written in chapters says by that.
    return { id, title, line, barrier: index > 0, order: 'declared', after: [], tasks: drafts }
  })
  const title = outline.title?.replace(/\simplementation plan$/i, '') ?? null
  return assemblePlan(groups, { format: 'superpowers', title, file, lines, findings: [] })
}

/** Its boxes are the steps to it: done when all are, begun when some are. */
const stateOf = (boxes: (string | null)[]): Task['state'] => {
  const states = boxes.map(stateOfBox)
  if (states.length > 0 && states.every((state) => state === 'done' || state === 'skipped')) return 'done'
  return states.some((state) => state === 'done' || state === 'active') ? 'active' : 'open'
}

const draftOf = ({ key, id, title, line, files, boxes }: Section, dependsOn: string[]): DraftTask => ({
  key,
  sourceId: id,
  title,
  state: stateOf(boxes),
  optional: /\(optional\)/i.test(title),
  parallel: false,
  files,
  dependsOn,
  line,
  run: [],
  onConflict: [],
  onRepair: [],
})

/** A plan as the superpowers skills write it. */
export const superpowers: PlanFormat = {
  name: 'superpowers',
  summary: 'Markdown with "### Task 1: Title", its "**Files:**" to create, modify and test, and steps',
  example,
  detect: (text, file) =>
    /^ {0,3}#{2,4} (?:[^\p{L}\p{N}\n]{0,4})Task\s[\dA-Z]/mu.test(text) &&
    (/superpowers/i.test(file) ||
      /superpowers:(?:executing-plans|subagent-driven-development)/.test(text) ||
      /^[-*] (?:\*\*)?(?:Create|Modify|Test)(?:\*\*)?(?:\s?\([^)\n]{0,40}\))?:/m.test(text)),
  parse,
}
