import { distinct, filesInList, isOutside } from '../../find-files.ts'
import type { Block } from '../../markdown-blocks.ts'
import { plainText } from '../../plain-text.ts'

export interface Section {
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
export const readOutline = (blocks: Block[]): Outline => {
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
