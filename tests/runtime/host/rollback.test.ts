import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { batchState } from '../../../source/engine/batch-state.ts'
import { progress } from '../../../source/engine/progress.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { connectTo, doBatch, openPlan, type Rig, typeAt } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'

const PLAN = planText({ Alpha: { days: 2, tasks: ['First half', 'Second half'] }, Beta: {} })
const INTEGRATION = 'br/a-small-build/integration'

const tree = (rig: Rig, of = INTEGRATION): string => rig.repo.git('rev-parse', `${of}^{tree}`)
const filesOf = (rig: Rig): string[] => rig.repo.git('ls-tree', '-r', '--name-only', INTEGRATION).split('\n')
const states = (rig: Rig, stream: string): string[] => rig.stream(stream).batches.map(batchState)

async function did(rig: Rig, text: string, exit = 0): Promise<string> {
  const answer = await rig.type(text)
  expect(answer.exit, answer.text).toBe(exit)
  await rig.host.loop.idle()
  return answer.text
}

/** checkpoint-1 has the first half of alpha; checkpoint-2 has the second one and beta. */
async function twoCheckpoints(): Promise<Rig> {
  const rig = await openPlan(PLAN)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await did(rig, 'checkpoint')
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\ntwo\n' })
  await doBatch(rig, 'beta', { 'beta.txt': 'beta\n', 'shared.txt': 'of beta\n' })
  await did(rig, 'checkpoint')
  expect(filesOf(rig)).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt']))
  return rig
}

test('a rollback is a new commit with the files of the checkpoint; what it takes off is not landed any more', async () => {
  const rig = await twoCheckpoints()
  const before = rig.repo.git('rev-parse', INTEGRATION)
  const done = progress(rig.session())
  expect(await did(rig, 'rollback checkpoint-1')).toContain('rollback-3')

  expect(tree(rig)).toBe(tree(rig, 'br/a-small-build/checkpoint-1'))
  expect(rig.repo.git('rev-parse', `${INTEGRATION}^`)).toBe(before)
  expect(rig.repo.git('rev-parse', 'br/a-small-build/checkpoint-2')).toBe(before)
  expect(states(rig, 'alpha')).toEqual(['landed', 'taken-back'])
  expect(states(rig, 'beta')).toEqual(['taken-back'])
  expect(progress(rig.session())).not.toEqual(done)
  expect(streamStatus(rig.session(), 'beta')).toMatchObject({ name: 'waits', next: 'retry beta' })
  expect(rig.session().landings[2]).toMatchObject({
    ...{ kind: 'rollback', restores: 1, state: 'published', tag: 'br/a-small-build/checkpoint-3' },
    verdict: { status: 'passed' },
  })
  // By itself nothing of it lands or starts again: git would take it for merged.
  expect(await did(rig, 'checkpoint', 1)).toContain('nothing finished')
  expect(await did(rig, 'continue', 1)).toContain('No stream waits')
  expect(await did(rig, 'merge', 1)).toContain('taken back by rollback-3')
})

// Many landings in a row each: longer than other tests where the machine is busy.
const SLOW = 120_000

test(
  'retry brings the work again as it was, onto what has landed since',
  async () => {
    const rig = await twoCheckpoints()
    await did(rig, 'rollback checkpoint-1')
    expect(await did(rig, 'retry beta')).toContain("Type 'checkpoint'")
    const { workspace } = rig.stream('beta')
    expect(readFileSync(join(workspace.path as string, 'beta.txt'), 'utf8')).toBe('beta\n')
    expect(states(rig, 'beta')).toEqual(['finished'])
    await did(rig, 'checkpoint')
    expect(states(rig, 'beta')).toEqual(['landed'])
    expect(rig.repo.git('show', `${INTEGRATION}:beta.txt`)).toBe('beta')
    // What was not asked for stays away.
    expect(rig.repo.git('show', `${INTEGRATION}:alpha.txt`)).toBe('one')

    // Once more, all of it this time: two landings of one stream, and work that was brought back before.
    await did(rig, 'retry alpha')
    await did(rig, 'merge')
    expect(rig.session().ended?.how).toBe('finished')
    const whole = tree(rig)
    await did(rig, 'rollback start')
    expect(rig.session().ended).toBeNull()
    expect(filesOf(rig)).not.toContain('alpha.txt')
    expect([...states(rig, 'alpha'), ...states(rig, 'beta')]).toEqual(Array(3).fill('taken-back'))
    await did(rig, 'retry alpha')
    await did(rig, 'retry beta')
    await did(rig, 'merge')
    expect(tree(rig)).toBe(whole)
    expect(rig.session().ended?.how).toBe('finished')
  },
  SLOW,
)

test(
  'a rollback to a later checkpoint goes forward again',
  async () => {
    const rig = await twoCheckpoints()
    await did(rig, 'rollback checkpoint-1')
    expect(await did(rig, 'rollback checkpoint-2')).toContain('rollback-4')
    expect(tree(rig)).toBe(tree(rig, 'br/a-small-build/checkpoint-2'))
    expect([...states(rig, 'alpha'), ...states(rig, 'beta')]).toEqual(Array(3).fill('landed'))
    // A rollback is one of the landings that can be gone back to.
    await did(rig, 'rollback rollback-3')
    expect(states(rig, 'beta')).toEqual(['taken-back'])
    await did(rig, 'rollback checkpoint-2')
    await did(rig, 'merge')
    expect(rig.session().ended?.how).toBe('finished')
  },
  SLOW,
)

test('continue has it done anew, and what lands is that', async () => {
  const rig = await twoCheckpoints()
  await did(rig, 'rollback checkpoint-1')
  const agent = await doBatch(rig, 'beta', { 'beta.txt': 'better\n' })
  expect(agent.batch).toBe('batch_1')
  await did(rig, 'checkpoint')
  expect(rig.repo.git('show', `${INTEGRATION}:beta.txt`)).toBe('better')
  expect(filesOf(rig)).not.toContain('shared.txt')
})

test('work that does not fit any more is said to, and stays taken back', async () => {
  const rig = await twoCheckpoints()
  await did(rig, 'rollback checkpoint-1')
  await doBatch(rig, 'alpha', { 'shared.txt': 'of alpha\n' })
  await did(rig, 'checkpoint')
  expect(await did(rig, 'retry beta', 1)).toContain(
    'does not fit onto what is on integration now, in shared.txt',
  )
  expect(states(rig, 'beta')).toEqual(['taken-back'])
})

test('a host that is dropped while it rolls back does it once', async () => {
  const rig = await twoCheckpoints()
  const before = rig.repo.git('rev-parse', INTEGRATION)
  const asked = rig.type('rollback checkpoint-1').catch(() => null)
  await rig.until('asked for', ({ landings }) => landings.length === 3)
  await rig.dropHost()
  await asked
  await rig.nextHost()
  await rig.until('rolled back', ({ landings }) => landings[2]?.state === 'published')
  expect(rig.repo.git('rev-list', '--count', `${before}..${INTEGRATION}`)).toBe('1')
  expect(states(rig, 'beta')).toEqual(['taken-back'])
})

test('a worker may not roll back, and what cannot be gone back to is said', async () => {
  const rig = await openPlan(PLAN)
  expect(await did(rig, 'rollback checkpoint-1', 1)).toContain('Nothing has landed yet')
  await doBatch(rig, 'beta', { 'beta.txt': 'beta\n' })
  await did(rig, 'checkpoint')
  expect(await did(rig, 'rollback checkpoint-1', 1)).toContain('nothing to take back')
  expect(await did(rig, 'rollback checkpoint-7', 2)).toContain('Say to which landing')
  await did(rig, 'rollback everything', 2)
  const inside = await connectTo(rig.places, { BR_RUN: 'x' })
  expect(await typeAt(inside, 'rollback start')).toMatchObject({ exit: 1 })
  inside.close()
  expect(rig.session().landings).toHaveLength(1)
})

test('changes of the base branch are never undone by it', async () => {
  const rig = await openPlan(PLAN)
  await doBatch(rig, 'beta', { 'beta.txt': 'beta\n' })
  await did(rig, 'checkpoint')
  rig.repo.commit({ 'own.txt': 'mine\n' })
  await did(rig, 'update')
  await doBatch(rig, 'alpha', { 'alpha.txt': 'one\n' })
  await did(rig, 'checkpoint')
  expect(await did(rig, 'rollback checkpoint-1', 1)).toContain('The earliest to go back to is update-2')
  await did(rig, 'rollback update-2')
  expect(filesOf(rig)).toEqual(expect.arrayContaining(['own.txt', 'beta.txt']))
  expect(filesOf(rig)).not.toContain('alpha.txt')
})

test('a rollback that is red lands nothing', async () => {
  const flag = freshPath('flag')
  const check = `import { existsSync } from 'node:fs'\nif (existsSync(${JSON.stringify(flag)})) throw new Error('red')\n`
  const rig = await openPlan(PLAN, { repo: makeProject({ files: { 'checks/flag.mjs': check } }) })
  await doBatch(rig, 'beta', { 'beta.txt': 'beta\n' })
  await did(rig, 'checkpoint')
  const before = rig.repo.git('rev-parse', INTEGRATION)
  writeFileSync(flag, '')
  expect(await did(rig, 'rollback start', 3)).toContain('Nothing landed')
  expect(rig.repo.git('rev-parse', INTEGRATION)).toBe(before)
  expect(states(rig, 'beta')).toEqual(['landed'])
  // Red is run once more before it is believed.
  expect(rig.session().landings[1]?.gates.map(({ status }) => status)).toEqual(['failed', 'failed'])
})
