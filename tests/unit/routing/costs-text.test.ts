import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CostLine } from '../../../source/routing/costs.ts'
import { costsCsv, costsText } from '../../../source/routing/costs-text.ts'

const line = (key: string, changes: Partial<CostLine> = {}): CostLine => ({
  key,
  tokens: { in: 10, out: 2, cacheRead: 3, cacheWrite: 4 },
  cost: { usd: 1, atLeast: false },
  onDefault: { usd: 3, atLeast: false },
  saved: 2,
  ...changes,
})
const unknown = { cost: { usd: 0, atLeast: true }, saved: null }

test('a table with the whole last; unknown is said, and is never $0', () => {
  expect(costsText({ lines: [line('web'), line('docs', unknown)], total: line('') }, 'stream')).toBe(
    [
      'stream     cost  on default    saved  in  out  cache read  cache write',
      'web       $1.00       $3.00    $2.00  10    2           3            4',
      'docs    unknown       $3.00  unknown  10    2           3            4',
      'all       $1.00       $3.00    $2.00  10    2           3            4',
    ].join('\n'),
  )
  expect(costsText({ lines: [], total: line('') }, 'day')).toBe('No agent has told yet what it used.')
})

test('a spreadsheet gets numbers, and nothing where nobody knows', () => {
  expect(
    costsCsv({ lines: [line('web'), line('docs', unknown)], total: line('') }, 'stream').split('\n'),
  ).toEqual([
    'stream,usd,usd_is_at_least,usd_on_default,saved,in,out,cache_read,cache_write',
    '"web",1,false,3,2,10,2,3,4',
    '"docs",,true,3,,10,2,3,4',
  ])
})

test('no name is a formula, a second cell or a second row', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('=', '+', '-', '@', '"', ',', '\r', '\n', '\t', 'a', "'"),
  })
  fc.assert(
    fc.property(hostile, (key) => {
      const [, row = '', ...more] = costsCsv({ lines: [line(key)], total: line('') }, 'stream').split('\n')
      expect(more).toEqual([])
      const cell = /^"((?:[^"\r\n]|"")*)",1,false,/.exec(row)?.[1]
      expect(cell).toBeDefined()
      expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    }),
  )
})
