import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Call, openCallLog, readCalls } from '../../../source/runtime/worker/call-log.ts'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import { freshPath } from '../../helpers/repo.ts'

const SECRET = ['not', 'for', 'everybody'].join('-')
const open = () => {
  const path = freshPath('calls.jsonl')
  return { path, log: openCallLog(path, createMasker([SECRET])) }
}
const call = (number: number, more: Partial<Call> = {}): Call => ({
  ...{ number, line: `execute ${number}`, state: 'completed', text: '    out' },
  ...more,
})

test('each call is read once, as it was known last, in the order of the numbers', async () => {
  const { path, log } = open()
  for (const each of [call(2, { state: 'running' }), call(1), call(2)]) log.keep(each)
  expect(await readCalls(path)).toEqual([call(1), call(2)])
  expect(statSync(path).mode & 0o777).toBe(0o600)
})

test('a torn end costs only itself, and no file is no calls', async () => {
  const { path, log } = open()
  log.keep(call(1))
  appendFileSync(path, '{"number":2,"line":"exe')
  expect(await readCalls(path)).toEqual([call(1)])
  expect(await readCalls(freshPath('none'))).toEqual([])
})

test('cleaning keeps colours, and takes out secrets, also over many lines, and what a terminal would obey', () => {
  const { log } = open()
  expect(log.clean(`\x1b[31mred\x1b[0m \x1b]0;title\x07${SECRET}\n`)).toMatch(
    /^\x1b\[31mred\x1b\[0m \S*…\(secret\)$/,
  )
  const word = ['PRIVATE', 'KEY'].join(' ')
  const key = [`-----BEGIN ${word}-----`, ...Array(4).fill('Zk3'.repeat(20)), `-----END ${word}-----`].join(
    '\n',
  )
  expect(log.clean(`before\n${key}\nafter`)).not.toContain('Zk3Zk3')
  expect(log.clean(`before\n${key.slice(0, 120)}`)).not.toContain('Zk3Zk3')
  expect(log.clean('')).toBe('')
})

test('one text, and all of a run, are bounded, and say so', async () => {
  const { path, log } = open()
  const line = 'x'.repeat(99)
  const long = `${line}\n`.repeat(5000)
  const cleaned = log.clean(long)
  expect(cleaned.length).toBeLessThan(270_000)
  expect(cleaned).toMatch(/x\n… \d+ characters more$/)
  for (let number = 1; number <= 140; number++) log.keep(call(number, { text: cleaned }))
  expect(readFileSync(path).length).toBeLessThanOrEqual(32 * 1024 * 1024)
  const kept = await readCalls(path)
  expect(kept.length).toBeGreaterThan(100)
  expect(kept.length).toBeLessThan(140)
})
