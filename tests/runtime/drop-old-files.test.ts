import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { dropOldFiles } from '../../source/runtime/drop-old-files.ts'
import { freshPath } from '../helpers/repo.ts'

/** Names are bytes and age: the first is the oldest. */
function folderOf(sizes: Record<string, number>): string {
  const folder = freshPath('logs')
  mkdirSync(join(folder, 'a-folder'), { recursive: true })
  for (const [index, [name, size]] of Object.entries(sizes).entries()) {
    writeFileSync(join(folder, name), 'x'.repeat(size))
    utimesSync(join(folder, name), 1000 + index, 1000 + index)
  }
  return folder
}

test.each([
  ['as many files', { files: 2, bytes: 1000 }, ['c', 'd']],
  ['as many bytes', { files: 9, bytes: 25 }, ['c', 'd']],
  ['nothing while there is room', { files: 9, bytes: 1000 }, ['a', 'b', 'c', 'd']],
])('the newest stay: %s', async (_, most, left) => {
  const folder = folderOf({ a: 10, b: 10, c: 10, d: 10 })
  await dropOldFiles(folder, most)
  expect(readdirSync(folder).sort()).toEqual(['a-folder', ...left].sort())
})

test('a folder that is not there has nothing to drop', async () => {
  await expect(dropOldFiles(freshPath('none'), { files: 1, bytes: 1 })).resolves.toBeUndefined()
})
