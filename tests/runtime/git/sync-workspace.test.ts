import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { carryWorkspace, syncWorkspace } from '../../../source/runtime/git/sync-workspace.ts'
import { stateOf } from '../../helpers/loop-repo.ts'
import { value } from '../../helpers/repo.ts'
import { commitInClone, lines, setUp } from './setup.ts'

const snapshotRef = 'refs/br/snapshot/a'

async function setUpSync() {
  const here = await setUp({ 'a.txt': lines('a'), 'b.txt': lines('b'), 'gone.txt': 'gone\n' })
  const { clone } = here.workspace
  const target = commitInClone(clone, here.base, {
    'a.txt': lines('a', { 1: 'landed' }),
    'new/file.txt': 'landed\n',
  })
  const gitDir = here.inside.git('rev-parse', '--absolute-git-dir')
  const sync = (to = target) => syncWorkspace({ ...here.workspace, target: to, snapshotRef })
  const read = (name: string) => readFileSync(join(here.inside.root, name), 'utf8')
  return { ...here, target, gitDir, sync, read }
}

test('moves an idle workspace forward, then has nothing to do', async () => {
  const { sync, target, inside, read } = await setUpSync()
  expect(value(await sync())).toEqual({ kind: 'synced', head: target, notes: [] })
  expect(read('a.txt')).toBe(lines('a', { 1: 'landed' }))
  expect(inside.git('status', '--porcelain', '--branch')).toBe('## br/plan/stream/a')
  expect(value(await sync())).toMatchObject({ kind: 'current', head: target })
})

test('is current when it is ahead of the target', async () => {
  const { sync, inside, base } = await setUpSync()
  inside.commit({ 'mine.txt': 'x' })
  expect(value(await sync(base)).kind).toBe('current')
})

test('leaves uncommitted work alone and says dirty; untracked files that are not in the way may stay', async () => {
  const { sync, inside, base, read } = await setUpSync()
  inside.write({ 'b.txt': 'mine\n' })
  expect(value(await sync()).kind).toBe('dirty')
  inside.git('checkout', '--quiet', 'b.txt')
  inside.write({ 'new/file.txt': 'mine\n' })
  expect(value(await sync()).kind).toBe('dirty')
  expect([read('new/file.txt'), inside.git('rev-parse', 'HEAD')]).toEqual(['mine\n', base])
  rmSync(join(inside.root, 'new'), { recursive: true })
  inside.write({ '.env': 'left out by a collect\n' })
  expect(value(await sync()).kind).toBe('synced')
})

test('says diverged for commits of its own and for another branch', async () => {
  const { sync, inside } = await setUpSync()
  inside.git('checkout', '--quiet', '--detach')
  expect(value(await sync()).kind).toBe('diverged')
  inside.git('checkout', '--quiet', 'br/plan/stream/a')
  inside.commit({ 'mine.txt': 'x' })
  expect(value(await sync()).kind).toBe('diverged')
})

// What a fast-forward killed with -9 leaves: its lock, a part of the new files, the old HEAD and index.
function killHalfWay({
  inside,
  gitDir,
}: {
  inside: { write: (files: Record<string, string>) => void }
  gitDir: string
}) {
  inside.write({ 'a.txt': lines('a', { 1: 'landed' }) })
  writeFileSync(join(gitDir, 'index.lock'), 'torn')
}

test('puts a killed sync right, with dirty and untracked work intact', async () => {
  const here = await setUpSync()
  const { sync, target, inside, read, gitDir } = here
  killHalfWay(here)
  inside.write({ 'b.txt': lines('b', { 5: 'dirty' }), 'untracked 🚀.txt': 'mine\n' })
  rmSync(join(inside.root, 'gone.txt'))

  const outcome = value(await sync())
  expect(outcome).toMatchObject({
    kind: 'current',
    head: target,
    notes: [expect.stringMatching(/put right/)],
  })
  expect(existsSync(join(gitDir, 'index.lock'))).toBe(false)
  expect(inside.git('status', '--porcelain', '-z', '--branch').split('\0').sort()).toEqual(
    ['', '## br/plan/stream/a', ' D gone.txt', ' M b.txt', '?? untracked 🚀.txt'].sort(),
  )
  expect(read('b.txt')).toBe(lines('b', { 5: 'dirty' }))
  expect(read('new/file.txt')).toBe('landed\n')
  expect(inside.git('show', `${snapshotRef}:untracked 🚀.txt`)).toBe('mine')
})

test('the file that git was just writing comes from the target', async () => {
  for (const torn of ['empty', 'gone'] as const) {
    const here = await setUpSync()
    killHalfWay(here)
    writeFileSync(join(here.gitDir, 'br-sync'), `${here.target} -\n`)
    if (torn === 'empty') here.inside.write({ 'a.txt': '', 'new/file.txt': '' })
    else rmSync(join(here.inside.root, 'a.txt'))
    here.inside.write({ 'untracked.txt': 'mine\n' })
    expect(value(await here.sync())).toMatchObject({ kind: 'current', head: here.target })
    expect(here.inside.git('status', '--porcelain')).toBe('?? untracked.txt')
    expect([here.read('a.txt'), here.read('new/file.txt')]).toEqual([lines('a', { 1: 'landed' }), 'landed\n'])
  }
})

test('goes on to a newer target after a killed sync to an older one', async () => {
  const here = await setUpSync()
  const newer = commitInClone(here.workspace.clone, here.target, {
    'a.txt': lines('a', { 1: 'landed twice' }),
  })
  killHalfWay(here)
  writeFileSync(join(here.gitDir, 'br-sync'), `${here.target} -\n`)
  expect(value(await here.sync(newer))).toMatchObject({ kind: 'synced', head: newer })
  expect(here.inside.git('status', '--porcelain')).toBe('')
})

test('a recovery that was itself killed goes on from its first snapshot and reverts nothing', async () => {
  const here = await setUpSync()
  const { sync, target, inside, gitDir, read } = here
  // The state after update-ref and before read-tree: HEAD is new, nearly all files are old.
  inside.write({ 'b.txt': lines('b', { 5: 'dirty' }) })
  inside.git('add', '--all')
  const first = inside.git('commit-tree', inside.git('write-tree'), '-p', 'HEAD', '-m', 'snapshot')
  inside.git('reset', '--quiet')
  inside.git('update-ref', 'HEAD', target)
  writeFileSync(join(gitDir, 'br-sync'), `${target} ${first}\n`)

  expect(value(await sync())).toMatchObject({ kind: 'current', head: target })
  expect(inside.git('status', '--porcelain')).toBe(' M b.txt')
  expect(read('a.txt')).toBe(lines('a', { 1: 'landed' }))
})

test('work that conflicts with the target survives a stale lock and is reported as dirty', async () => {
  const { sync, inside, gitDir, read, base } = await setUpSync()
  inside.write({ 'a.txt': lines('a', { 1: 'mine' }) })
  writeFileSync(join(gitDir, 'index.lock'), '')
  expect(value(await sync())).toMatchObject({ kind: 'dirty', notes: [] })
  expect([read('a.txt'), inside.git('rev-parse', 'HEAD')]).toEqual([lines('a', { 1: 'mine' }), base])
})

test('a stale lock does not make it drop commits of its own', async () => {
  const { sync, inside, gitDir } = await setUpSync()
  const own = inside.commit({ 'mine.txt': 'x' })
  inside.write({ 'mine.txt': 'more' })
  writeFileSync(join(gitDir, 'index.lock'), '')
  expect(value(await sync()).kind).toBe('diverged')
  expect(inside.git('rev-parse', 'HEAD')).toBe(own)
})

describe('carryWorkspace', () => {
  test('takes uncommitted work along, staged or not, also what is not known to git', async () => {
    const { workspace, inside, target, read } = await setUpSync()
    inside.write({ 'a.txt': lines('a', { 9: 'mine' }), 'b.txt': 'mine\n', 'notes.txt': 'mine\n' })
    inside.git('add', 'b.txt')
    const carried = value(await carryWorkspace({ ...workspace, target, snapshotRef }))
    expect(carried).toMatchObject({ kind: 'synced', head: target })
    expect(inside.git('rev-parse', 'HEAD')).toBe(target)
    expect(read('a.txt')).toBe(lines('a', { 1: 'landed', 9: 'mine' }))
    expect(inside.git('status', '--porcelain')).toBe(' M a.txt\n M b.txt\n?? notes.txt')
  })

  test('leaves everything as it is where uncommitted work is in the way', async () => {
    const { workspace, inside, target } = await setUpSync()
    inside.write({ 'a.txt': lines('a', { 1: 'mine' }), 'notes.txt': 'mine\n' })
    const before = stateOf(inside)
    expect(value(await carryWorkspace({ ...workspace, target, snapshotRef })).kind).toBe('dirty')
    expect(stateOf(inside)).toEqual(before)
  })
})
