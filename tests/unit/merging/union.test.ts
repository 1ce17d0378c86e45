import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Hunk } from '../../../source/merging/hunks.ts'
import { isAppendOnly, unionOf } from '../../../source/merging/union.ts'

const conflict = (ours: string[], theirs: string[], base: string[] = []): Hunk => ({
  ...{ kind: 'conflict', ours, base, theirs },
})
const settled = (...lines: string[]): Hunk => ({ kind: 'settled', lines })

test('both sides stand one after the other, ours first', () => {
  const hunks = [settled('# Log\n'), conflict(['- a\n'], ['- b\n']), settled('old\n')]
  expect(unionOf(hunks)).toBe('# Log\n- a\n- b\nold\n')
})

test('lines that both sides begin or end with are there once', () => {
  expect(unionOf([conflict(['## Now\n', '- a\n', '\n'], ['## Now\n', '- b\n', '\n'])])).toBe(
    '## Now\n- a\n- b\n\n',
  )
  expect(unionOf([conflict(['a\n'], ['a\n', 'b\n'])])).toBe('a\nb\n')
})

test('a last line without an end does not run into the next', () => {
  expect(unionOf([conflict(['a'], ['b'])])).toBe('a\nb')
})

test('where a line was changed it is no file that is only added to', () => {
  expect(unionOf([settled('x\n'), conflict(['a\n'], ['b\n'], ['before\n'])])).toBe(null)
})

test.each(['CHANGELOG.md', 'docs/Changes', 'NEWS.rst', 'pkg/HISTORY.txt', 'go.sum', '.br/decisions.md'])(
  '%s is only added to',
  (file) => expect(isAppendOnly(file)).toBe(true),
)

test.each(['changelog.ts', 'src/history.py', 'mychangelog.md', 'news/index.md', 'README.md', 'go.mod'])(
  '%s is not',
  (file) => expect(isAppendOnly(file)).toBe(false),
)

test('no line of either side is ever dropped, and each side keeps its order', () => {
  const side = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n'), { maxLength: 6 })
  fc.assert(
    fc.property(side, side, (ours, theirs) => {
      const merged = (unionOf([conflict(ours, theirs)]) as string).match(/[^\n]*\n/g) ?? []
      expect(isWithin(ours, merged)).toBe(true)
      expect(isWithin(theirs, merged)).toBe(true)
    }),
  )
})

/** As a subsequence. */
function isWithin(part: string[], whole: string[]): boolean {
  let at = 0
  for (const line of whole) if (line === part[at]) at += 1
  return at === part.length
}
