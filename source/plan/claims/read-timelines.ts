import { readDuration } from '../duration.ts'
import type { Block } from '../markdown-blocks.ts'
import { type DayRange, readDayRange } from './day-range.ts'

/** A name in a timeline, with the duration that may stand behind it. */
export interface TimelineLabel {
  text: string
  /** Days. */
  duration: number | null
  line: number
}

/** What a timeline puts on some days. */
export interface TimelineEntry extends DayRange {
  labels: TimelineLabel[]
  line: number
}

/** Days with what happens on them, in a list, a table or a code block that is drawn as one. */
export interface Timeline {
  mode: 'sequential' | 'parallel' | null
  /** What it is headed, in days: `Parallel Build (6 days)`. */
  headed: number | null
  entries: TimelineEntry[]
}

/** A single line with a day on it is an appointment; two make a timeline. */
export const readTimelines = (blocks: Block[]): Timeline[] => {
  const timelines: Timeline[] = []
  let title = ''
  let open: Timeline | null = null
  let indent = 0

  const add = (text: string, line: number, at: number): boolean => {
    const entry = readEntry(text, line)
    if (!entry) return false
    if (!open) {
      open = { mode: modeOf(title), headed: readAmount(title), entries: [] }
      indent = at
      timelines.push(open)
    }
    open.entries.push(entry)
    return true
  }
  const addBelow = (text: string, line: number) => open?.entries.at(-1)?.labels.push(...labelsIn(text, line))

  for (const block of blocks) {
    if (block.kind === 'heading') {
      title = block.text
      open = null
    } else if (block.kind === 'code') {
      open = null
      block.text.split('\n').forEach((text, index) => {
        const line = block.line + 1 + index
        if (!add(text, line, 0)) addBelow(text, line)
      })
      open = null
    } else if (block.kind === 'item' || (block.kind === 'text' && block.text.startsWith('|'))) {
      if (!add(block.text, block.line, block.indent) && block.indent > indent)
        addBelow(block.text, block.line)
    } else if (block.kind === 'text' && !add(block.text, block.line, block.indent)) {
      open = null
      // `**Sequential:**` above a list is a heading in all but name.
      if (/^\*\*.{1,80}\*\*:?$|^.{1,80}:$/.test(block.text)) title = block.text.replaceAll('**', '')
    }
  }
  return timelines.filter(({ entries }) => entries.length > 1)
}

/** The last day of a timeline. */
export const endOf = ({ entries }: Timeline): number => Math.max(...entries.map(({ to }) => to))

const modeOf = (title: string): Timeline['mode'] => {
  if (/\bparallel/i.test(title)) return 'parallel'
  return /\b(?:sequential|serial|one after another)/i.test(title) ? 'sequential' : null
}

const readEntry = (text: string, line: number): TimelineEntry | null => {
  const written = text.slice(0, 1000)
  const days = startsWithDay.test(written) ? readDayRange(written) : null
  if (!days) return null
  const { from, to, end } = days
  return { from, to, labels: labelsIn(written.slice(end), line), line }
}

const startsWithDay = /^[^\p{L}\p{N}]*(?:day|week)s?\s/iu

/** Without the lines that draw a tree. What stands in brackets (`[merge checkpoint]`) happens, but is no work. */
const labelsIn = (text: string, line: number): TimelineLabel[] => {
  const label = text
    .slice(0, 300)
    .replaceAll('**', '')
    .replace(/^[^\p{L}\p{N}[]+/u, '')
    .replace(/[\s|]+$/, '')
  if (label === '' || label.startsWith('[')) return []
  return [{ text: label, duration: readAmount(label), line }]
}

const readAmount = (text: string): number | null => {
  const inside = /\(([^()]{1,60})\)/.exec(text)?.[1] ?? ''
  return /\d\s?-?[a-z]/i.test(inside) ? readDuration(inside) : null
}
