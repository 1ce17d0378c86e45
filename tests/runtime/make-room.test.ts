import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { LIMITS } from '../../source/runtime/limits.ts'
import { makeRoom, whatGoes } from '../../source/runtime/make-room.ts'
import type { Prunable } from '../../source/runtime/prune.ts'
import { cli, doBatch, openPlan, placesFor, type Rig } from '../helpers/host.ts'
import { makeProject, planText } from '../helpers/loop-repo.ts'
import { within } from '../helpers/within.ts'

const DAY = 24 * 3_600_000
const NOW = 100 * DAY
const GB = 1e9
const something = fc.record({
  kind: fc.constantFrom<Prunable['kind']>('workspace', 'tests', 'log', 'dependencies'),
  path: fc.uuid(),
  of: fc.constant('a-plan'),
  bytes: fc.integer({ min: 0, max: 5 * GB }),
  at: fc.integer({ min: 0, max: NOW }),
})
const sum = (all: Prunable[]) => all.reduce((bytes, each) => bytes + each.bytes, 0)

test('what goes is the oldest, no more than needed, and what is left is within the limit but for what is fresh', () => {
  const room = fc.record({ most: fc.integer({ min: 0, max: 30 * GB }), free: fc.constant(50 * GB) })
  fc.assert(
    fc.property(fc.array(something), room, (found, { most, free }) => {
      const goes = whatGoes(found, { most, free, at: NOW })
      const stays = found.filter((each) => !goes.includes(each))
      const isOld = ({ at }: Prunable) => NOW - at >= DAY
      expect(goes.every(isOld)).toBe(true)
      const old = stays.filter(isOld)
      if (old.length > 0) expect(sum(stays)).toBeLessThanOrEqual(most)
      const newest = goes.at(-1)
      if (!newest) return
      expect(sum(stays) + newest.bytes).toBeGreaterThan(most)
      expect(old.every(({ at }) => at >= newest.at)).toBe(true)
    }),
  )
})

test('without room on the disk also what is fresh goes, until there is room; but no dependencies that somebody may be at', () => {
  fc.assert(
    fc.property(fc.array(something), fc.integer({ min: 0, max: GB - 1 }), (found, free) => {
      const goes = whatGoes(found, { most: 1000 * GB, free, at: NOW })
      const stays = found.filter((each) => !goes.includes(each))
      const isKept = ({ kind, at }: Prunable) => kind === 'dependencies' && NOW - at < DAY
      expect(goes.some(isKept)).toBe(false)
      if (stays.some((each) => !isKept(each))) expect(free + sum(goes)).toBeGreaterThanOrEqual(GB)
      const last = goes.at(-1)
      if (last) expect(free + sum(goes) - last.bytes).toBeLessThan(GB)
    }),
  )
})

/** A person who keeps so much, and a session of theirs that has ended. */
async function over(gigabytes: number): Promise<Rig> {
  const repo = makeProject()
  const places = placesFor(repo)
  const config = join(places.home, 'config')
  mkdirSync(config, { recursive: true })
  writeFileSync(join(config, 'config.json'), JSON.stringify({ keep: { gigabytes } }))
  const rig = await openPlan(planText({ Alpha: {} }), { repo, places })
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.type('merge')
  await rig.until('the end', ({ ended }) => ended?.how === 'finished')
  await rig.host.loop.idle()
  return rig
}

/** As if nobody had been there for two days. */
function age(...paths: string[]): void {
  const then = (Date.now() - 2 * DAY) / 1000
  for (const path of paths) utimesSync(path, then, then)
}

const work = ({ places }: Rig, ...args: string[]) =>
  execFileSync('git', ['--git-dir', places.workClone, ...args], { encoding: 'utf8', stdio: 'pipe' }).trim()

test('the next session takes away what was left of one that is over, when it is too much; it is kept as refs, and told', async () => {
  const rig = await over(0)
  const { path = '' } = rig.stream('alpha').workspace
  const left = path ?? ''
  const run = rig.stream('alpha').batches[0]?.attempts[0]?.run ?? ''
  writeFileSync(join(left, 'left.txt'), 'not committed\n')
  const stray = join(rig.places.workspaces, 'stray', 'alpha')
  mkdirSync(stray, { recursive: true })
  writeFileSync(join(stray, 'mine.txt'), 'x')
  age(left, join(rig.places.gate, 'a-small-build'), join(rig.places.runs, run), stray)
  await rig.open(planText({ Alpha: {}, Beta: {} }))
  await rig.until('what was removed', ({ notes }) => notes.some(({ text }) => text.startsWith('Removed')))
  expect(rig.notes('orchestrator')).toMatch(
    /^Removed what no session needs any more, 1 workspace, 1 test folder, 1 log, .+: no more than 0 kB of that is kept\. What was committed in a workspace and what was not is in work\.git under refs\/br-backup\.$/m,
  )
  expect([left, dirname(left), join(rig.places.runs, run)].map((each) => existsSync(each))).toEqual([
    ...[false, false, false],
  ])
  expect(work(rig, 'show', 'refs/br-backup/a-small-build/alpha/uncommitted:left.txt')).toBe('not committed')
  expect(work(rig, 'show', 'refs/br-backup/a-small-build/alpha/head:alpha.txt')).toBe('a')
  // What is none of ours stays, and the session that is open goes on.
  expect(existsSync(join(stray, 'mine.txt'))).toBe(true)
  await doBatch(rig, 'alpha', { 'more.txt': 'b\n' })
  expect(existsSync(rig.stream('alpha').workspace.path ?? '')).toBe(true)
})

test('what is within the limit stays, and so does what is fresh, locked, or of the session that is open', async () => {
  const rig = await over(10)
  const left = rig.stream('alpha').workspace.path ?? ''
  const runtime = {
    places: rig.places,
    session: rig.session,
    dispatch: () => {
      throw new Error('something was removed')
    },
    now: Date.now,
    inTurn: <T>(_: string, act: () => Promise<T>) => act(),
  }
  const look = (most: number, now = Date.now) =>
    makeRoom({ ...runtime, now }, most, new AbortController().signal)
  await look(0)
  age(left, join(rig.places.gate, 'a-small-build'))
  await look(10 * GB)
  await rig.open(planText({ Beta: {} }))
  await doBatch(rig, 'beta', { 'beta.txt': 'b\n' })
  age(rig.stream('beta').workspace.path ?? '')
  await rig.host.loop.idle()
  execFileSync('git', ['-C', left, 'worktree', 'lock', left])
  const said: string[] = []
  const dispatch = (...events: { type: string; text?: string }[]) => {
    said.push(...events.map(({ text = '' }) => text))
  }
  const later = () => Date.now() + DAY
  await within(makeRoom({ ...runtime, dispatch, now: later }, 0, new AbortController().signal), () => 'room')
  expect(said.join()).not.toContain('workspace,')
  expect(existsSync(join(left, 'alpha.txt'))).toBe(true)
  expect(existsSync(join(rig.stream('beta').workspace.path ?? '', 'beta.txt'))).toBe(true)
  // By a person as well: they have locked it.
  await rig.dropHost()
  const pruned = await cli('prune', '--yes', '--cwd', rig.repo.root)
  expect(pruned).toMatchObject({ exit: 1, err: expect.stringContaining('git worktree unlock') })
  expect(existsSync(join(left, 'alpha.txt'))).toBe(true)
})

test('what was damaged and moved aside goes after a month', async () => {
  const rig = await openPlan(planText({ Alpha: {} }))
  const { folder } = rig.places
  const names = ['session.json.broken-1', 'events.jsonl.torn', 'work.git.broken-2']
  for (const name of names.slice(0, 2)) writeFileSync(join(folder, name), 'x')
  mkdirSync(join(folder, 'work.git.broken-2', 'objects'), { recursive: true })
  const aside = () =>
    readdirSync(folder)
      .filter((name) => names.includes(name))
      .sort()
  const look = (now: number) => {
    const said: string[] = []
    const dispatch = (...events: { type: string; text?: string }[]) => {
      said.push(...events.map(({ text = '' }) => text))
    }
    const inTurn = <T>(_: string, act: () => Promise<T>) => act()
    const { places, session } = rig
    return makeRoom(
      { places, session, dispatch, now: () => now, inTurn },
      10 * GB,
      new AbortController().signal,
    ).then(() => said.join())
  }
  expect(await look(Date.now() + LIMITS.aside - DAY)).toBe('')
  expect(aside()).toEqual(names.toSorted())
  expect(await look(Date.now() + LIMITS.aside + DAY)).toMatch(
    /^Removed what no session needs any more, 3 damaged files, .*: that is kept for 30 days\.$/,
  )
  expect(aside()).toEqual([])
})

test('clones with too many loose objects are packed when a session is gone on with', async () => {
  const rig = await openPlan(planText({ Alpha: {} }))
  await rig.dropHost()
  const objects = join(rig.places.workClone, 'objects')
  for (let number = 0; number <= LIMITS.looseObjects; number += 1) {
    const blob = Buffer.from(`blob ${`${number}`.length}\0${number}`)
    const id = createHash('sha1').update(blob).digest('hex')
    mkdirSync(join(objects, id.slice(0, 2)), { recursive: true })
    writeFileSync(join(objects, id.slice(0, 2), id.slice(2)), deflateSync(blob))
  }
  const counted = () => work(rig, 'count-objects', '-v')
  expect(counted()).toMatch(/^count: 100\d\d$/m)
  await rig.nextHost()
  await vi.waitFor(() => expect(counted()).toMatch(/^count: 0$/m), { timeout: 60_000, interval: 200 })
  expect(counted()).toMatch(/^in-pack: 100\d\d$/m)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
}, 90_000)
