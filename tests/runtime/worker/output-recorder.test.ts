import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openLogFile } from '../../../source/runtime/worker/log-file.ts'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import { createOutputRecorder } from '../../../source/runtime/worker/output-recorder.ts'
import { paced } from '../../../source/runtime/worker/paced.ts'
import { freshPath } from '../../helpers/repo.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('the log says where it ends, in bytes and lines, each time it has grown', () => {
  const path = freshPath('output.log')
  const log = openLogFile(path)
  const ends: object[] = []
  const recorder = createOutputRecorder(createMasker([]), log, () => ends.push(log.end()))
  recorder.out(Buffer.from('one\ntwo\nthr'))
  recorder.out(Buffer.from('ee'))
  recorder.err(Buffer.from('ü\n'))
  recorder.out(Buffer.from('\n'))
  recorder.end()
  log.close()
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\nü\nthree\n')
  expect(ends).toEqual([
    { offset: 8, lines: 2 },
    { offset: 11, lines: 3 },
    { offset: 17, lines: 4 },
  ])
})

test('a line of one stream that is shown unfinished is not run into by the other', () => {
  const path = freshPath('output.log')
  const log = openLogFile(path)
  const recorder = createOutputRecorder(createMasker([]), log, () => {})
  recorder.out(Buffer.from('Continue? '))
  vi.advanceTimersByTime(200)
  recorder.err(Buffer.from('warning\n'))
  recorder.end()
  log.close()
  expect(readFileSync(path, 'utf8')).toBe('Continue? \nwarning\n')
})

test('what is paced is done at once, then now and then, the last call never left out', () => {
  const done: number[] = []
  const { call } = paced(16, () => done.push(Date.now()))
  const start = Date.now()
  for (let count = 0; count <= 40; count++) {
    call()
    vi.advanceTimersByTime(1)
  }
  vi.advanceTimersByTime(100)
  expect(done.map((time) => time - start)).toEqual([0, 16, 32, 48])
  expect(vi.getTimerCount()).toBe(0)
})

test('what is still to be done is done before the end', () => {
  let done = 0
  const { call, flush } = paced(16, () => {
    done += 1
  })
  flush()
  expect(done).toBe(0)
  call()
  call()
  flush()
  flush()
  expect([done, vi.getTimerCount()]).toEqual([2, 0])
})
