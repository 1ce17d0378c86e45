import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHistory } from '../../source/runtime/history.ts'
import { freshPath } from '../helpers/repo.ts'
import { noticed } from '../helpers/session.ts'

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('events are lines, in the order they came, and go on after it is opened again', async () => {
  const path = freshPath('events.jsonl')
  const one = await openHistory(path)
  await one.append([noticed('a'), noticed('line\nbreak')])
  await one.append([])
  await one.close()
  const two = await openHistory(path)
  await two.append([noticed('c')])
  await two.close()
  expect(linesOf(path)).toEqual([noticed('a'), noticed('line\nbreak'), noticed('c')])
})

test('wherever a crash tore the last line, the whole lines stay and the next one is whole', async () => {
  const path = freshPath('events.jsonl')
  const whole = [noticed('first'), noticed('séc…nd')].map((event) => `${JSON.stringify(event)}\n`)
  const bytes = Buffer.from(whole.join(''))
  const firstEnd = Buffer.byteLength(whole[0] as string)
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: bytes.length }), async (length) => {
      writeFileSync(path, bytes.subarray(0, length))
      const history = await openHistory(path)
      await history.append([noticed('after')])
      await history.close()
      const kept = length === bytes.length ? 2 : length >= firstEnd ? 1 : 0
      expect(linesOf(path)).toHaveLength(kept + 1)
    }),
    { numRuns: 60, examples: [[0], [firstEnd - 1], [firstEnd], [bytes.length - 1], [bytes.length]] },
  )
})

test('a torn line longer than what is read at once is cut off as well', async () => {
  const path = freshPath('events.jsonl')
  writeFileSync(path, `${JSON.stringify(noticed('kept'))}\n`)
  appendFileSync(path, `{"type":"${'x'.repeat(200_000)}`)
  const history = await openHistory(path)
  await history.close()
  expect(linesOf(path)).toEqual([noticed('kept')])
})
