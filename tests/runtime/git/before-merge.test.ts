import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { dropMerge } from '../../../source/runtime/git/before-merge.ts'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { stateOf } from '../../helpers/loop-repo.ts'
import { value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

const snapshotRef = 'refs/br-snapshots/plan/a'
const keepRef = `${snapshotRef}.aborted`

/** A workspace in conflict that had staged, unstaged, untracked and ignored files when the merge began. */
async function inConflict() {
  const files = {
    'a.txt': lines('a'),
    'b.txt': lines('b'),
    'c.txt': 'c\n',
    '.gitignore': 'ignored/\n',
    'd.txt': 'd\n',
  }
  const here = await setUp(files)
  const { inside, workspace, base } = here
  const target = commitInClone(workspace.clone, base, {
    'a.txt': 'landed\n',
    'new/landed.txt': 'n\n',
    'd.txt': 'dd\n',
  })
  const head = inside.commit({ 'a.txt': 'own\n' })
  inside.write({ 'b.txt': 'unstaged\n', 'untracked.txt': 'u\r\n', 'ignored/x': 'x' })
  const state = () => stateOf(inside)
  const before = state()
  const merged = value(await mergeIntoWorkspace({ ...workspace, target, snapshotRef }))
  expect(merged.conflicts).toEqual(['a.txt'])
  return {
    ...here,
    head,
    target,
    before,
    state,
    gitDir: inside.git('rev-parse', '--absolute-git-dir'),
    drop: () => dropMerge({ ...workspace, keepRef }),
  }
}

test('files, index and branch are again what they were, byte for byte, and the resolution is kept', async () => {
  const { inside, before, state, head, drop, gitDir } = await inConflict()
  inside.write({ 'a.txt': 'both\n', 'c.txt': 'by the way\n', 'extra/file.txt': 'extra\n' })
  inside.git('add', 'a.txt', 'extra')
  expect(state()).not.toEqual(before)
  const { kept, head: back } = value(await drop())
  expect(state()).toEqual(before)
  expect(back).toBe(head)
  expect(inside.git('show', `${kept}:a.txt`, `${kept}:c.txt`, `${kept}:extra/file.txt`)).toBe(
    'both\nby the way\nextra',
  )
  expect(inside.git('rev-parse', keepRef)).toBe(kept)
  const merging = ['MERGE_HEAD', 'MERGE_MSG', 'AUTO_MERGE', 'br-before-merge', 'br-before-merge.index']
  expect(merging.filter((name) => existsSync(join(gitDir, name)))).toEqual([])
})

test('also when the merge was committed with its markers, or another branch was checked out meanwhile', async () => {
  const { inside, before, state, drop } = await inConflict()
  inside.git('add', '--all')
  inside.git('commit', '--quiet', '--message', 'as it is')
  inside.git('checkout', '--quiet', '-b', 'elsewhere')
  value(await drop())
  expect(state()).toEqual(before)
})

test('a second merge begins as the first one did, and asked for twice nothing more happens', async () => {
  const { inside, workspace, target, before, state, drop } = await inConflict()
  value(await drop())
  value(await drop())
  expect(state()).toEqual(before)
  expect(value(await mergeIntoWorkspace({ ...workspace, target, snapshotRef })).conflicts).toEqual(['a.txt'])
  expect(inside.git('rev-parse', 'MERGE_HEAD')).toBe(target)
})

test('killed at any point, the next one does the rest', { timeout: 120_000 }, async () => {
  const { inside, workspace, target, before, state, drop } = await inConflict()
  const module = join(import.meta.dirname, '../../../source/runtime/git/before-merge.ts')
  const script = `const { dropMerge } = await import(process.argv[1]); await dropMerge(JSON.parse(process.argv[2])); process.stdout.write('done')`
  const request = JSON.stringify({ ...workspace, keepRef })
  let cut = 0
  for (let round = 0; round < 12; round += 1) {
    inside.write({ 'a.txt': `resolved ${round}\n`, [`extra-${round}.txt`]: 'e\n' })
    // A group of its own, so that the git it is waiting for dies with it.
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, request], {
      detached: true,
    })
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const timer = AbortSignal.timeout(1 + round * 40)
    await Promise.race([ended, sleep(60_000, null, { signal: timer }).catch(() => null)])
    if (child.exitCode === null) {
      process.kill(-(child.pid as number), 'SIGKILL')
      cut += 1
    }
    await ended
    value(await drop())
    expect({ round, said, ...state() }).toEqual({ round, said, ...before })
    value(await mergeIntoWorkspace({ ...workspace, target, snapshotRef }))
  }
  expect(cut).toBeGreaterThan(0)
})
