import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restoreEmptied } from '../../../source/runtime/git/restore-emptied.ts'
import { makeRepo, value } from '../../helpers/repo.ts'

test('files that a power cut left empty or full of zeros come back; work, empty files and what is new stay', async () => {
  const files = { 'a b.txt': 'a\n', 'zeros.bin': 'z'.repeat(5000), 'work.txt': 'w\n', 'empty.txt': '' }
  const repo = makeRepo({ files })
  const path = (name: string) => join(repo.root, name)
  writeFileSync(path('a b.txt'), '')
  writeFileSync(path('zeros.bin'), Buffer.alloc(5000))
  writeFileSync(path('work.txt'), 'w\nmore\n')
  writeFileSync(path('new.txt'), '')
  expect(value(await restoreEmptied(repo.root)).sort()).toEqual(['a b.txt', 'zeros.bin'])
  expect(readFileSync(path('a b.txt'), 'utf8')).toBe('a\n')
  expect(readFileSync(path('zeros.bin'), 'utf8')).toBe('z'.repeat(5000))
  expect(repo.git('status', '--porcelain')).toBe(' M work.txt\n?? new.txt')
  expect(value(await restoreEmptied(repo.root))).toEqual([])
})
