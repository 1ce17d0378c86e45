import { expect, test } from 'vitest'
import { markerSizeFor, readHunks } from '../../../source/merging/hunks.ts'

test('settled lines and both sides of a conflict, with what was there before', () => {
  const text = 'top\n<<<<<<<< ours\na\n|||||||| base\nwas\n========\nb\nc\n>>>>>>>> theirs\nend'
  expect(readHunks(text, 8)).toEqual([
    { kind: 'settled', lines: ['top\n'] },
    { kind: 'conflict', ours: ['a\n'], base: ['was\n'], theirs: ['b\n', 'c\n'] },
    { kind: 'settled', lines: ['end'] },
  ])
})

test('markers that a file holds itself are lines like any other', () => {
  const own = '<<<<<<< example\n=======\n>>>>>>>>>> x\n'
  const size = markerSizeFor([own, 'b\n'])
  expect(size).toBe(11)
  expect(readHunks(own, size)).toEqual([{ kind: 'settled', lines: own.match(/.*\n/g) }])
})
