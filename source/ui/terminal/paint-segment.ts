import { isPrintableAscii, isSimple, walkGlyphs } from '../../text/glyphs.ts'

export interface Painted {
  bytes: string
  /** Up to where a terminal may have written that takes a glyph for wider than it is; without such glyphs 0. */
  reach: number
}

/** The bytes that put a row of text, exactly as wide as its place, at a place of the screen. Both count from 0. */
export function paintSegment(x: number, y: number, text: string): Painted {
  const start = `\x1b[${y + 1};${x + 1}H`
  const { head, blanks } = splitBlanks(text)
  const end = blanks > 0 ? `\x1b[${blanks}X` : ''
  if (isPrintableAscii(head)) return { bytes: start + head + end, reach: 0 }
  const { bytes, reach } = paintGlyphs(x, head)
  return { bytes: start + bytes + end, reach }
}

/** To erase cells is shorter than to write as many spaces. */
const FEW_BLANKS = 6

function splitBlanks(text: string): { head: string; blanks: number } {
  let length = text.length
  while (length > 0 && text[length - 1] === ' ') length--
  const blanks = text.length - length
  return blanks > FEW_BLANKS ? { head: text.slice(0, length), blanks } : { head: text, blanks: 0 }
}

/**
 * Terminals disagree about the width of emoji and of some symbols. After each of those the column is set anew, so that
 * no disagreement moves the rest of the row; before it its cells are erased, in case it fills less of them.
 */
function paintGlyphs(x: number, text: string): Painted {
  let bytes = ''
  let reach = 0
  let column = x
  walkGlyphs(text, {
    code: (code) => {
      bytes += code
    },
    glyph: (glyph, width) => {
      column += width
      if (isSimple(glyph)) bytes += glyph
      else {
        reach = Math.max(reach, column - width + 2 * glyph.length)
        bytes += `${width > 1 ? `\x1b[${width}X` : ''}${glyph}\x1b[${column + 1}G`
      }
      return false
    },
  })
  return { bytes, reach }
}
