import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ask } from '../../../source/cli/send.ts'
import { currentBatch, lastAttempt } from '../../../source/engine/batch-state.ts'
import { changeStored, cli, connectTo, doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { at } from '../../helpers/repo.ts'

const FOUR = planText({ Alpha: {}, Beta: {}, Gamma: {}, Delta: {} })
const SETUP = { setup: ['test -e made || echo of $PWD > made'] }

const integration = (rig: Rig) => rig.session().integration
const showLanded = (rig: Rig, file: string) => rig.repo.git('show', `${integration(rig)}:${file}`)

/** Beta wrote what alpha, which has landed, wrote as well. */
async function inConflict() {
  const repo = makeProject({ files: { '.gitignore': 'made\n' }, config: SETUP })
  const rig = await openPlan(FOUR, { repo })
  await doBatch(rig, 'alpha', { 'shared.txt': 'of alpha\n' })
  const { inside } = await doBatch(rig, 'beta', { 'shared.txt': 'of beta\n' })
  expect((await rig.type('checkpoint')).exit).toBe(4)
  await rig.host.loop.idle()
  const { id, scratch: path = '' } = currentBatch(rig.stream('beta'))!
  return { rig, inside, batch: id, scratch: at(path) }
}

const mergedIn = (scratch: ReturnType<typeof at>) => scratch.git('rev-parse', 'MERGE_HEAD')

/** Another stream lands something else meanwhile. */
async function land(rig: Rig, stream: string) {
  const before = integration(rig)
  await doBatch(rig, stream, { [`${stream}.txt`]: `${stream}\n` })
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  expect(integration(rig)).not.toBe(before)
}

test('it can run what the stream can: set up as its workspace was, with ports of its own', async () => {
  const { rig, inside, scratch } = await inConflict()
  const made = (root: string) => at(root).git('hash-object', 'made')
  expect(made(scratch.root)).not.toBe(made(inside.root))
  const before = rig.stage.runs.length
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(rig.stage.runs.length).toBe(before + 1)
  expect(agent.inside.root).toBe(scratch.root)
  expect(Number(agent.env.BR_PORT_BASE ?? agent.env.PORT)).toBeGreaterThan(0)
  agent.finish({ 'shared.txt': 'of both\n' })
})

test('what lands while a conflict waits: an agent resolves it with the newest, a person goes on where they were', async () => {
  const { rig, scratch, batch } = await inConflict()
  const first = mergedIn(scratch)
  await land(rig, 'gamma')
  expect(mergedIn(scratch)).toBe(integration(rig))
  expect(mergedIn(scratch)).not.toBe(first)

  await rig.type('open beta outside')
  scratch.write({ 'shared.txt': 'of a person\n' })
  const second = mergedIn(scratch)
  await land(rig, 'delta')
  expect(mergedIn(scratch)).toBe(second)
  expect((await rig.type('continue beta')).exit).toBe(0)
  await rig.until('settled', isDone('beta', batch))
  expect((await rig.type('merge')).exit).toBe(0)
  const files = ['shared.txt', 'gamma.txt', 'delta.txt'].map((file) => showLanded(rig, file))
  expect(files).toEqual(['of a person', 'gamma', 'delta'])
})

test('an agent that commits markers has not resolved it; the next try begins anew, and what it did is kept', async () => {
  const { rig, scratch, inside, batch } = await inConflict()
  const tip = inside.git('rev-parse', 'HEAD')
  await rig.type('continue beta')
  for (const exit of [0, 1]) {
    // The second one comes by itself.
    const agent = await rig.stage.next('beta')
    expect(scratch.git('diff', '--name-only', '--diff-filter=U')).toBe('shared.txt')
    scratch.git('add', 'shared.txt')
    scratch.git('commit', '--quiet', '--no-verify', '--message', `resolved, or so it says ${exit}`)
    agent.finish({}, exit)
    await rig.until('failed', ({ streams }) => {
      const { attempts } = currentBatch(streams.beta!)!
      return attempts.find(({ run }) => run === agent.run)?.ending?.kind === 'failed'
    })
    expect(inside.git('rev-parse', 'HEAD')).toBe(tip)
  }
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(mergedIn(scratch)).toBe(integration(rig))
  const kept = inside.git('for-each-ref', '--format=%(subject)', 'refs/br-snapshots').split('\n')
  expect(kept.filter((subject) => subject.startsWith('resolved, or so'))).toHaveLength(2)
  agent.finish({ 'shared.txt': 'of both\n' })
  await rig.until('resolved', isDone('beta', batch))
  expect(inside.git('show', 'HEAD:shared.txt')).toBe('of both')
})

test('a person may commit the merge themselves', async () => {
  const { rig, scratch, inside, batch } = await inConflict()
  await rig.type('open beta outside')
  scratch.commit({ 'shared.txt': 'of a person\n' })
  expect((await rig.type('continue beta')).exit).toBe(0)
  await rig.until('settled', isDone('beta', batch))
  expect(inside.git('show', 'HEAD:shared.txt')).toBe('of a person')
})

test('uncommitted work in the workspace that is in the way is said, and the resolution waits for it', async () => {
  const { rig, scratch, inside, batch } = await inConflict()
  await rig.type('open beta outside')
  scratch.write({ 'shared.txt': 'of a person\n' })
  inside.write({ 'shared.txt': 'not committed\n', 'notes.txt': 'nor this\n' })
  await rig.type('continue beta')
  await rig.until('failed', ({ streams }) => {
    const last = lastAttempt(currentBatch(streams.beta!)!)
    return last?.ending?.detail.includes(`Uncommitted work in ${inside.root}`) ?? false
  })
  expect(at(inside.root).git('status', '--porcelain')).toBe(' M shared.txt\n?? notes.txt')
  inside.git('checkout', '--', 'shared.txt')
  expect((await rig.type('continue beta')).exit).toBe(0)
  await rig.until('settled', isDone('beta', batch))
  expect(inside.git('show', 'HEAD:shared.txt')).toBe('of a person')
  expect(inside.git('status', '--porcelain')).toBe('?? notes.txt')
})

test('a merge that an older version has begun in the workspace is taken back, kept and begun anew', async () => {
  const { rig, scratch, inside } = await inConflict()
  const target = mergedIn(scratch)
  await rig.dropHost()
  const clone = inside.git('rev-parse', '--path-format=absolute', '--git-common-dir')
  at(clone).git('worktree', 'remove', '--force', scratch.root)
  expect(() => inside.git('merge', '--quiet', target)).toThrow()
  inside.write({ 'shared.txt': 'half of it\n' })
  changeStored(rig, ({ streams }) => {
    const batch = streams.beta!.batches.at(-1)!
    batch.scratch = undefined
    batch.resolver = 'person'
  })
  await rig.nextHost()
  expect(await rig.type('continue beta')).toMatchObject({
    exit: 4,
    text: expect.stringContaining('shared.txt:1'),
  })
  const [, kept] = /taken back, and is kept as ([0-9a-f]{10})/.exec(rig.notes('beta')) ?? []
  expect(inside.git('show', `${kept}:shared.txt`)).toBe('half of it')
  expect(inside.git('status', '--porcelain')).toBe('')
  expect(inside.git('show', 'HEAD:shared.txt')).toBe('of beta')
  expect(mergedIn(scratch)).toBe(target)
})

test.each([0, 60, 120, 200])(
  'a host that is killed %i ms into taking a resolution: the next one takes it, once',
  {
    timeout: 60_000,
  },
  async (after) => {
    const { rig, scratch, inside, batch } = await inConflict()
    const { places, repo } = rig
    inside.write({ 'README.md': 'not committed\n' })
    await rig.type('open beta outside')
    scratch.write({ 'shared.txt': 'of a person\n' })
    await rig.dropHost()
    await cli('send', 'status', '--cwd', repo.root)
    const first = await connectTo(places)
    const answered = ask(first, { text: 'continue beta', focus: null }).catch(() => null)
    await Promise.race([answered, sleep(2000)]).then(() => sleep(after))
    process.kill(first.pid, 'SIGKILL')
    await first.closed
    await rig.nextHost()
    await rig.until('settled', isDone('beta', batch))
    await rig.host.loop.idle()
    expect(inside.git('log', '--first-parent', '--merges', '--format=%s').split('\n')).toHaveLength(1)
    expect(inside.git('show', 'HEAD:shared.txt')).toBe('of a person')
    expect(inside.git('status', '--porcelain')).toBe(' M README.md')
    expect(existsSync(scratch.root)).toBe(false)
  },
)
