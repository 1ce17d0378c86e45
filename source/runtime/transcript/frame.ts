import type { Anchor, PaneView, Row, ScrollMove } from '../../model/screen.ts'
import { wrapCells } from '../../text/wrap.ts'
import type { Part } from './part.ts'
import { linesDown, linesUp, type PlacedLine, placeOf } from './walk-lines.ts'

export type Window = Pick<PaneView, 'columns' | 'rows' | 'anchor'>

/** What a window of this size shows of a transcript. */
export interface Frame {
  rows: Row[]
  /** Where each row stands. */
  anchors: Anchor[]
  /** Of the first row; null: the end is seen, so it follows the end. */
  anchor: Anchor | null
  /** How many lines lie below, one that is seen in part among them. */
  below: number | null
}

/** The rows of a window. One that reaches the end shows a whole page up to it. */
export function frameOf(parts: readonly Part[], window: Window): Frame {
  return (window.anchor && anchored(parts, window, window.anchor)) ?? atEnd(parts, window)
}

/** Where the window stands after a move; null: at the end. */
export function scrolled(parts: readonly Part[], window: Window, move: ScrollMove): Anchor | null {
  if (move === 'end' || (typeof move === 'number' && move >= farthest)) return null
  if (move === 'start' || move <= -farthest) return startOf(parts)
  const top = frameOf(parts, window).anchors[0]
  if (top === undefined) return null
  return move < 0 ? upFrom(parts, window, top, -move) : downFrom(parts, window, top, move)
}

/** Nobody counts so many rows: it is meant as all of them. */
const farthest = 10_000

function anchored(parts: readonly Part[], { columns, rows }: Window, anchor: Anchor): Frame | null {
  const place = placeOf(parts, anchor)
  if (!place) return null
  const frame: Frame = { rows: [], anchors: [], anchor: null, below: 0 }
  let skipped = anchor.row
  for (const line of linesDown(parts, place)) {
    const texts = textsOf(parts, line, columns)
    // After a change of width the line may have fewer rows than before.
    const first = Math.max(0, Math.min(skipped, texts.length - 1))
    skipped = 0
    for (let row = first; row < texts.length; row++) {
      if (frame.rows.length === rows) {
        const below = countBelow(parts, line, row > 0)
        return { ...frame, anchor: frame.anchors[0] ?? anchor, below }
      }
      put(frame, parts, line, texts, row)
    }
  }
  return null
}

function atEnd(parts: readonly Part[], { columns, rows }: Window): Frame {
  const shown: { line: PlacedLine; texts: string[] }[] = []
  let count = 0
  if (rows > 0) {
    for (const line of linesUp(parts, null)) {
      const texts = textsOf(parts, line, columns)
      shown.push({ line, texts })
      count += texts.length
      if (count >= rows) break
    }
  }
  const frame: Frame = { rows: [], anchors: [], anchor: null, below: 0 }
  let skipped = Math.max(0, count - rows)
  for (const { line, texts } of shown.reverse()) {
    for (let row = skipped; row < texts.length; row++) put(frame, parts, line, texts, row)
    skipped = 0
  }
  return frame
}

function put(frame: Frame, parts: readonly Part[], line: PlacedLine, texts: string[], row: number): void {
  const { tone } = partOf(parts, line)
  frame.rows.push({ text: texts[row] as string, tone, continues: row > 0 })
  frame.anchors.push(anchorOf(parts, line, row))
}

const partOf = (parts: readonly Part[], { part }: PlacedLine): Part => parts[part] as Part

const textsOf = (parts: readonly Part[], line: PlacedLine, columns: number): string[] =>
  wrapCells(line.text, columns, { words: partOf(parts, line).words })

const anchorOf = (parts: readonly Part[], line: PlacedLine, row: number): Anchor => ({
  part: partOf(parts, line).id,
  line: line.line,
  row,
})

/** From the first line that is not wholly seen. */
function countBelow(parts: readonly Part[], line: PlacedLine, isSeenInPart: boolean): number | null {
  let count = isSeenInPart ? 1 : 0
  for (let index = line.part; index < parts.length; index++) {
    const part = parts[index] as Part
    const from = index > line.part ? part.first : isSeenInPart ? line.next : line.line
    const more = part.countFrom(from)
    if (more === null) return null
    count += more
  }
  return count
}

function startOf(parts: readonly Part[]): Anchor | null {
  for (const line of linesDown(parts, { part: 0, line: parts[0]?.first ?? 0 }))
    return anchorOf(parts, line, 0)
  return null
}

function upFrom(parts: readonly Part[], { columns }: Window, top: Anchor, move: number): Anchor | null {
  const place = placeOf(parts, top)
  if (!place) return null
  if (move <= top.row) return { ...top, row: top.row - move }
  let left = move - top.row
  for (const line of linesUp(parts, place)) {
    const count = textsOf(parts, line, columns).length
    if (left <= count) return anchorOf(parts, line, count - left)
    left -= count
  }
  return startOf(parts)
}

function downFrom(parts: readonly Part[], { columns }: Window, top: Anchor, move: number): Anchor | null {
  const place = placeOf(parts, top)
  if (!place) return null
  let left = top.row + move
  for (const line of linesDown(parts, place)) {
    const count = textsOf(parts, line, columns).length
    if (left < count) return anchorOf(parts, line, left)
    left -= count
  }
  return null
}
