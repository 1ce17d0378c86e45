import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { currentBatch, lastAttempt } from '../../../source/engine/batch-state.ts'
import type { Session } from '../../../source/model/session.ts'
import { doBatch, isDone, openPlan, openRig, type Rig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { failure, freshPath, makeRepo, value } from '../../helpers/repo.ts'

const ONE = planText({ Alpha: { days: 2, tasks: ['First half', 'Second half'] } })
const TWO = planText({ Alpha: {}, Beta: {} })
const INTEGRATION = 'br/a-small-build/integration'

const onIntegration = (rig: Rig, file: string): string => rig.repo.git('show', `${INTEGRATION}:${file}`)

/** Two streams that both wrote the same file; the one that is left out, and the one that landed. */
async function inConflict(): Promise<{ rig: Rig; out: string; landed: string }> {
  const rig = await openPlan(TWO)
  await doBatch(rig, 'alpha', { 'shared.txt': 'of alpha\n' })
  await doBatch(rig, 'beta', { 'shared.txt': 'of beta\n' })
  const { text, exit } = await rig.type('checkpoint')
  expect(exit).toBe(4)
  const { members, leftOut } = rig.session().landings[0] as Session['landings'][number]
  const out = leftOut[0]?.stream as string
  const landed = members[0]?.stream as string
  expect(leftOut).toEqual([
    { stream: out, reason: 'conflict', files: ['shared.txt'], against: [landed], tests: [], log: '' },
  ])
  expect(text).toContain(`${out} was left out: shared.txt conflicts with ${landed}.`)
  await rig.host.loop.idle()
  expect(currentBatch(rig.stream(out))).toMatchObject({ kind: 'conflict', files: ['shared.txt'] })
  return { rig, out, landed }
}

test('a conflict is left out, named, and resolved by the next batch of its stream', async () => {
  const { rig, out, landed } = await inConflict()
  expect(onIntegration(rig, 'shared.txt')).toBe(`of ${landed}`)
  expect(await rig.type('checkpoint')).toMatchObject({
    exit: 1,
    text: expect.stringContaining('nothing finished'),
  })
  expect(await rig.type('merge')).toMatchObject({ exit: 1, text: expect.stringContaining(`${out}: waits`) })
  await rig.type('continue')
  const agent = await rig.stage.next(out)
  expect(agent.command).toMatchObject({ kind: 'conflict', context: { conflicts: ['shared.txt'] } })
  expect(agent.command.failure).toContain(`shared.txt conflicts with ${landed}.`)
  expect(agent.inside.git('diff', '--name-only', '--diff-filter=U')).toBe('shared.txt')
  agent.finish({ 'shared.txt': 'of both\n' })
  await rig.until('resolved', isDone(out, agent.batch))
  expect(await rig.type('merge')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('All streams merged'),
  })
  expect(onIntegration(rig, 'shared.txt')).toBe('of both')
  expect(rig.session().ended?.how).toBe('finished')
})

test('markers that are left in a file are no resolution', async () => {
  const { rig, out } = await inConflict()
  await rig.type('continue')
  const agent = await rig.stage.next(out)
  agent.finish()
  await rig.until('the try over', ({ streams }) =>
    Boolean(streams[out]?.batches.find(({ id }) => id === agent.batch)?.attempts[0]?.ending),
  )
  expect(rig.notes(out)).toMatch(/failed: .*shared\.txt/)
  expect(rig.stream(out).batches.some(isLanded)).toBe(false)
})

const isLanded = ({ landedIn }: { landedIn: number | null }) => landedIn !== null

test.each([
  ['theirs', 'landed'],
  ['ours', 'out'],
] as const)('a conflict is settled by resolve %s, and continue then needs no worker', async (side, who) => {
  const found = await inConflict()
  const { rig, out } = found
  expect(await rig.type(`resolve ${out} sideways shared.txt`)).toMatchObject({ exit: 1 })
  expect(await rig.type(`resolve ${side} other.txt`, out)).toMatchObject({ exit: 1 })
  const resolved = await rig.type(`resolve ${side} shared.txt`, out)
  expect(resolved).toMatchObject({ exit: 0, text: expect.stringContaining(`shared.txt: ${side} taken`) })
  await rig.type('continue', out)
  await rig.until(
    'settled',
    ({ streams }) => streams[out]?.batches.every((each) => lastAttempt(each)?.ending) ?? false,
  )
  expect(rig.stage.runs).toHaveLength(2)
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(onIntegration(rig, 'shared.txt')).toBe(`of ${found[who]}`)
})

test('a stream that breaks a test is left out with its name, and mends it with the log at hand', async () => {
  const rig = await openPlan(TWO)
  await doBatch(rig, 'alpha', { 'checks/alpha.mjs': 'throw new Error("wrong sum")\n' })
  await doBatch(rig, 'beta', { 'checks/beta.mjs': '' })
  const { text, exit } = await rig.type('checkpoint')
  expect({ exit, text }).toMatchObject({ exit: 3, text: expect.stringContaining('alpha was left out') })
  const [landing] = rig.session().landings
  expect(landing).toMatchObject({ state: 'published', members: [{ stream: 'beta' }] })
  expect(landing?.leftOut).toMatchObject([{ stream: 'alpha', reason: 'tests', tests: ['alpha.mjs'] }])
  expect(landing?.verdict).toMatchObject({ status: 'passed', command: 'node check.mjs', failing: [] })
  expect(rig.repo.git('tag', '--list', 'br/*')).toBe('br/a-small-build/checkpoint-1')

  await rig.type('continue')
  const agent = await rig.stage.next('alpha')
  expect(agent.command.kind).toBe('repair')
  expect(agent.command.failure).toContain('not ok 1 - alpha.mjs')
  expect(agent.inside.git('ls-files', 'checks')).toContain('beta.mjs')
  agent.finish({ 'checks/alpha.mjs': '' })
  await rig.until('mended', isDone('alpha', agent.batch))
  expect(await rig.type('checkpoint')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('3 tests passed'),
  })
})

test('a base that is red blames nobody; update takes the mended base branch', async () => {
  const rig = await openPlan(TWO, { repo: makeProject({ files: { 'checks/base.mjs': 'throw 1' } }) })
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  const { text, exit } = await rig.type('checkpoint')
  expect({ exit, text }).toMatchObject({
    exit: 3,
    text: expect.stringContaining('The tests fail without any of the streams as well: base.mjs.'),
  })
  expect(rig.session().landings[0]).toMatchObject({ state: 'rejected', leftOut: [], commit: null })
  expect(rig.stream('alpha').batches).toHaveLength(1)
  expect(rig.repo.git('rev-parse', INTEGRATION)).toBe(rig.repo.git('rev-parse', 'main'))

  rig.repo.commit({ 'checks/base.mjs': '', 'new.txt': 'from the person\n' })
  expect(await rig.type('update')).toMatchObject({ exit: 0 })
  expect(onIntegration(rig, 'new.txt')).toBe('from the person')
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(agent.inside.git('show', 'HEAD:new.txt')).toBe('from the person')
  expect((await rig.type('checkpoints')).text).toMatch(/update-2[\s\S]*checkpoint-3/)
  const { text: brought } = await rig.type('diff checkpoint-3')
  expect(brought).toContain('+a')
  expect(brought).toMatch(/^Merge alpha: batch_1 · 1 file changed, 1 insertion\(\+\)$/m)
})

test('an update that conflicts lands nothing and says where; one without news is said as well', async () => {
  const rig = await openPlan(TWO)
  await doBatch(rig, 'alpha', { 'README.md': 'of alpha\n' })
  await rig.type('checkpoint')
  const before = rig.repo.git('rev-parse', INTEGRATION)
  rig.repo.commit({ 'README.md': 'of the person\n' })
  const { exit, text } = await rig.type('update')
  expect({ exit, text }).toMatchObject({ exit: 4, text: expect.stringContaining('README.md') })
  expect(rig.repo.git('rev-parse', INTEGRATION)).toBe(before)
  expect(rig.session().streams.alpha?.batches).toHaveLength(1)
  rig.repo.git('reset', '--quiet', '--hard', 'HEAD~1')
  expect(await rig.type('update')).toMatchObject({ exit: 0 })
  expect(rig.repo.git('rev-parse', INTEGRATION)).toBe(before)
})

test('tests that did not run are neither green nor red, and land nothing', async () => {
  const gate = freshPath('gate.sh')
  const repo = makeProject({ config: { tests: { smoke: `sh ${gate}` }, timeouts: { tests: 1 } } })
  const rig = await openPlan(TWO, { repo })
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  for (const [script, said] of [
    ['exec no-such-runner', /the command was not found/],
    ['echo "# tests 0"', /ran no test/],
    ['kill -9 $PPID', /did not run to their end: SIGKILL/],
    ['sleep 60', /did not end in time/],
  ] as const) {
    writeFileSync(gate, script)
    const { exit, text } = await rig.type('checkpoint')
    expect({ exit, text }).toMatchObject({ exit: 3, text: expect.stringMatching(said) })
    expect(rig.session().landings.at(-1)).toMatchObject({
      state: 'rejected',
      leftOut: [],
      verdict: { status: 'did-not-run' },
    })
  }
  expect(rig.repo.git('rev-parse', INTEGRATION)).toBe(rig.repo.git('rev-parse', 'main'))
  writeFileSync(gate, 'true')
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
})

test('without a test command what lands is untested, never green', async () => {
  const rig = await openPlan(TWO, { repo: makeRepo() })
  expect(rig.notes()).toContain('No test command is known: what lands is called untested.')
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  const { exit, text } = await rig.type('checkpoint')
  expect({ exit, text }).toMatchObject({ exit: 0, text: expect.stringContaining('checkpoint-1 untested') })
  expect(text).not.toContain('green')
})

test('an integration branch that the person has checked out, or moved, is not touched', async () => {
  const rig = await openPlan(ONE)
  const { repo } = rig
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  repo.git('checkout', '--quiet', INTEGRATION)
  expect(await rig.type('checkpoint')).toMatchObject({
    exit: 1,
    text: expect.stringContaining(`${INTEGRATION} is checked out in ${repo.root}, so it was not moved.`),
  })
  expect(repo.git('status', '--porcelain')).toBe('')
  const moved = repo.commit({ 'mine.txt': '' })
  repo.git('checkout', '--quiet', 'main')
  expect(await rig.type('checkpoint')).toMatchObject({
    exit: 1,
    text: expect.stringContaining(`Somebody moved ${INTEGRATION} to ${moved.slice(0, 7)} meanwhile.`),
  })
  repo.git('branch', '--force', INTEGRATION, 'main')
  repo.git('tag', 'br/a-small-build/checkpoint-3')
  const { exit, text } = await rig.type('checkpoint')
  expect({ exit, text }).toMatchObject({
    exit: 0,
    text: expect.stringContaining('The tag br/a-small-build/checkpoint-3 exists already'),
  })
  expect(onIntegration(rig, 'alpha.txt')).toBe('1')
})

test('a branch of a stream that somebody else has moved stays where it is, and that is said', async () => {
  const rig = await openPlan(ONE)
  rig.repo.git('branch', 'br/a-small-build/stream/alpha', rig.repo.commit({ 'mine.txt': '' }))
  await doBatch(rig, 'alpha', { 'alpha.txt': '1\n' })
  await rig.host.loop.idle()
  expect(rig.notes('alpha')).toContain('has commits that are not from here, so it was not moved.')
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
})

test('branches that stand in the way: br itself is refused with how to rename it, a plan of the same name gets a number', async () => {
  const rig = await openRig()
  rig.repo.git('branch', 'br')
  const { message, exit } = failure(await rig.open(ONE))
  expect({ message, exit }).toMatchObject({
    exit: 1,
    message: expect.stringContaining('git branch -m br old-br'),
  })
  expect(rig.session()).toBe(null)
  rig.repo.git('branch', '-D', 'br')
  rig.repo.git('branch', 'br/a-small-build/mine')
  value(await rig.open(ONE))
  expect(rig.session().slug).toBe('a-small-build-2')
  expect(rig.repo.git('branch', '--list', 'br/*')).toContain('br/a-small-build-2/integration')
})
