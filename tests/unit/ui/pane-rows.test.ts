import { expect, test } from 'vitest'
import type { Row } from '../../../source/model/screen.ts'
import { NO_ROWS, withRows } from '../../../source/ui/pane-rows.ts'

const row = (text: string): Row => ({ text, tone: 'output', continues: false })
const message = { type: 'rows' as const, generation: 1, pane: 'a', anchor: null, top: null, below: 0 }

const texts = (rows: Row[]) => rows.map(({ text }) => text)

test('rows that moved up are gone, changed ones exchanged, the others stay', () => {
  const first = withRows(NO_ROWS, {
    ...message,
    shift: 0,
    count: 3,
    changed: [
      [0, row('one')],
      [1, row('two')],
      [2, row('three')],
    ],
  })
  expect(texts(first.rows)).toEqual(['one', 'two', 'three'])
  const next = withRows(first, { ...message, shift: 1, count: 3, changed: [[2, row('four')]], below: 2 })
  expect(texts(next.rows)).toEqual(['two', 'three', 'four'])
  expect(next.below).toBe(2)
})

test('a pane with fewer rows than before has no others', () => {
  const full = withRows(NO_ROWS, { ...message, shift: 0, count: 1, changed: [[0, row('one')]] })
  expect(withRows(full, { ...message, shift: 0, count: 0, changed: [] }).rows).toEqual([])
})
