import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { removeDeadTemporaryFolders, withTemporaryFolder } from '../../source/runtime/temporary-folder.ts'

test('what a process that died has left is removed, and nothing of one that lives', async () => {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  const dead = join(tmpdir(), `br-temporary-${pid}-abc`)
  mkdirSync(dead)
  await withTemporaryFolder(async (folder) => {
    await removeDeadTemporaryFolders()
    expect([existsSync(dead), existsSync(folder)]).toEqual([false, true])
  })
})
