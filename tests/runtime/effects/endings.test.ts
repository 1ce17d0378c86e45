import { existsSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { currentBatch, lastAttempt } from '../../../source/engine/batch-state.ts'
import type { Attempt, Session } from '../../../source/model/session.ts'
import { openPlan, openRig } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { at, value } from '../../helpers/repo.ts'

const ONE = planText({ Alpha: { days: 2, tasks: ['First half', 'Second half'] } })
const TWO = planText({ Alpha: {}, Beta: {} })

const attempts = (session: Session, stream: string): Attempt[] =>
  session.streams[stream]?.batches.flatMap((batch) => batch.attempts) ?? []
const endings = (session: Session, stream: string) =>
  attempts(session, stream).map(({ ending }) => ending?.kind ?? 'running')
const hasEnded = (stream: string, count: number) => (session: Session) =>
  endings(session, stream).filter((kind) => kind !== 'running').length >= count

test('done: what the worker left is one commit with its tasks as trailer, on the branch of its stream', async () => {
  const rig = await openPlan(ONE)
  expect(await rig.type('continue alpha')).toMatchObject({ exit: 0 })
  const agent = await rig.stage.next('alpha')
  expect(agent.command).toMatchObject({
    batch_id: 'batch_1',
    stream: 'alpha',
    attempt: 1,
    failure: null,
    tasks: [{ id: 'alpha.1', description: 'First half', files: ['alpha.txt'] }],
    context: { completed: [], shared_decisions: [], contracts: [] },
  })
  expect(agent.read('BR_PROMPT_FILE')).toContain('First half')
  expect(agent.env.PATH).toBe(process.env.PATH)
  expect(realpathSync(agent.env.TMPDIR as string)).toContain(agent.run)
  agent.report({ status: 'running', completed_tasks: ['alpha.1', 'beta.9'], note: 'nearly' })
  await rig.until('the report', (session) => attempts(session, 'alpha')[0]?.note === 'nearly')
  expect(attempts(rig.session(), 'alpha')[0]?.completed).toEqual(['alpha.1'])
  agent.finish({ 'alpha.txt': 'one\n' })
  await rig.until('alpha done', hasEnded('alpha', 1))
  await rig.host.loop.idle()

  const branch = 'br/a-small-build/stream/alpha'
  expect(endings(rig.session(), 'alpha')).toEqual(['done'])
  expect(rig.repo.git('show', `${branch}:alpha.txt`)).toBe('one')
  expect(rig.repo.git('log', '-1', '--format=%s|%an|%(trailers:key=Br-Task)', branch)).toBe(
    'Alpha: batch_1|Ada Tester|Br-Task: alpha.1\n',
  )
  expect(rig.notes('alpha')).toMatch(/batch_1: 1 task, commit .*\nDone\. Type 'check' for more/)
  expect((await rig.type('check alpha')).text).toBe("Found batch_2. Type 'continue'")
  expect((await rig.type('diff alpha')).text).toContain('+one')
  await rig.type('continue alpha')
  const second = await rig.stage.next('alpha')
  expect(second.command.context.completed).toEqual(['First half'])
  second.finish({ 'alpha.txt': 'two\n' })
  await rig.until('alpha over', hasEnded('alpha', 2))
  expect(rig.notes('alpha')).toContain("Nothing more here. Type 'checkpoint'")
})

test('empty: an exit of 0 without a change is not done, and waits for a person', async () => {
  const rig = await openPlan(ONE)
  await rig.type('continue')
  ;(await rig.stage.next()).finish()
  await rig.until('an ending', hasEnded('alpha', 1))
  expect(endings(rig.session(), 'alpha')).toEqual(['empty'])
  expect(rig.notes('alpha')).toContain('batch_1 changed nothing')
  expect((await rig.type('continue alpha')).exit).toBe(0)
  ;(await rig.stage.next()).finish({ 'alpha.txt': 'now\n' })
  await rig.until('done', hasEnded('alpha', 2))
  expect(endings(rig.session(), 'alpha')).toEqual(['empty', 'done'])
})

test('failed: tried again by itself with the last output as failure, then it waits; retry and skip are a person’s', async () => {
  const rig = await openPlan(ONE, { repo: makeProject({ config: { retries: 1 } }) })
  await rig.type('continue alpha')
  const first = await rig.stage.next()
  first.print('the \u001b[31mcompiler\u001b[0m says no\n')
  first.finish({ 'half.txt': 'kept\n' }, 3)
  const second = await rig.stage.next()
  expect(second.command.attempt).toBe(2)
  expect(second.command.failure).toContain('the compiler says no')
  expect(second.inside.git('status', '--porcelain')).toBe('?? half.txt')
  expect(rig.notes('alpha')).toContain('kept as')
  second.finish({}, 4)
  await rig.until('both tries over', hasEnded('alpha', 2))
  await rig.host.loop.idle()
  expect(endings(rig.session(), 'alpha')).toEqual(['failed', 'failed'])
  expect(rig.stage.runs).toHaveLength(2)
  expect((await rig.type('log alpha')).text).toBe('It has printed nothing.')
  expect(await rig.type('merge')).toMatchObject({ exit: 1, text: expect.stringContaining('alpha: failed') })

  await rig.type('retry alpha')
  ;(await rig.stage.next()).finish({}, 5)
  await rig.until('the third try over', hasEnded('alpha', 3))
  expect(await rig.type('skip alpha')).toMatchObject({ exit: 0, text: 'batch_1 of alpha is left out.' })
  expect(currentBatch(rig.stream('alpha'))?.id).toBe('batch_2')
})

test('blocked: says what it needs, the others go on, and it lifts by itself when the named stream lands', async () => {
  const rig = await openPlan(TWO)
  await rig.type('continue')
  const alpha = await rig.stage.next('alpha')
  alpha.report({ status: 'blocked', needs: 'the table of beta' })
  alpha.finish()
  await rig.until('a block', ({ streams }) => streams.alpha?.block !== null)
  expect(rig.stream('alpha').block).toMatchObject({ reason: 'the table of beta', needs: 'beta' })
  expect(endings(rig.session(), 'alpha')).toEqual(['blocked'])
  expect(await rig.type('continue alpha')).toMatchObject({ exit: 1 })
  ;(await rig.stage.next('beta')).finish({ 'beta.txt': 'table\n' })
  await rig.until('beta done', hasEnded('beta', 1))
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(rig.stream('alpha').block).toBe(null)
  await rig.type('continue alpha')
  const again = await rig.stage.next('alpha')
  expect(again.inside.git('show', 'HEAD:beta.txt')).toBe('table')
  again.finish({ 'alpha.txt': 'ok\n' })
  await rig.until('alpha done', hasEnded('alpha', 2))
})

test('a status of failed is a failure whatever the exit says; a person can block and unblock', async () => {
  const rig = await openPlan(TWO, { repo: makeProject({ config: { retries: 0 } }) })
  await rig.type('block beta until the key is there')
  await rig.type('continue')
  const agent = await rig.stage.next()
  expect(agent.stream).toBe('alpha')
  agent.report({ status: 'failed', note: 'cannot be done' })
  agent.finish({ 'a.txt': '' })
  await rig.until('alpha over', hasEnded('alpha', 1))
  expect(attempts(rig.session(), 'alpha')[0]?.ending).toMatchObject({
    kind: 'failed',
    detail: 'cannot be done',
  })
  expect(rig.stream('beta').block?.reason).toBe('until the key is there')
  expect((await rig.type('unblock beta')).exit).toBe(0)
  expect((await rig.type('continue beta')).text).toContain('beta: batch_1 starts')
  await rig.stage.next('beta')
})

test('cancelled: ends the agent, keeps its work in the workspace and in a snapshot', async () => {
  const rig = await openPlan(ONE)
  await rig.type('continue')
  const agent = await rig.stage.next()
  agent.inside.write({ 'half.txt': 'half\n' })
  expect(await rig.type('cancel alpha')).toMatchObject({ exit: 0 })
  expect(endings(rig.session(), 'alpha')).toEqual(['cancelled'])
  expect(agent.inside.git('status', '--porcelain')).toBe('?? half.txt')
  const ref = `refs/br-snapshots/a-small-build/${agent.run}`
  expect(at(rig.places.workClone).git('show', `${ref}:half.txt`)).toBe('half')
  expect(() => process.kill(agent.pid, 0)).toThrow()
  expect(await rig.type('cancel alpha')).toMatchObject({ exit: 1, text: 'Nothing runs in alpha.' })
})

test('timed out: ended after its time, tried again as often as a failure is', async () => {
  const repo = makeProject({ config: { retries: 1, timeouts: { batch: 0.3 } } })
  const rig = await openPlan(ONE, { repo })
  await rig.type('continue')
  await rig.until('two tries over', hasEnded('alpha', 2))
  expect(endings(rig.session(), 'alpha')).toEqual(['timed-out', 'timed-out'])
})

test('lost: a worker that is killed leaves its work, and is not run again by itself', async () => {
  const rig = await openPlan(ONE)
  await rig.type('continue')
  const agent = await rig.stage.next()
  agent.inside.write({ 'half.txt': 'half\n' })
  await rig.until('its worker', (session) => Boolean(attempts(session, 'alpha')[0]?.worker))
  process.kill(attempts(rig.session(), 'alpha')[0]?.worker?.pid as number, 'SIGKILL')
  await rig.until('an ending', hasEnded('alpha', 1))
  expect(endings(rig.session(), 'alpha')).toEqual(['lost'])
  expect(existsSync(join(agent.inside.root, 'half.txt'))).toBe(true)
  expect(rig.notes('alpha')).toContain('kept as')
  process.kill(agent.pid, 'SIGKILL')
})

test('not started: a program that is not there waits for a person, with the reason', async () => {
  const rig = await openPlan(ONE, { agent: 'cmd: there-is-no-such-program --now' })
  await rig.type('continue')
  await rig.until('an ending', hasEnded('alpha', 1))
  expect(attempts(rig.session(), 'alpha')[0]?.ending).toMatchObject({
    kind: 'not-started',
    detail: expect.stringContaining('There is no program there-is-no-such-program'),
  })
  expect(attempts(rig.session(), 'alpha')).toHaveLength(1)
})

test('manual: a person works in the folder and hands in with check', async () => {
  const rig = await openPlan(ONE, { agent: 'manual' })
  await rig.type('continue', 'alpha')
  await rig.until('it is theirs', (session) => attempts(session, 'alpha')[0]?.startedAt != null)
  const { text: folder } = await rig.type('path alpha')
  expect(rig.notes('alpha')).toContain(`batch_1 is yours: First half. Work in ${folder}`)
  expect(await rig.type('check', 'alpha')).toMatchObject({ exit: 1 })
  expect(endings(rig.session(), 'alpha')).toEqual(['empty'])
  await rig.type('continue', 'alpha')
  await rig.until('again', (session) => attempts(session, 'alpha')[1]?.startedAt != null)
  at(folder).write({ 'alpha.txt': 'mine\n' })
  expect(await rig.type('done', 'alpha')).toMatchObject({
    exit: 0,
    text: expect.stringContaining('Found batch_2'),
  })
  expect(rig.stream('alpha').head).toBe(at(folder).git('rev-parse', 'HEAD'))
  await rig.type('continue', 'alpha')
  await rig.until('batch_2', (session) => attempts(session, 'alpha')[2]?.startedAt != null)
  expect(await rig.type('cancel', 'alpha')).toMatchObject({ exit: 0 })
  expect(endings(rig.session(), 'alpha')).toEqual(['empty', 'done', 'cancelled'])
})

test('scripted: runs the steps that the tasks of the plan carry', async () => {
  const plan = `${planText({ Alpha: {} })}\n   \`\`\`sh br\n   printf '%s\\n' "$BR_STREAM" > alpha.txt\n   \`\`\`\n`
  const rig = await openPlan(plan, { agent: 'scripted' })
  await rig.type('continue')
  await rig.until('an ending', hasEnded('alpha', 1))
  await rig.host.loop.idle()
  expect([endings(rig.session(), 'alpha'), (await rig.type('log alpha')).text]).toMatchObject([
    ['done'],
    expect.any(String),
  ])
  expect(rig.repo.git('show', 'br/a-small-build/stream/alpha:alpha.txt')).toBe('alpha')
})

test('pause holds what runs and starts nothing new; a message waits for the next batch', async () => {
  const rig = await openPlan(TWO)
  await rig.type('continue alpha')
  const alpha = await rig.stage.next('alpha')
  expect((await rig.type('pause')).exit).toBe(0)
  expect(await rig.type('continue beta')).toMatchObject({ exit: 1, text: expect.stringContaining('paused') })
  alpha.finish({ 'alpha.txt': 'late\n' })
  expect((await rig.type('status')).text).toMatch(/alpha +paused/)
  expect(await rig.type('@beta > use metres')).toMatchObject({ exit: 0 })
  expect((await rig.type('resume')).exit).toBe(0)
  await rig.until('alpha done', hasEnded('alpha', 1))
  expect(endings(rig.session(), 'alpha')).toEqual(['done'])
  await rig.type('continue beta')
  const beta = await rig.stage.next('beta')
  expect(beta.command.context.messages).toEqual(['use metres'])
  expect(beta.read('BR_PROMPT_FILE')).toContain('use metres')
})

test('secrets and large files are left out of the commit, and that is said', async () => {
  const rig = await openPlan(ONE)
  await rig.type('continue')
  const agent = await rig.stage.next()
  agent.finish({ 'alpha.txt': 'a\n', '.env': 'A=1\n', 'large.bin': 'x'.repeat(6 * 1024 * 1024) })
  await rig.until('done', hasEnded('alpha', 1))
  const { files } = lastAttempt(rig.stream('alpha').batches[0] as never) as Attempt
  expect(files).toEqual(['alpha.txt'])
  expect(rig.notes('alpha')).toMatch(/\.env was left out of the commit/)
  expect(rig.notes('alpha')).toMatch(/large\.bin was left out of the commit/)
})

test('a workspace that was deleted by hand is made again for the next batch', async () => {
  const rig = await openPlan(ONE)
  await rig.host.loop.idle()
  rmSync(rig.stream('alpha').workspace.path as string, { recursive: true })
  await rig.type('continue')
  ;(await rig.stage.next()).finish({ 'alpha.txt': 'again\n' })
  await rig.until('done', hasEnded('alpha', 1))
  expect(endings(rig.session(), 'alpha')).toEqual(['done'])
  expect(rig.notes('alpha')).toContain('Its workspace was gone and was made again.')
})

test('an agent for a single stream comes from the configuration, checked before anything begins', async () => {
  const repo = makeProject({ config: { agents: { beta: 'manual' } } })
  const rig = await openRig({ repo })
  const unknown = await rig.open(TWO, { agent: 'cmda: x' })
  expect(unknown).toMatchObject({
    ok: false,
    error: { message: expect.stringContaining("no agent 'cmda: x'") },
  })
  value(await rig.open(TWO, { agent: undefined }))
  expect(rig.session().settings).toMatchObject({ agent: 'manual', agents: { beta: 'manual' } })
})
