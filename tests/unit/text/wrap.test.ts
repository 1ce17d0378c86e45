import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellWidth } from '../../../source/text/cells.ts'
import { plainText } from '../../../source/text/plain.ts'
import { wrapCells } from '../../../source/text/wrap.ts'
import { anyText } from './any-text.ts'

const hard = { words: false }
const words = { words: true }
const visible = (text: string) =>
  [...new Intl.Segmenter().segment(plainText(text))]
    .map(({ segment }) => segment)
    .filter((glyph) => cellWidth(glyph) > 0 && glyph.trim() !== '')
    .join('')

describe('wrapCells', () => {
  it('cuts the output of programs at the width', () => {
    expect(wrapCells('abcdefg', 3, hard)).toEqual(['abc', 'def', 'g'])
    expect(wrapCells('ab  cd', 3, hard)).toEqual(['ab ', ' cd'])
    expect(wrapCells('', 3, hard)).toEqual([''])
  })

  it('breaks sentences at spaces, and words only when they are too long', () => {
    expect(wrapCells('the quick brown fox', 10, words)).toEqual(['the quick', 'brown fox'])
    expect(wrapCells('a verylongword b', 6, words)).toEqual(['a', 'verylo', 'ngword', 'b'])
    expect(wrapCells('  - item of list', 9, words)).toEqual(['  - item', 'of list'])
    expect(wrapCells('    unbreakable', 8, words)).toEqual(['    unbr', 'eakable'])
    expect(wrapCells('exact fit', 5, words)).toEqual(['exact', 'fit'])
  })

  it('opens the colour again in every row', () => {
    expect(wrapCells('\x1b[31mabcd\x1b[0m', 2, hard)).toEqual(['\x1b[31mab\x1b[0m', '\x1b[31mcd\x1b[0m'])
    expect(wrapCells('\x1b[31mab \x1b[32mcd', 2, words)).toEqual(['\x1b[31mab\x1b[0m', '\x1b[32mcd\x1b[0m'])
  })

  it('keeps a wide glyph whole', () => {
    expect(wrapCells('a日本', 2, hard)).toEqual(['a', '日', '本'])
    expect(wrapCells('日a', 1, hard)).toEqual([' ', 'a'])
  })

  it('sets tabs to their columns', () => {
    expect(wrapCells('a\tb', 20, hard)).toEqual(['a       b'])
    expect(wrapCells('日\t\tb', 20, hard)).toEqual(['日              b'])
  })

  it('takes what turns text around away and keeps its letters', () => {
    expect(wrapCells('a\u202eשלום\u2066b\u200f', 20, hard)).toEqual(['aשלוםb'])
  })

  it('loses no visible glyph, exceeds no width and lets no sequence but colours through', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 2, max: 24 }), fc.boolean(), (text, width, words) => {
        const rows = wrapCells(text, width, { words })
        for (const row of rows) {
          expect(cellWidth(row)).toBeLessThanOrEqual(width)
          expect(row.replace(/\x1b\[[\d;:]*m/g, '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
        }
        const glyphs = rows.map((row) => row.replace(/\x1b\[[\d;:]*m/g, '').replaceAll(' ', '')).join('')
        expect(glyphs).toBe(visible(text))
      }),
      { numRuns: 500 },
    )
  })

  it('keeps every cell of a line that is cut hard', () => {
    fc.assert(
      fc.property(anyText(), fc.integer({ min: 2, max: 24 }), (text, width) => {
        const line = text.replaceAll('\t', '')
        const total = wrapCells(line, width, hard).reduce((sum, row) => sum + cellWidth(row), 0)
        expect(total).toBe(cellWidth(line))
      }),
    )
  })
})
