import { colouredRow } from './coloured-row.ts'
import { isPrintableAscii, walkGlyphs } from './glyphs.ts'

/** How many cells of a terminal the text takes. Colours and control characters take none, a tab takes one. */
export function cellWidth(text: string): number {
  if (isPrintableAscii(text)) return text.length
  let cells = 0
  walkGlyphs(text, {
    glyph: (_, width) => {
      cells += width
      return false
    },
  })
  return cells
}

/**
 * The columns from `from` up to but without `to`, in the colours they had, closed at the end. Of a wide glyph that is
 * cut by an edge the half inside becomes a space, so that the result is exactly as wide as what was there.
 */
export function cutCells(text: string, from: number, to: number): string {
  if (isPrintableAscii(text)) return text.slice(Math.max(0, from), Math.max(0, to))
  return cut(text, from, to).row
}

/** `width` columns beginning at `from`, filled up with spaces. */
export function fitCells(text: string, width: number, from = 0): string {
  if (isPrintableAscii(text)) return text.slice(from, from + width).padEnd(width)
  const { row, cells } = cut(text, from, from + width)
  return cells < width ? row + ' '.repeat(width - cells) : row
}

/** At most `width` cells of the text; if it is cut, it ends with the ellipsis. */
export function truncate(text: string, width: number, ellipsis: string): string {
  if (cellWidth(text) <= width) return cutCells(text, 0, width)
  const end = cutCells(ellipsis, 0, width)
  return cutCells(text, 0, width - cellWidth(end)) + end
}

function cut(text: string, from: number, to: number): { row: string; cells: number } {
  const row = colouredRow()
  let column = 0
  let cells = 0
  walkGlyphs(text, {
    code: row.code,
    glyph: (glyph, width) => {
      const start = Math.max(column, from)
      const end = Math.min(column + width, to)
      column += width
      if (end > start) {
        row.put(end - start === width ? glyph : ' '.repeat(end - start))
        cells += end - start
      }
      return column >= to
    },
  })
  return { row: row.take(), cells }
}
