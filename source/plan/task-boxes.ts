import type { Task } from '../model/plan.ts'
import { splitLines } from './diagnose.ts'
import { filesInProse, isOutside } from './find-files.ts'
import { type Block, readBlocks } from './markdown-blocks.ts'
import { plainText } from './plain-text.ts'
import { type ShellBlock, stepsOf } from './task-steps.ts'

/** A line with a task box, and what hangs below it. */
export interface TaskBox {
  /** Counts from 1. */
  line: number
  indent: number
  /** Where in the text that begins which says how far the task is. */
  offset: number
  /** It as it is written: mostly one character, none in `[]`. */
  box: string
  state: Task['state']
  /** Marked with a star behind the box, or "(optional)". */
  optional: boolean
  /** `T014`, `2.3a`, `BR-12`, or the number of the list. */
  id: string | null
  /** One line, without box and id, bold marks taken out. */
  title: string
  /** All that stands behind the box, with the lines it goes on over. */
  text: string
  /** What stands below it without a box of its own. */
  details: { line: number; text: string }[]
  code: ShellBlock[]
  /** The box it is nested under, as an index into the list; null: under none. */
  parent: number | null
  /** The heading it stands below, as an index into the headings; null: before the first. */
  heading: number | null
}

export type Heading = Block & { kind: 'heading' }

export interface TaskList {
  headings: Heading[]
  boxes: TaskBox[]
  blocks: Block[]
}

/** All task boxes of a Markdown text in one pass. What stands in code fences or comments is none. */
export const readTaskBoxes = (text: string): TaskList => {
  const lines = splitLines(text)
  const blocks = readBlocks(lines)
  const starts = lineStarts(text)
  const list: TaskList = { headings: [], boxes: [], blocks }
  // The boxes that the next line may hang below, outermost first.
  let open: number[] = []
  let afterBlank = false

  const innermost = (indent: number): TaskBox | undefined => {
    while (open.length > 0 && indent <= (list.boxes[open.at(-1) as number]?.indent ?? 0)) open.pop()
    return list.boxes[open.at(-1) ?? -1]
  }
  for (const block of blocks) {
    if (block.kind === 'heading') {
      list.headings.push(block)
      open = []
    } else if (block.kind === 'item' && block.box !== null) {
      innermost(block.indent)
      const written = lines[block.line - 1] ?? ''
      list.boxes.push({
        ...readBox(block, written, starts[block.line - 1] ?? 0),
        parent: open.at(-1) ?? null,
        heading: list.headings.length > 0 ? list.headings.length - 1 : null,
      })
      open.push(list.boxes.length - 1)
    } else if (block.kind === 'item') {
      innermost(block.indent)?.details.push(block)
    } else if (block.kind === 'text') {
      const last = list.boxes[open.at(-1) ?? -1]
      // A sentence may go on on the next line; after a gap it has to be indented to belong to the task.
      if (last && !afterBlank && last.details.length === 0 && last.code.length === 0) wrap(last, block.text)
      else if (afterBlank) innermost(block.indent)?.details.push(block)
      else last?.details.push(block)
    } else if (block.kind === 'code') {
      const owner = afterBlank ? innermost(block.indent) : list.boxes[open.at(-1) ?? -1]
      owner?.code.push(block)
    }
    afterBlank = block.kind === 'blank'
  }
  return list
}

/** For each box those right below it. */
export const boxesBelow = ({ boxes }: TaskList): Map<TaskBox, TaskBox[]> => {
  const below = new Map<TaskBox, TaskBox[]>()
  for (const box of boxes) {
    const parent = box.parent === null ? undefined : boxes[box.parent]
    if (!parent) continue
    const known = below.get(parent)
    if (known) known.push(box)
    else below.set(parent, [box])
  }
  return below
}

/** What a box says, whatever tool wrote it. */
export const stateOfBox = (box: string | null): Task['state'] => {
  if (box !== null && done.has(box)) return 'done'
  if (box === '-') return 'skipped'
  return box !== null && active.has(box) ? 'active' : 'open'
}

const done = new Set(['x', 'X', '✓', '✔', '✅', '☑'])
const active = new Set(['~', '/', '>', '▶', '⏳', '🔄', '🚧'])

/** The part of a task that every format with boxes reads in the same way. */
export const taskOfBox = ({ id, title, state, optional, text, details, code, line }: TaskBox) => ({
  sourceId: id,
  title,
  state,
  optional,
  files: filesInProse([text, ...details.map((detail) => detail.text)].join('\n')).filter(
    (path) => !isOutside(path),
  ),
  line,
  run: stepsOf(code, 'task'),
  onConflict: stepsOf(code, 'conflict'),
  onRepair: stepsOf(code, 'repair'),
})

type Item = Block & { kind: 'item' }

const readBox = (item: Item, written: string, start: number): Omit<TaskBox, 'parent' | 'heading'> => {
  const { line, indent, number, starred, text } = item
  const bracket = written.indexOf('[')
  const box = written.slice(bracket + 1, written.indexOf(']', bracket))
  const { id, rest } = readId(text)
  return {
    line,
    indent,
    offset: start + bracket + 1,
    box,
    state: stateOfBox(item.box),
    optional: starred || /\(optional\)/i.test(text),
    id: id ?? number,
    title: plainText(rest.replaceAll('**', '')) || plainText(text),
    text,
    details: [],
    code: [],
  }
}

/**
 * The id in front of a task: `T014`, `1.2`, `2.3a`, `[BR-12]`, `Task 3:`. A bare number and letters that could be a
 * word (`S3 bucket`, `UTF-8`) need a sign behind them that says so.
 */
const readId = (text: string): { id: string | null; rest: string } => {
  const found = sureId.exec(text) ?? signedId.exec(text)
  if (!found) return { id: null, rest: text }
  // The bold around an id may end behind it or go on over the title.
  return { id: found[1] ?? found[2] ?? null, rest: text.slice(found[0].length) }
}

const sureId =
  /^(?:\*\*|__)?\[?(T-?\d{1,5}(?:[.-]\d{1,4}){0,2}[a-z]?|\d{1,5}[a-z]?(?:\.\d{1,4}[a-z]?){1,4})\]?\.?[):]?(?:\*\*|__)?[.:)]?(?=\s)\s+(?=\S)/
const signedId =
  /^(?:\*\*|__)?(?:(?:Task|Step)\s(?=\d))?(?:\[([A-Z][A-Z0-9]{0,9}-\d{1,6}[a-z]?)\][:.]?|((?:[A-Z][A-Z0-9]{0,9}-?)?\d{1,6}[a-z]?)(?:[:.)]|\s[-–—](?=\s)|:?(?:\*\*|__)[:.]?))(?:\*\*|__)?\s+(?=\S)/

const wrap = (box: TaskBox, more: string): void => {
  box.text = `${box.text} ${more}`.slice(0, 2000)
  box.title = plainText(`${box.title} ${more}`.replaceAll('**', ''))
}

const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (const { index, 0: end } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + end.length)
  return starts
}
