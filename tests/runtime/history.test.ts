import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openHistory } from '../../source/runtime/history.ts'
import { lastNumber, readHistory } from '../../source/runtime/read-history.ts'
import { freshPath, value } from '../helpers/repo.ts'
import { noticed } from '../helpers/session.ts'

const linesOf = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))

test('events are lines, in the order they came, and go on after it is opened again', async () => {
  const path = freshPath('events.jsonl')
  const one = await openHistory(path)
  await one.append([noticed('a'), noticed('line\nbreak')], 1)
  await one.append([], 3)
  await one.close()
  const two = await openHistory(path)
  await two.append([noticed('c')], 3)
  await two.close()
  const events = [noticed('a'), noticed('line\nbreak'), noticed('c')]
  expect(linesOf(path)).toMatchObject(events.map((event, index) => ({ ...event, seq: index + 1 })))
  expect(value(await readHistory(path))).toEqual({
    ...{ path, events, soFar: [], unread: 0 },
    numbered: events.map((event, index) => ({ seq: index + 1, event })),
  })
  expect(await lastNumber(path)).toBe(3)
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
      await history.append([noticed('after')], 3)
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
  expect(readFileSync(`${path}.torn`)).toHaveLength(200_009)
  expect(history.notes.join()).toContain(`200009 bytes were moved to ${path}.torn`)
})

test('a line that is not as it was written is not read, also where it is JSON still; older lines need no checksum', async () => {
  const path = freshPath('events.jsonl')
  writeFileSync(path, `${JSON.stringify(noticed('old'))}\n`)
  const history = await openHistory(path)
  await history.append([noticed('one'), noticed('two')], 1)
  await history.close()
  writeFileSync(path, readFileSync(path, 'utf8').replace('"one"', '"0ne"'))
  const read = value(await readHistory(path))
  expect(read).toMatchObject({ events: [noticed('old'), noticed('two')], unread: 1 })
  expect(read.numbered.map(({ seq }) => seq)).toEqual([2])
  expect(await lastNumber(path)).toBe(2)
  appendFileSync(path, 'x\n')
  expect(await lastNumber(path)).toBe(null)
})
