import * as fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { cellWidth, cutCells, fitCells, truncate } from '../../../source/text/cells.ts'
import { isSimple } from '../../../source/text/glyphs.ts'
import { plainText } from '../../../source/text/plain.ts'
import { anyText } from './any-text.ts'

const red = '\x1b[31m'
const reset = '\x1b[0m'

describe('cellWidth', () => {
  it.each([
    ['plain', 5],
    [`${red}red${reset}`, 3],
    ['日本', 4],
    ['e\u0301', 1],
    ['👩‍👩‍👧', 2],
    ['🇩🇪', 2],
    ['1️⃣', 2],
    ['a\x07\x1bb\u202ec', 3],
    ['a\tb', 3],
    ['שלום', 4],
    ['', 0],
  ])('of %j is %i', (text, width) => {
    expect(cellWidth(text)).toBe(width)
  })

  it('gives every character of the table its real width', () => {
    const wrong: number[] = []
    for (let code = 0; code < 0x10000; code++) {
      const glyph = String.fromCharCode(code)
      if (isSimple(glyph) && cellWidth(glyph) !== stringWidth(glyph)) wrong.push(code)
    }
    expect(wrong).toEqual([])
  })

  it('agrees with measuring the whole text at once', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText(), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })),
        (any) => {
          const text = any.replace(/\x1b\[[\d;]*m|[\x00-\x1f\x7f-\x9f]/g, '')
          expect(cellWidth(text)).toBe(stringWidth(text))
        },
      ),
      { numRuns: 1000 },
    )
  })
})

describe('cutCells', () => {
  it('carries the colour in and closes it', () => {
    expect(cutCells(`a${red}bcd${reset}e`, 2, 4)).toBe(`${red}cd${reset}`)
    expect(cutCells(`${red}ab\x1b[39mcd`, 2, 4)).toBe('cd')
    expect(cutCells(`\x1b[1;38;5;3mab\x1b[22mcd`, 1, 3)).toBe(`\x1b[38;5;3;1mb${reset}\x1b[38;5;3mc${reset}`)
  })

  it('puts spaces where an edge cuts a wide glyph', () => {
    expect(cutCells('a日b', 2, 4)).toBe(' b')
    expect(cutCells('a日b', 0, 2)).toBe('a ')
    expect(cutCells('日', 0, 1)).toBe(' ')
  })

  it('drops what is no colour, and colours that hide', () => {
    expect(cutCells('a\x1b[2Jb\x1b[8mc\x07', 0, 9)).toBe('a[2Jbc')
    expect(cutCells('\x1b[38;5mx', 0, 9)).toBe('x')
  })

  it('makes pieces that together are as wide as the whole and as long as asked', () => {
    fc.assert(
      fc.property(anyText(), fc.array(fc.nat(12), { maxLength: 8 }), (text, steps) => {
        const width = cellWidth(text)
        let at = 0
        let total = 0
        for (const step of [...steps, width]) {
          const to = Math.min(width, at + step)
          const piece = cutCells(text, at, to)
          expect(cellWidth(piece)).toBe(to - at)
          expect(piece.replace(/\x1b\[[\d;:]*m/g, '')).toBe(plainText(piece))
          total += cellWidth(piece)
          at = to
        }
        expect(total).toBe(width)
      }),
    )
  })

  it('leaves no colour open', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(20), fc.nat(20), (text, from, length) => {
        const piece = cutCells(text, from, from + length)
        const last = piece.match(/\x1b\[[\d;:]*m/g)?.at(-1)
        expect(last === undefined || last === reset).toBe(true)
      }),
    )
  })
})

describe('fitCells', () => {
  it('is always exactly as wide as asked', () => {
    fc.assert(
      fc.property(anyText(), fc.nat(30), fc.nat(10), (text, width, from) => {
        expect(cellWidth(fitCells(text, width, from))).toBe(width)
      }),
    )
  })

  it('fills up outside of the colour', () => {
    expect(fitCells(`${red}ab`, 4)).toBe(`${red}ab${reset}  `)
  })
})

describe('truncate', () => {
  it('shows that something is missing', () => {
    expect(truncate('abcdef', 4, '…')).toBe('abc…')
    expect(truncate('abcd', 4, '…')).toBe('abcd')
    expect(truncate('日本語', 4, '…')).toBe('日 …')
    expect(truncate('abcdef', 2, '...')).toBe('..')
    expect(truncate('abcdef', 0, '…')).toBe('')
  })
})
