import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { writeDecisions, writeRunFolder } from '../../../source/runtime/worker/run-folder.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'
import { makeRun } from './worker-rig.ts'

test('a run folder is the owner’s only, and never written over another', async () => {
  const { dir, order } = await makeRun(['true'])
  expect(statSync(dir).mode & 0o777).toBe(0o700)
  expect(statSync(runPaths(dir).spec).mode & 0o777).toBe(0o600)
  expect(await writeRunFolder(dir, order)).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining('could not be written') },
  })
})

test('decisions taken meanwhile replace the ones in the folder', async () => {
  const { dir } = await makeRun(['true'])
  writeDecisions(dir, [{ at: 0, by: 'Ada', text: 'Tabs it is.' }])
  expect(readFileSync(runPaths(dir).decisions, 'utf8')).toContain('> Tabs it is.')
})
