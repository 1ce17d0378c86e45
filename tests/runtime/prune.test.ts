import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findPrunable, prune } from '../../source/runtime/prune.ts'
import { cli, doBatch, openPlan, type Rig } from '../helpers/host.ts'
import { planText } from '../helpers/loop-repo.ts'
import { value } from '../helpers/repo.ts'

const found = async (rig: Rig) =>
  (await findPrunable(rig.places, rig.session(), { at: Date.now() })).map(({ kind, stream }) =>
    `${kind} ${stream ?? ''}`.trim(),
  )

/** A session of one stream that has come to its end, with something uncommitted left in its workspace. */
async function finished(): Promise<Rig> {
  const rig = await openPlan(planText({ Alpha: {} }))
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.type('merge')
  await rig.until('the end', ({ ended }) => ended?.how === 'finished')
  await rig.host.loop.idle()
  writeFileSync(join(rig.stream('alpha').workspace.path ?? '', 'left.txt'), 'not committed\n')
  return rig
}

test('nothing of a session that is not finished could go, and the logs of the last one stay', async () => {
  const rig = await openPlan(planText({ Alpha: {} }))
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  expect(await found(rig)).toEqual([])
})

test('of a finished one the workspace goes: its commit and what was not committed are kept as refs', async () => {
  const rig = await finished()
  expect(await found(rig)).toEqual(['workspace alpha', 'tests'])
  const all = await findPrunable(rig.places, rig.session(), { at: Date.now() })
  const [workspace] = all
  if (!workspace) throw new Error('nothing found')
  expect(workspace.bytes).toBeGreaterThan(0)
  const head = rig.repo.git('rev-parse', 'br/a-small-build/stream/alpha')
  await rig.dropHost()
  const kept = value(await prune(rig.places, workspace))
  expect(kept).toEqual([
    'refs/br-backup/a-small-build/alpha/head',
    'refs/br-backup/a-small-build/alpha/uncommitted',
  ])
  expect(existsSync(workspace.path)).toBe(false)
  const work = (...args: string[]) => rig.repo.git('--git-dir', rig.places.workClone, ...args)
  expect(work('merge-base', '--is-ancestor', head, `${kept[0]}`)).toBe('')
  expect(work('show', `${kept[1]}:left.txt`)).toBe('not committed')
  // Asked again, also after it was cut short: nothing more is there.
  for (const each of all.slice(1)) value(await prune(rig.places, each))
  expect(await findPrunable(rig.places, rig.session(), { at: Date.now() })).toEqual([])
})

test('a folder in the place of a workspace that is none is left alone', async () => {
  const rig = await openPlan(planText({ Alpha: {} }))
  const stray = join(rig.places.workspaces, 'older', 'alpha')
  mkdirSync(stray, { recursive: true })
  writeFileSync(join(stray, 'mine.txt'), 'x')
  const [first] = await findPrunable(rig.places, rig.session(), { at: Date.now() })
  if (!first) throw new Error('nothing found')
  expect(await prune(rig.places, first)).toMatchObject({ ok: false })
  expect(existsSync(join(stray, 'mine.txt'))).toBe(true)
})

test('br-tui prune only says what could go; with --yes it goes, but not while a host is at work', async () => {
  const rig = await finished()
  const path = rig.stream('alpha').workspace.path ?? ''
  const said = await cli('prune', '--cwd', rig.repo.root)
  expect(said.out).toContain('could go. Nothing was removed')
  const refused = await cli('prune', '--yes', '--cwd', rig.repo.root)
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining("'br-tui stop'") })
  expect(existsSync(path)).toBe(true)
  await rig.dropHost()
  const done = await cli('prune', '--yes', '--cwd', rig.repo.root)
  expect(done).toMatchObject({
    exit: 0,
    out: expect.stringContaining('alpha: kept in work.git as refs/br-backup'),
  })
  expect(existsSync(path)).toBe(false)
})

test('doctor says how much there is of everything, each with its limit, and what could go', async () => {
  const rig = await finished()
  await rig.dropHost()
  const kept = async () => {
    const { findings } = JSON.parse((await cli('doctor', '--json', '--cwd', rig.repo.root)).out)
    return findings.find(({ name }: { name: string }) => name === 'kept')
  }
  const before = await kept()
  for (const part of [
    ...[
      'workspaces \\d+ kB',
      'clones \\d+ kB \\(packed from 10000 loose objects on\\)',
      'logs \\d+ kB \\(at most 256 MB a run\\)',
    ],
    ...['history \\d+ kB \\(at most 64 MB\\)', 'test folders \\d+ kB'],
  ])
    expect(before.detail).toMatch(new RegExp(`(^|, )${part}(, |\\.$)`))
  expect(before.mend).toMatch(
    /^\d+ kB of it no session needs \(at most 10 GB, the oldest goes by itself\); all of that goes with: br-tui prune$/,
  )
  expect((await cli('prune', '--yes', '--cwd', rig.repo.root)).exit).toBe(0)
  expect(await kept()).toMatchObject({
    status: 'ok',
    mend: null,
    detail: expect.not.stringContaining('test f'),
  })
})
