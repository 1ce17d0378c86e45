import { rmSync, symlinkSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openLog } from '../../../source/runtime/transcript/log.ts'
import { linesAfter, linesBefore, type TextLine } from '../../../source/runtime/transcript/log-lines.ts'
import { readBlock } from '../../../source/runtime/transcript/read-block.ts'
import { freshPath } from '../../helpers/repo.ts'

const path = freshPath('output.log')

/** Lines short and longer than what is read at once, the last one maybe unfinished. */
const content = fc
  .tuple(
    fc.array(fc.tuple(fc.constantFrom('', 'a', 'line', 'ü€😀'), fc.constantFrom(0, 1, 50, 5000, 20_000)), {
      maxLength: 12,
    }),
    fc.boolean(),
  )
  .map(([lines, isWhole]) => {
    const text = lines.map(([text, count]) => text.repeat(count)).join('\n')
    return isWhole && text !== '' ? `${text}\n` : text
  })

function allLines(text: string): TextLine[] {
  const lines: TextLine[] = []
  let line = 0
  for (const each of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
    const next = line + Buffer.byteLength(each)
    lines.push({ line, next, text: each.replace('\n', '') })
    line = next
  }
  return lines
}

describe('lines of a log', () => {
  test('are the same from wherever and in whichever direction they are read', () => {
    fc.assert(
      fc.property(content, fc.nat(), fc.integer({ min: 1, max: 8 }), (text, at, count) => {
        writeFileSync(path, text)
        const size = Buffer.byteLength(text)
        const lines = allLines(text)
        const index = at % (lines.length + 1)
        const place = lines[index]?.line ?? size
        expect(linesAfter(path, place, size, count)).toEqual(lines.slice(index, index + count))
        expect(linesBefore(path, 0, place, count)).toEqual(lines.slice(Math.max(0, index - count), index))
      }),
      { numRuns: 200 },
    )
  })

  test('of a file that was cut off are those that are left', () => {
    writeFileSync(path, 'one\ntwo')
    expect(linesAfter(path, 0, 1000, 5)?.map(({ text }) => text)).toEqual(['one', 'two'])
    expect(linesAfter(path, 500, 1000, 5)).toEqual([])
  })

  test('of a file without an end of line come in pieces', () => {
    writeFileSync(path, 'x'.repeat(3_000_000))
    expect(linesAfter(path, 0, 3_000_000, 5)?.[0]?.text.length).toBeLessThanOrEqual(1024 * 1024)
    expect(linesBefore(path, 0, 3_000_000, 5)?.[0]?.text.length).toBeLessThanOrEqual(1024 * 1024)
  })
})

test('how many lines end behind a place is known from what the worker told, wherever that was', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 12 }), fc.nat(), (growths, at) => {
      const line = 'a line of some words, as long as a program prints\n'
      writeFileSync(path, line.repeat(growths.reduce((sum, each) => sum + each, 0)))
      const log = openLog('run', path, 0)
      let lines = 0
      for (const each of growths) {
        lines += each
        log.grow({ offset: lines * line.length, lines })
      }
      const from = at % (lines + 1)
      expect(log.lineEndsFrom(from * line.length)).toBe(lines - from)
      expect(log.lineEndsFrom(from * line.length + 7)).toBe(lines - from)
    }),
    { numRuns: 50 },
  )
})

test('a log that nobody counted is counted as far as that is quick', () => {
  const line = `${'x'.repeat(99)}\n`
  writeFileSync(path, line.repeat(50_000))
  const log = openLog('run', path, 5_000_000)
  expect(log.lineEndsFrom(0)).toBe(null)
  expect(log.lineEndsFrom(4_000_000)).toBe(10_000)
})

test('a link and a folder in the place of a log are no log', () => {
  const link = freshPath('link')
  writeFileSync(path, 'secret of somebody else\n')
  symlinkSync(path, link)
  expect(readBlock(link, 0, 10)).toBe(null)
  expect(readBlock(`${link}/..`, 0, 10)).toBe(null)
  rmSync(path)
  expect(readBlock(path, 0, 10)).toBe(null)
})
