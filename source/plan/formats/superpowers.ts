import type { Task } from '../../model/plan.ts'
import { assemblePlan } from '../assemble-plan.ts'
import { dependenciesIn } from '../dependency-words.ts'
import { splitLines } from '../diagnose.ts'
import { fileKind } from '../file-kind.ts'
import { distinct, filesInList, isOutside } from '../find-files.ts'
import { type Block, readBlocks } from '../markdown-blocks.ts'
import { plainText } from '../plain-text.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { slug, unique } from '../slug.ts'
import type { DraftTask, TaskGroup } from '../streams-from-tasks.ts'
import { stateOfBox } from '../task-boxes.ts'
import { example } from './superpowers/example.ts'

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

interface Section {
  key: string
  id: string | null
  title: string
  line: number
  files: string[]
  /** What it says itself: sentences, items and headings below its own. */
  said: string[]
  /** Its code as well: a step shows what it imports. */
  code: string[]
  boxes: (string | null)[]
}

interface Outline {
  title: string | null
  groups: { title: string; line: number; tasks: Section[] }[]
}

/** `### Task 3: Title`, and `## Chunk 2: Title` or the like above some of them. */
const readOutline = (blocks: Block[]): Outline => {
  const outline: Outline = { title: null, groups: [] }
  let above = { depth: 0, title: '', line: 1 }
  let section: Section | null = null
  let depth = 0
  let inFiles = false
  for (const block of blocks) {
    if (block.kind === 'heading') {
      const found = aTask.exec(block.text)
      inFiles = /^files:?$/i.test(block.text)
      if (found) {
        depth = block.depth
        section = newSection(found, block.line, outline)
        const isNew = outline.groups.at(-1)?.line !== above.line
        const group = isNew ? { title: above.title, line: above.line, tasks: [] } : outline.groups.at(-1)
        if (group && isNew) outline.groups.push(group)
        group?.tasks.push(section)
      } else if (section && block.depth > depth) section.said.push(block.text)
      else {
        section = null
        if (block.depth === 1) outline.title ??= block.text
        else if (aChapter.test(block.text))
          above = { depth: block.depth, title: block.text, line: block.line }
      }
    } else if (section) inFiles = addBlock(section, block, inFiles)
  }
  return outline
}

const aTask = /^(?:[^\p{L}\p{N}]{0,4})Task\s(\d{1,4}[a-z]?(?:\.\d{1,4})?|[A-Z])(?:\s?[:.)—–-]\s?|\s)(.*)$/iu
const aChapter = /^\W{0,4}(?:chunk|phase|part|stage|milestone)\s[\dA-Z]/i

const newSection = (found: RegExpExecArray, line: number, { groups }: Outline): Section => {
  const count = groups.reduce((sum, { tasks }) => sum + tasks.length, 0)
  const title = plainText(found[2] ?? '') || `Task ${found[1]}`
  return { key: String(count), id: found[1] ?? null, title, line, files: [], said: [], code: [], boxes: [] }
}

/** Gives whether the list of files goes on. */
const addBlock = (section: Section, block: Block, inFiles: boolean): boolean => {
  if (block.kind === 'code') section.code.push(block.text)
  if (block.kind !== 'item' && block.kind !== 'text') return inFiles && block.kind === 'blank'
  if (block.kind === 'item' && block.box !== null) section.boxes.push(block.box)
  const label = /^\*{0,2}files(?: to (?:create|modify|change))?\*{0,2}:\*{0,2}\s*(.*)$/i.exec(block.text)
  const isList =
    label !== null || (inFiles && block.kind === 'item' && block.box === null) || fileAction.test(block.text)
  const text = label ? (label[1] ?? '') : block.text
  if (isList) {
    const files = filesInList(text.replace(fileAction, '').replace(/:\d{1,6}(?:[-–,]\s?\d{1,6}){0,9}/g, ''))
    section.files = distinct(
      [...section.files, ...(text === '' ? [] : files)].filter((path) => !isOutside(path)),
    )
    return true
  }
  section.said.push(block.text)
  return false
}

const fileAction =
  /^(?:\*\*|`)?(?:create|modify|test|delete|move|rename|update|add)s?(?:\*\*|`)?(?:\s?\([^)]{0,40}\))?:(?:\*\*)?\s+/i

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

/**
 * These plans have no dependencies, but say in full what each task makes and uses. So a task needs an earlier one that
 * it names, or a file of which it mentions by name: in a sentence, or where its code imports it. A task without files
 * (to verify, to release) needs all before it and is needed by all after it.
 */
const needsOf = (sections: Section[]): Map<Section, string[]> => {
  const makers = new Map<string, string>()
  const tells = tellingStems(sections)
  const byId = new Map<string, string>()
  const needs = new Map<Section, string[]>()
  let all: string[] = []
  let last: string | null = null
  for (const section of sections) {
    const words = new Set([...section.said, ...section.code].join('\n').match(/[\w-]{3,80}/g))
    const named = [...section.said.join('\n').matchAll(/\bTask\s(\d{1,4}[a-z]?(?:\.\d{1,4})?)/gi)].flatMap(
      ([, id = '']) => byId.get(id) ?? [],
    )
    const said = section.said.flatMap(dependenciesIn).flatMap(({ name }) => byId.get(name) ?? [])
    const used = [...words].flatMap((word) => makers.get(word) ?? [])
    const isAlone = section.files.length === 0
    needs.set(
      section,
      distinct([...named, ...said, ...used, ...(last === null ? [] : [last]), ...(isAlone ? all : [])]),
    )
    if (isAlone) last = section.key
    all = isAlone ? [section.key] : [...all, section.key]
    if (section.id !== null) byId.set(section.id, section.key)
    for (const file of section.files) if (tells.has(stemOf(file))) makers.set(stemOf(file), section.key)
  }
  return needs
}

/** `src/user_store.py` is imported as `user_store`. */
const stemOf = (file: string): string =>
  file.slice(file.lastIndexOf('/') + 1).replace(/(?:\.(?:test|spec|d))?\.\w{1,10}$/, '')

/** Names that mean one file of the plan; half of all folders have an `index`, and nothing uses a test. */
const tellingStems = (sections: Section[]): Set<string> => {
  const files = distinct(sections.flatMap((section) => section.files)).filter(
    (file) => fileKind(file) !== 'tests',
  )
  const byStem = Map.groupBy(files, stemOf)
  return new Set(
    [...byStem].flatMap(([stem, own]) => (own.length === 1 && !saysNothing.test(stem) ? [stem] : [])),
  )
}

const saysNothing = /^(?:index|main|mod|__init__|readme|package|setup)$/i

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
