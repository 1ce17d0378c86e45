import type { IBufferCell, IBufferLine } from '@xterm/headless'
import { cellWidth } from '../../text/cells.ts'
import { RESET } from '../../text/coloured-row.ts'
import { isSimple } from '../../text/glyphs.ts'

/**
 * One line of an emulator's buffer as text with colours (SGR) and nothing else: whatever the program sent, only what
 * cells can hold gets out of here. Blank cells at the end are left out. The cursor (null: not in this line) is a cell in
 * inverse: the real one belongs to the prompt. `cell` is used again for every cell, so that none has to be made.
 */
export function rowText(
  line: IBufferLine,
  { columns, cursor, cell }: { columns: number; cursor: number | null; cell: IBufferCell },
): string {
  let text = ''
  let blanks = ''
  let open = ''
  let before = ''
  let width = 1
  for (let x = 0; x < columns; x += width) {
    line.getCell(x, cell)
    // A mark without a letter to stand on has no width, but a cell; the half of a wide one at the edge has no more.
    width = Math.min(Math.max(1, cell.getWidth()), columns - x)
    const look = lookOf(cell, cursor !== null && cursor >= x && cursor < x + width)
    const glyph = apart(before, glyphOf(cell, width))
    before = glyph
    if (look === '' && glyph === ' ') {
      blanks += ' '
      continue
    }
    if (blanks !== '') {
      if (open !== '') text += RESET
      open = ''
      text += blanks
      blanks = ''
    }
    if (look !== open) text += open === '' ? look : RESET + look
    open = look
    text += glyph
  }
  return open === '' ? text : text + RESET
}

/** Two cells that would be read as one character, such as an emoji and the colour of its skin, stay two. */
function apart(before: string, glyph: string): string {
  if (isSimple(glyph) || before === '') return glyph
  const width = cellWidth(glyph)
  return cellWidth(before + glyph) === cellWidth(before) + width ? glyph : ' '.repeat(width)
}

/** Exactly as wide as its cells: where the emulator and we measure a character differently, the cells count. */
function glyphOf(cell: IBufferCell, width: number): string {
  // A joiner at its end would join it with the next cell.
  const text = cell.getChars().replace(/\u200d+$/, '')
  if (text === '' || cell.isInvisible()) return ' '.repeat(width)
  if (width === 1 && text.length === 1 && text >= ' ' && text <= '~') return text
  const own = cellWidth(text)
  if (own === width) return text
  if (own > 0 && own < width) return text + ' '.repeat(width - own)
  const [first = ''] = text
  return cellWidth(first) === width ? first : '?'.padEnd(width)
}

/** The code that opens the look of a cell; empty for a plain one. */
function lookOf(cell: IBufferCell, isCursor: boolean): string {
  if (cell.isAttributeDefault() && !isCursor) return ''
  const codes: (number | string)[] = []
  if (cell.isBold()) codes.push(1)
  if (cell.isDim()) codes.push(2)
  if (cell.isItalic()) codes.push(3)
  if (cell.isUnderline()) codes.push(4)
  if (Boolean(cell.isInverse()) !== isCursor) codes.push(7)
  if (cell.isStrikethrough()) codes.push(9)
  if (cell.isOverline()) codes.push(53)
  if (!cell.isFgDefault()) codes.push(colour(38, cell.isFgRGB(), cell.getFgColor()))
  if (!cell.isBgDefault()) codes.push(colour(48, cell.isBgRGB(), cell.getBgColor()))
  return codes.length === 0 ? '' : `\x1b[${codes.join(';')}m`
}

/** `layer`: 38 for the text, 48 for what is behind it. The first sixteen are the person's own colours. */
function colour(layer: 38 | 48, isRgb: boolean, value: number): number | string {
  if (isRgb) return `${layer};2;${value >> 16};${(value >> 8) & 255};${value & 255}`
  if (value < 8) return layer - 8 + value
  if (value < 16) return layer + 52 + value - 8
  return `${layer};5;${value}`
}
