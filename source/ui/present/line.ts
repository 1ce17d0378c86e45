import { cellWidth, cutCells, truncate } from '../../text/cells.ts'
import type { Role, Theme } from '../theme.ts'

/** A piece of a line, in words from anywhere: it is made safe to show here. */
export type Span = readonly [text: string, role?: Role]

export interface LineShape {
  left: Span[]
  /** At the right edge; it keeps its room, the left gives way. */
  right?: Span[]
  /** Between them, one cell wide. */
  fill?: string
  fillRole?: Role
}

/** One row of exactly `width` cells, in the theme's look. */
export function fitLine(
  theme: Theme,
  width: number,
  { left, right = [], fill = ' ', fillRole = 'plain' }: LineShape,
): string {
  const end = fitSpans(theme, right, width)
  const start = fitSpans(theme, left, width - end.width)
  const gap = width - start.width - end.width
  return start.text + theme.paint(fillRole, fill.repeat(gap)) + end.text
}

/** The spans in their looks, cut with an ellipsis where they are wider. */
function fitSpans(theme: Theme, spans: Span[], width: number): { text: string; width: number } {
  const shown = spans.map(([text, role = 'plain']): [string, Role] => [theme.show(text), role])
  const total = shown.reduce((sum, [text]) => sum + cellWidth(text), 0)
  if (total <= width)
    return { text: shown.map(([text, role]) => theme.paint(role, text)).join(''), width: total }
  let text = ''
  let used = 0
  for (const [own, role] of shown) {
    const isCut = used + cellWidth(own) > width - 1
    const kept = isCut ? cutEnd(own, width - used, theme.glyphs.ellipsis) : own
    text += theme.paint(role, kept)
    used += cellWidth(kept)
    if (isCut) break
  }
  return { text, width: used }
}

const cutEnd = (text: string, width: number, mark: string): string =>
  width < 1 ? '' : `${cutCells(text, 0, width - 1).trimEnd()}${mark}`

export const spansWidth = (theme: Theme, spans: Span[]): number =>
  spans.reduce((sum, [text]) => sum + cellWidth(theme.show(text)), 0)

/** A name in a column: cut or filled up to the width. */
export function column(theme: Theme, text: string, width: number): string {
  const shown = truncate(theme.show(text), width, theme.glyphs.ellipsis)
  return shown + ' '.repeat(Math.max(0, width - cellWidth(shown)))
}

export const blankRows = (width: number, height: number): string[] =>
  Array.from({ length: Math.max(0, height) }, () => ' '.repeat(Math.max(0, width)))

/** Exactly so many rows: cut below, or filled up with blank ones. */
export const fitRows = (rows: string[], width: number, height: number): string[] =>
  rows.length >= height
    ? rows.slice(0, Math.max(0, height))
    : [...rows, ...blankRows(width, height - rows.length)]
