import { appendFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { beforeAll, describe, expect, test } from 'vitest'
import { frameOf, scrolled } from '../../../source/runtime/transcript/frame.ts'
import { openLog } from '../../../source/runtime/transcript/log.ts'
import { search } from '../../../source/runtime/transcript/search.ts'
import { createTranscript } from '../../../source/runtime/transcript/transcript.ts'
import { freshPath } from '../../helpers/repo.ts'

const LINES = 1_000_000
const lineOf = (index: number) =>
  `\x1b[32m${String(index).padStart(7, '0')}\x1b[0m compile source/module-${index % 97}.ts done`
const lineBytes = Buffer.byteLength(lineOf(0)) + 1

const { parts, logGrew } = createTranscript()
const log = openLog('run', freshPath('output.log'), 0)
const window = { columns: 120, rows: 40, anchor: null }

beforeAll(() => {
  let offset = 0
  for (let from = 0; from < LINES; from += 10_000) {
    const text = Array.from({ length: 10_000 }, (_, index) => `${lineOf(from + index)}\n`).join('')
    appendFileSync(log.path, text)
    offset += Buffer.byteLength(text)
    log.grow({ offset, lines: from + 10_000 })
  }
  logGrew(log, 0, 1)
}, 60_000)

const milliseconds = (work: () => void) => {
  const start = performance.now()
  work()
  return performance.now() - start
}

// Measured: under 10 ms. The bounds are wide, for a machine that does other things as well.
describe('of a million lines', () => {
  test('the last page, the first one and one in the middle take no longer than those of a short log', () => {
    frameOf(parts, window)
    const middle = { part: 'run', line: 0, row: 0 }
    for (let line = 0; line < log.end() / 2; line += lineBytes) middle.line = line
    const takes = [
      milliseconds(() => expect(frameOf(parts, window).rows).toHaveLength(40)),
      milliseconds(() => expect(scrolled(parts, window, 'start')).toEqual({ part: 'run', line: 0, row: 0 })),
      milliseconds(() => {
        const { rows, below } = frameOf(parts, { ...window, anchor: middle })
        expect(rows).toHaveLength(40)
        expect(below).toBeGreaterThan(LINES / 2 - 100)
        expect(below).toBeLessThan(LINES / 2)
      }),
    ]
    expect(Math.max(...takes)).toBeLessThan(200)
  })

  test('what lies below is counted to the line', () => {
    const start = scrolled(parts, window, 'start')
    expect(frameOf(parts, { ...window, anchor: start }).below).toBe(LINES - 40)
    const page = scrolled(parts, window, -40)
    expect(frameOf(parts, { ...window, anchor: page }).below).toBe(40)
  })

  test('a search through all of it lets others have their turn', async () => {
    let longest = 0
    let isOver = false
    const watching = (async () => {
      for (let last = performance.now(); !isOver; ) {
        await setImmediate()
        const now = performance.now()
        longest = Math.max(longest, now - last)
        last = now
      }
    })()
    const { signal } = new AbortController()
    const sought = { text: '0000003', from: null, direction: 'up' as const }
    expect(await search(parts, sought, signal)).toEqual({ part: 'run', line: 3 * lineBytes, row: 0 })
    isOver = true
    await watching
    expect(longest).toBeLessThan(200)
  })
})
