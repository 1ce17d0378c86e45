import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { mergeIntoWorkspace } from '../../../source/runtime/git/merge-into-workspace.ts'
import { makeScratch, removeScratch, scratchState } from '../../../source/runtime/git/scratch-worktree.ts'
import { stateOf } from '../../helpers/loop-repo.ts'
import { at, value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

const keepRef = 'refs/br-snapshots/plan/a.aborted'
const into = 'refs/heads/br/plan/stream/a'

/** A stream that has changed what has landed, and has work lying about in its workspace. */
async function beforeConflict() {
  const here = await setUp({ 'a.txt': lines('a'), 'b.txt': lines('b'), '.gitignore': 'ignored/\n' })
  const { inside, workspace, base } = here
  const target = commitInClone(workspace.clone, base, { 'a.txt': 'landed\n' })
  const tip = inside.commit({ 'a.txt': 'own\n' })
  inside.write({ 'b.txt': 'unstaged\n', 'untracked.txt': 'u\r\n', 'ignored/x': 'x' })
  const before = stateOf(inside)
  const place = {
    ...workspace,
    path: `${workspace.path}.conflict`,
    branch: 'br/plan/conflict/a',
  }
  const scratch = at(place.path)
  const make = () => makeScratch({ ...place, start: tip })
  const merge = () =>
    mergeIntoWorkspace({ ...place, target, snapshotRef: 'refs/br-snapshots/plan/a.conflict' })
  const remove = () => removeScratch(place, { into, keepRef })
  const state = async () => value(await scratchState(place, tip))
  return { ...here, target, tip, before, place, scratch, make, merge, remove, state }
}

test('a conflict is merged beside the workspace, which never notices', async () => {
  const { inside, before, scratch, target, make, merge, state, remove } = await beforeConflict()
  expect(await state()).toEqual({ kind: 'none' })
  expect(value(await make())).toEqual([])
  expect(value(await make())).toEqual([])
  expect(await state()).toEqual({ kind: 'empty' })
  expect(value(await merge()).conflicts).toEqual(['a.txt'])
  expect(await state()).toEqual({ kind: 'merging', target })
  scratch.commit({ 'a.txt': 'both\n' })
  expect(await state()).toEqual({ kind: 'committed' })
  expect(stateOf(inside)).toEqual(before)
  value(await remove())
  expect(stateOf(inside)).toEqual(before)
})

test('what there is of a resolution is kept when it is removed: uncommitted, or committed', async () => {
  const { scratch, inside, place, make, merge, remove, state } = await beforeConflict()
  for (const isCommitted of [false, true]) {
    value(await make())
    value(await merge())
    scratch.write({ 'a.txt': 'both\n', 'extra/file.txt': 'extra\n' })
    if (isCommitted) scratch.commit({})
    const { kept } = value(await remove())
    expect(inside.git('show', `${kept}:a.txt`, `${kept}:extra/file.txt`)).toBe('both\nextra')
    expect(inside.git('rev-parse', keepRef)).toBe(kept)
    expect([await state(), existsSync(place.path)]).toEqual([{ kind: 'none' }, false])
    expect(inside.git('for-each-ref', `refs/heads/${place.branch}`)).toBe('')
  }
})

test('nothing is kept of what its stream has, nor where there is none', async () => {
  const { make, remove, inside } = await beforeConflict()
  expect(value(await remove())).toEqual({ kept: null, notes: [] })
  value(await make())
  expect(value(await remove())).toEqual({ kept: null, notes: [] })
  expect(inside.git('for-each-ref', keepRef)).toBe('')
})

test('a branch of a conflict before is not gone on with', async () => {
  const { make, state, place, base, inside } = await beforeConflict()
  inside.git('update-ref', `refs/heads/${place.branch}`, base)
  value(await make())
  expect(await state()).toEqual({ kind: 'empty' })
})

test('a folder that work.git does not know is moved aside, and said', async () => {
  const { make, place, state, remove } = await beforeConflict()
  for (const act of ['make', 'remove']) {
    mkdirSync(place.path, { recursive: true })
    writeFileSync(join(place.path, 'mine.txt'), 'mine\n')
    if (act === 'make') expect(value(await make())).toEqual([expect.stringContaining('it was moved to')])
    else expect(value(await remove()).notes).toEqual([expect.stringContaining('it was moved to')])
    const asides = readdirSync(dirname(place.path)).filter((name) =>
      name.startsWith(`${basename(place.path)}-aside-`),
    )
    const [aside = ''] = asides
    expect(readFileSync(join(dirname(place.path), aside, 'mine.txt'), 'utf8')).toBe('mine\n')
    rmSync(join(dirname(place.path), aside), { recursive: true })
    value(await remove())
    expect(await state()).toEqual({ kind: 'none' })
  }
})

test('killed at any point while it is removed, the next one does the rest, and what was in it is kept', {
  timeout: 120_000,
}, async () => {
  const { inside, place, before, make, merge, remove, scratch, state } = await beforeConflict()
  const module = join(import.meta.dirname, '../../../source/runtime/git/scratch-worktree.ts')
  const script = `const { removeScratch } = await import(process.argv[1]); await removeScratch(...JSON.parse(process.argv[2])); process.stdout.write('done')`
  let cut = 0
  for (let round = 0; round < 12; round += 1) {
    value(await make())
    expect(value(await merge()).conflicts).toEqual(['a.txt'])
    scratch.write({ 'a.txt': `resolved ${round}\n`, [`extra-${round}.txt`]: 'e\n' })
    const ref = `${keepRef}-${round}`
    // A group of its own, so that the git it is waiting for dies with it.
    const request = JSON.stringify([place, { into, keepRef: ref }])
    const child = spawn(process.execPath, ['--input-type=module', '-e', script, module, request], {
      detached: true,
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const timer = AbortSignal.timeout(120 + round * 30)
    await Promise.race([ended, sleep(60_000, null, { signal: timer }).catch(() => null)])
    if (child.exitCode === null) {
      process.kill(-(child.pid as number), 'SIGKILL')
      cut += 1
    }
    await ended
    const { kept } = value(await remove())
    const places = [ref, ...(kept ? [keepRef] : [])]
    const held = places.filter((each) => inside.git('for-each-ref', each) !== '')
    expect(held.map((each) => inside.git('show', `${each}:a.txt`))).toContain(`resolved ${round}`)
    expect(await state()).toEqual({ kind: 'none' })
    expect(stateOf(inside)).toEqual(before)
  }
  expect(cut).toBeGreaterThan(0)
})
