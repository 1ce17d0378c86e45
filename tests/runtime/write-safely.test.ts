import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readIfThere, writeSafely } from '../../source/runtime/write-safely.ts'
import { freshPath } from '../helpers/repo.ts'

test('the file holds what was written last and its .prev what was written before, whatever it is', async () => {
  const path = freshPath('file')
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary' }), { minLength: 2, maxLength: 4 }),
      async (texts) => {
        for (const text of texts) await writeSafely(path, text)
        // A lone surrogate is no text that a file could hold.
        const [last, before] = texts.toReversed().map((text) => text.toWellFormed())
        expect(await readIfThere(path)).toBe(last)
        expect(await readIfThere(`${path}.prev`)).toBe(before)
      },
    ),
    { numRuns: 30 },
  )
  expect(statSync(path).mode & 0o077).toBe(0)
  expect(existsSync(`${path}.tmp`)).toBe(false)
})

test('what a write that was killed left behind is no obstacle', async () => {
  const path = freshPath('file')
  await writeSafely(path, 'one')
  writeFileSync(`${path}.tmp`, 'half of')
  await writeSafely(path, 'two')
  expect([readFileSync(path, 'utf8'), readFileSync(`${path}.prev`, 'utf8')]).toEqual(['two', 'one'])
})

test('a failure to write is thrown, with the old file untouched', async () => {
  const path = freshPath('file')
  await writeSafely(path, 'one')
  await expect(writeSafely(`${path}/below`, 'x')).rejects.toThrow(/ENOTDIR/)
  expect(await readIfThere(path)).toBe('one')
})

test('a file that is not there is null; what cannot be read is an error and not an empty file', async () => {
  expect(await readIfThere(freshPath('none'))).toBe(null)
  const folder = freshPath('folder')
  mkdirSync(folder)
  await expect(readIfThere(folder)).rejects.toThrow(/EISDIR/)
})
