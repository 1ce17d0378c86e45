import { cellWidth } from './cells.ts'
import { colouredRow } from './coloured-row.ts'
import { isPrintableAscii, walkGlyphs } from './glyphs.ts'

/**
 * Breaks a line into rows at most `width` cells wide; there is always one. Every row opens and closes its own colours.
 * Sentences break at spaces (`words`), and the spaces there go; what a program printed is cut hard and stays whole.
 */
export function wrapCells(line: string, width: number, { words }: { words: boolean }): string[] {
  const text = expandTabs(line)
  const room = Math.max(1, width)
  if ((text.length <= room || !words) && isPrintableAscii(text)) return cutHard(text, room)
  const pieces = takeApart(text, room)
  const row = colouredRow()
  const rows: string[] = []
  for (let start = 0; start < pieces.length || rows.length === 0; ) {
    const { end, next } = endOfRow(pieces, start, room, words)
    for (let at = start; at < next; at++) {
      const { text, width } = pieces[at]!
      if (width === 0) row.code(text)
      else if (at < end) row.put(text)
    }
    rows.push(row.take())
    start = next
  }
  return rows
}

function cutHard(text: string, room: number): string[] {
  const rows = [text.slice(0, room)]
  for (let at = room; at < text.length; at += room) rows.push(text.slice(at, at + room))
  return rows
}

/** A glyph; or a colour code, which has no width. */
interface Piece {
  text: string
  width: number
}

function takeApart(text: string, room: number): Piece[] {
  const pieces: Piece[] = []
  walkGlyphs(text, {
    code: (code) => pieces.push({ text: code, width: 0 }),
    glyph: (glyph, width) => {
      // In a pane of one column a wide glyph fits nowhere.
      pieces.push(width > room ? { text: ' ', width: 1 } : { text: glyph, width })
      return false
    },
  })
  return pieces
}

/** Where the row ends, and where the next one begins. */
function endOfRow(
  pieces: Piece[],
  start: number,
  room: number,
  words: boolean,
): { end: number; next: number } {
  let used = 0
  let space = -1
  let hasWord = false
  for (let at = start; at < pieces.length; at++) {
    const { text, width } = pieces[at]!
    // A break in the indentation would leave an empty row behind.
    if (text === ' ' && hasWord) space = at
    else if (width > 0 && text !== ' ') hasWord = true
    used += width
    if (used <= room) continue
    return words && space >= 0 ? breakAtSpace(pieces, space) : { end: at, next: at }
  }
  return { end: pieces.length, next: pieces.length }
}

function breakAtSpace(pieces: Piece[], space: number): { end: number; next: number } {
  const isGap = (piece: Piece | undefined) => piece !== undefined && (piece.text === ' ' || piece.width === 0)
  let end = space
  while (isGap(pieces[end - 1])) end--
  let next = space
  while (isGap(pieces[next])) next++
  return { end, next }
}

const TAB_STOP = 8

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line
  const [first = '', ...parts] = line.split('\t')
  let column = cellWidth(first)
  let text = first
  for (const part of parts) {
    const gap = TAB_STOP - (column % TAB_STOP)
    text += ' '.repeat(gap) + part
    column += gap + cellWidth(part)
  }
  return text
}
