import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseVerdicts } from '../../../source/runtime/git/conflict-pairs.ts'
import { mergeLines } from '../../../source/runtime/git/merge-attributes.ts'

const tree = 'a'.repeat(40)
const text = (verdicts: string[][]) =>
  verdicts.map((files) => [files.length > 0 ? '0' : '1', tree, ...files, '', ''].join('\0')).join('')

test('every answer of merge-tree is read back, whatever the files are called', () => {
  const file = fc.string({ minLength: 1 }).filter((name) => !name.includes('\0'))
  fc.assert(
    fc.property(fc.array(fc.array(file, { maxLength: 4 }), { maxLength: 8 }), (verdicts) => {
      expect(parseVerdicts(text(verdicts))).toEqual(
        verdicts.map((entries) => ({ isClean: entries.length === 0, entries })),
      )
    }),
  )
})

test.each([
  ['a conflict without a tree', '0\0\0'],
  ['an answer that is cut off', `0\0${tree}\0a.txt\0`],
  ['a verdict that is none', `2\0${tree}\0\0`],
  ['a clean one with files', `1\0${tree}\0a.txt\0\0`],
])('does not take %s for an answer', (_, answer) => {
  expect(parseVerdicts(answer)).toBeNull()
})

test('of attributes only what is about merging is taken', () => {
  const lines = [
    '# merge=union',
    '',
    '*.md text merge=union',
    '"a b" -merge',
    '[attr]own merge=ours',
    '*.png binary',
    '*.c diff',
  ]
  expect(mergeLines(lines.join('\r\n'))).toEqual(['*.md merge=union', '"a b" -merge', '*.png -merge'])
})
