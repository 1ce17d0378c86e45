import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changedLines, diffLines } from '../../../../source/runtime/worker/acp/line-changes.ts'

const diff = (oldText: string | null, newText: string) => ({
  type: 'diff' as const,
  path: 'a',
  oldText,
  newText,
})
const numbers = (count: number) => Array.from({ length: count }, (_, index) => `${index}`)

test('changes far apart are two, with three lines around each', () => {
  const before = numbers(30)
  const after = before.with(5, 'five').with(20, 'twenty')
  expect(changedLines(diff(before.join('\n'), after.join('\n')))).toEqual(['-5', '+five', '-20', '+twenty'])
  expect(diffLines(diff(before.join('\n'), after.join('\n')))).toEqual([
    ...['@@', ' 2', ' 3', ' 4', '-5', '+five', ' 6', ' 7', ' 8'],
    ...['@@', ' 17', ' 18', ' 19', '-20', '+twenty', ' 21', ' 22', ' 23'],
  ])
})

test('a new file is all new, and one without an end of its last line is no change', () => {
  expect(changedLines(diff(null, 'a\nb'))).toEqual(['+a', '+b'])
  expect(changedLines(diff('a\nb', 'a\nb\n'))).toEqual([])
})

test('texts that have nothing in common are told in full', () => {
  const before = numbers(3000).map((each) => `old ${each}`)
  const after = numbers(3000).map((each) => `new ${each}`)
  const lines = changedLines(diff(before.join('\n'), after.join('\n')))
  expect(lines).toEqual([...before.map((line) => `-${line}`), ...after.map((line) => `+${line}`)])
})

test('what is gone and what is new together are the whole difference', () => {
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', ' d', '-e', '+f', ''))
    .map((lines) => lines.map((line) => `${line}\n`).join(''))
  const count = (lines: string[]) => Object.groupBy(lines, (line) => line)
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = changedLines(diff(before, after))
      const of = (sign: string) => lines.filter((line) => line[0] === sign).map((line) => line.slice(1))
      const whole = (each: string) => each.split('\n').slice(0, -1)
      expect(count([...whole(before), ...of('+')].sort())).toEqual(
        count([...whole(after), ...of('-')].sort()),
      )
    }),
  )
})
