import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellWidth } from '../../../../source/text/cells.ts'
import { fitLine, type Span, spansWidth } from '../../../../source/ui/present/line.ts'
import { partsWithin } from '../../../../source/ui/present/parts.ts'
import { makeTheme } from '../../../../source/ui/theme.ts'

const theme = makeTheme('plain', { unicode: true })
const parts = [
  { text: '✕ failed', role: 'bad' as const, rank: 0 },
  { text: 'batch_1: exit 1', role: 'plain' as const, rank: 2 },
  { text: '12 s ago', role: 'dim' as const, rank: 3 },
  { text: 'type retry', role: 'key' as const, rank: 1 },
]
const within = (width: number) =>
  partsWithin(theme, parts, width, ' · ')
    .map(([text]) => text)
    .join('')

describe('facts in a narrow room', () => {
  it('go by rank and stay in their order', () => {
    expect(within(60)).toBe('✕ failed · batch_1: exit 1 · 12 s ago · type retry')
    expect(within(42)).toBe('✕ failed · batch_1: exit 1 · type retry')
    expect(within(36)).toBe('✕ failed · batch_1: ex… · type retry')
    expect(within(21)).toBe('✕ failed · type retry')
  })

  it('never offer half a command', () => {
    expect(within(18)).toBe('✕ failed')
    expect(within(6)).toBe('✕ fai…')
    expect(within(0)).toBe('')
  })

  it('are never wider than the room', () => {
    const some = fc.array(fc.record({ text: fc.string({ unit: 'grapheme' }), rank: fc.nat(4) }), {
      maxLength: 6,
    })
    fc.assert(
      fc.property(some, fc.nat(60), (facts, width) => {
        const made = facts.map((fact) => ({ ...fact, role: 'plain' as const }))
        expect(spansWidth(theme, partsWithin(theme, made, width, ' · '))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('a line', () => {
  it('is exactly as wide as it is told, whatever is in it', () => {
    const spans = fc.array(
      fc
        .tuple(fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\n', ' ')))
        .map(([text]): Span => [text]),
      { maxLength: 4 },
    )
    fc.assert(
      fc.property(spans, spans, fc.nat(40), (left, right, width) => {
        expect(cellWidth(fitLine(theme, width, { left, right }))).toBe(width)
      }),
    )
  })

  it('lets the left give way to the right, with a mark', () => {
    expect(fitLine(theme, 12, { left: [['a long name']], right: [['END']] })).toBe('a long n…END')
  })

  it('lets nothing through that a terminal would obey', () => {
    expect(fitLine(theme, 8, { left: [['a\x1b[2Jb\x07\x9b1mc']] })).toBe('abc     ')
  })
})
