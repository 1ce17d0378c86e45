import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lastAttempt } from '../../../source/engine/batch-state.ts'
import { asking } from '../../../source/engine/on-permission.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { runningStreams } from '../../../source/engine/workers.ts'
import type { Session } from '../../../source/model/session.ts'
import { type AcpScript, acpSpec } from '../../helpers/acp-script.ts'
import { changeStored, cli, isDone, openPlan, openRig, placesFor, program } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'

const work = (name: string, ...before: AcpScript['turns'][number]): AcpScript => ({
  turns: [[...before, { write: { [`${name}.txt`]: 'done\n' } }, { text: `${name} is written\n` }]],
})
const ask = { ask: { title: 'Run the tests', kind: 'execute', rawInput: { command: 'npm test' } } }

const open = (streams: Record<string, AcpScript>) =>
  openPlan(planText({ Alpha: {}, ...(streams.beta ? { Beta: {} } : {}) }), { agent: acpSpec({ streams }) })

const asks = (session: Session): boolean => asking(session).length > 0
const ending = (session: Session, stream = 'alpha') => {
  const batch = session.streams[stream]?.batches[0]
  return (batch && lastAttempt(batch)?.ending) ?? null
}

test('two agents write their files, and both land', async () => {
  const rig = await open({ alpha: work('alpha'), beta: work('beta') })
  expect(await rig.type('continue')).toMatchObject({ exit: 0 })
  await rig.until('both done', (now) => isDone('alpha', 'batch_1')(now) && isDone('beta', 'batch_1')(now))
  expect(await rig.type('merge')).toMatchObject({ exit: 0 })
  const { slug } = rig.session()
  const files = rig.repo.git('ls-tree', '--name-only', `br/${slug}/integration`)
  expect(files).toContain('alpha.txt')
  expect(files).toContain('beta.txt')
})

describe('what an agent asks', () => {
  test('waits for a person, who allows it', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    expect(streamStatus(rig.session(), 'alpha')).toMatchObject({
      name: 'waits',
      why: 'execute npm test',
      next: 'approve',
    })
    expect(await rig.type('approve')).toEqual({ text: 'Allowed: execute npm test.', exit: 0 })
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(rig.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['permission-asked', 'permission-answered']),
    )
    expect(await rig.type('approve')).toMatchObject({ exit: 1, text: 'Nothing asks for permission now.' })
  })

  test('is denied with a reason, which reaches it', async () => {
    const rig = await open({ alpha: { turns: [[ask], [{ write: { 'alpha.txt': 'another way' } }]] } })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    expect(await rig.type('deny alpha they need a database')).toMatchObject({ exit: 0 })
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(rig.notes('alpha')).toContain('Denied by you: execute npm test (they need a database).')
  })

  test('is allowed by no process of a worker', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    const env = { ...process.env, BR_RUN: 'some.run' }
    const said = await program(['send', 'approve', '--cwd', rig.repo.root], { env })
    expect(said.exit).toBe(1)
    expect(said.out + said.err).toContain('for a person to say')
    expect(asks(rig.session())).toBe(true)
    expect((await cli('send', 'approve', '--cwd', rig.repo.root)).exit).toBe(0)
    await rig.until('it done', isDone('alpha', 'batch_1'))
  })

  test('waits in its worker while no host lives, and the next one can answer', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    await rig.dropHost()
    await rig.nextHost()
    await rig.until('that it asks still', asks)
    expect(rig.events.filter(({ type }) => type === 'permission-asked')).toHaveLength(1)
    expect(await rig.type('approve')).toMatchObject({ exit: 0 })
    await rig.until('it done', isDone('alpha', 'batch_1'))
  })

  test('reaches a worker that did not hear the answer because its host died', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    await rig.dropHost()
    // What the db of a host holds that died between writing the answer and passing it on.
    const answered = { id: 'ask-1', option: 'allow', text: '' }
    changeStored(rig, ({ streams }) => {
      Object.assign(streams.alpha?.batches[0]?.attempts[0] as object, { asks: null, answered })
    })
    await rig.nextHost()
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(rig.events.filter(({ type }) => type === 'permission-asked')).toHaveLength(1)
  })

  test('ends a run that goes on without a person, and says what for', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('auto on')
    await rig.until('that it stands still', isAtStandstill)
    expect(waitsForPerson(rig.session())).toEqual(['alpha: asks execute npm test'])
  })

  test('is taken back when the batch is cancelled', async () => {
    const rig = await open({ alpha: work('alpha', ask) })
    await rig.type('continue')
    await rig.until('that it asks', asks)
    expect(await rig.type('cancel alpha')).toMatchObject({ exit: 0 })
    expect(ending(rig.session())).toMatchObject({ kind: 'cancelled' })
    expect(asks(rig.session())).toBe(false)
  })
})

test('what is said to an agent reaches it while it works, and is not said again to its next batch', async () => {
  const rig = await open({ alpha: { turns: [[ask], [{ write: { 'alpha.txt': 'as told' } }]] } })
  await rig.type('continue')
  await rig.until('that it asks', asks)
  expect(await rig.type('> use the other parser', 'alpha')).toEqual({
    text: 'Told: alpha takes it up when its turn ends.',
    exit: 0,
  })
  await rig.type('approve')
  await rig.until('it done', isDone('alpha', 'batch_1'))
  expect(rig.stream('alpha').messages).toEqual([])
  expect((await rig.type('log', 'alpha')).text).toContain('> use the other parser')
})

describe('how it ends', () => {
  test.each([
    ['a refusal', [{ stop: 'refusal' }], 'blocked', /refused/],
    [
      'a limit',
      [{ error: { code: -32603, message: '429', data: { errorKind: 'rate_limit' } } }],
      'blocked',
      /no more requests/,
    ],
    [
      'no login',
      [{ error: { code: -32000, message: 'Authentication required' } }],
      'blocked',
      /not logged in/,
    ],
  ])('%s waits for a person and is not tried again by itself', async (_, turn, kind, why) => {
    const rig = await open({ alpha: { turns: [turn] } })
    await rig.type('continue')
    await rig.until('its end', (now) => ending(now) !== null)
    expect(ending(rig.session())).toMatchObject({ kind, detail: expect.stringMatching(why) })
    expect(streamStatus(rig.session(), 'alpha')).toMatchObject({ name: 'blocked' })
    expect(rig.stream('alpha').batches[0]?.attempts).toHaveLength(1)
  })

  test('a crash is tried again', async () => {
    const rig = await open({ alpha: { turns: [[{ crash: 3 }]] } })
    await rig.type('continue')
    await rig.until('the last try', (now) => streamStatus(now, 'alpha').name === 'failed')
    expect(rig.stream('alpha').batches[0]?.attempts).toHaveLength(3)
    expect(ending(rig.session())).toMatchObject({ kind: 'failed', detail: expect.stringContaining('code 3') })
  })

  test('an agent that leaves its branch is not let begin', async () => {
    const rig = await open({
      alpha: { ...work('alpha'), onSession: [{ git: ['checkout', '--quiet', '-b', 'elsewhere'] }] },
    })
    await rig.type('continue')
    await rig.until('its end', (now) => ending(now) !== null)
    expect(ending(rig.session())).toMatchObject({
      kind: 'not-started',
      detail: expect.stringContaining('is on elsewhere and not on br/'),
    })
  })
})

test('what is allowed for good is asked once in a stream, also in its next batch, and asked in another one', async () => {
  const tasks = Array.from({ length: 6 }, (_, index) => `Part ${index}`)
  const script = { turns: [[ask, { write: { 'work.txt': 'x' } }]] }
  const rig = await openPlan(planText({ Alpha: { tasks, days: 6 }, Beta: {} }), { agent: acpSpec(script) })
  await rig.type('continue alpha')
  await rig.until('that it asks', asks)
  expect((await rig.type('approve always', 'alpha')).text).toContain('exactly this: execute npm test')
  await rig.until('it done', isDone('alpha', 'batch_1'))
  await rig.type('continue alpha')
  await rig.until('its next end', ({ streams }) => streams.alpha?.batches[1]?.attempts[0]?.ending != null)
  expect(rig.events.filter(({ type }) => type === 'permission-asked')).toHaveLength(1)
  await rig.type('continue beta')
  await rig.until('that the other asks', asks)
})

test("a person's rules are those of their settings, and hold from the next batch on", async () => {
  const repo = makeProject()
  const places = placesFor(repo)
  const rules = { permissions: { allow: { run: ['npm test'] } } }
  mkdirSync(join(places.home, 'config'), { recursive: true })
  writeFileSync(join(places.home, 'config', 'config.json'), JSON.stringify(rules))
  const rig = await openRig({ repo, places })
  await rig.open(planText({ Alpha: {} }), { agent: acpSpec(work('alpha', ask)) })
  await rig.type('continue')
  await rig.until('it done', isDone('alpha', 'batch_1'))
  expect(rig.events.some(({ type }) => type === 'permission-asked')).toBe(false)
  expect((await rig.type('log', 'alpha')).text).toContain("allowed by your rule 'npm test': execute npm test")
})

describe('a provider that takes no more requests', () => {
  const limit = (resetsAt: number) => ({
    error: { code: -32603, message: 'Too many', data: { errorKind: 'rate_limit', resetsAt } },
  })
  /** Alpha and Beta meet the limit, and work at their second try. */
  const openLimited = (resetsAt: number, gate: string) => {
    const turns = [[limit(resetsAt)]]
    const talks = [{ text: 'it answers\n' }, { wait: gate }]
    return open({
      alpha: { turns, tries: [{ turns }, work('alpha', ...talks)] },
      beta: { turns, tries: [{ turns }, work('beta', ...talks)] },
    })
  }
  const isHeld = ({ halts, streams }: Session) =>
    Object.keys(halts).length === 1 && Object.values(streams).every(({ batches }) => batches[0]?.wanted)
  const bothDone = (now: Session) => isDone('alpha', 'batch_1')(now) && isDone('beta', 'batch_1')(now)

  test('is left alone until then; one stream tries, and when it is answered the others go on', async () => {
    const gate = freshPath('go')
    const rig = await openLimited(Date.now() + 4000, gate)
    await rig.type('continue all')
    await rig.until('that both wait', isHeld)
    expect(streamStatus(rig.session(), 'alpha')).toMatchObject({
      name: 'blocked',
      why: expect.stringMatching(/^rate limit until \d\d:\d\d$/),
    })
    const before = rig.events.length
    await rig.until('that both run again', (now) => runningStreams(now).length === 2)
    writeFileSync(gate, '')
    await rig.until('both done', bothDone)
    const after = rig.events.slice(before).map(({ type }) => type)
    const told = ['halt-over', 'attempt-opened', 'halt-lifted']
    expect(after.filter((type) => told.includes(type))).toEqual([...told, 'attempt-opened'])
    expect(rig.stream('beta').batches[0]?.attempts).toHaveLength(2)
  })

  test('is waited for also by the next host', async () => {
    const gate = freshPath('go')
    writeFileSync(gate, '')
    const rig = await openLimited(Date.now() + 4000, gate)
    await rig.type('continue all')
    await rig.until('that both wait', isHeld)
    await rig.dropHost()
    await rig.nextHost()
    expect(isHeld(rig.session())).toBe(true)
    await rig.until('both done', bothDone)
  })

  test('is not waited for by a person who says retry', async () => {
    const gate = freshPath('go')
    writeFileSync(gate, '')
    const rig = await openLimited(Date.now() + 3_600_000, gate)
    await rig.type('continue all')
    await rig.until('that both wait', isHeld)
    expect(await rig.type('retry beta')).toMatchObject({ exit: 0 })
    await rig.until('both done', bothDone)
    const tried = rig.events.flatMap((event) => (event.type === 'attempt-opened' ? [event.stream] : []))
    expect(tried.slice(2)).toEqual(['beta', 'alpha'])
  })
})

test('an agent that does nothing looks stuck, also to the next host, and is running again at its next word', async () => {
  const gate = freshPath('go')
  const repo = makeProject({ config: { timeouts: { silent: 1 } } })
  const agent = acpSpec(
    work('alpha', { text: 'I think\n' }, { wait: gate }, { text: 'so\n' }, { hang: true }),
  )
  const rig = await openPlan(planText({ Alpha: {} }), { repo, agent })
  await rig.type('continue')
  await rig.until('that it looks stuck', (now) => streamStatus(now, 'alpha').name === 'stuck')
  await rig.dropHost()
  await rig.nextHost()
  expect(streamStatus(rig.session(), 'alpha').name).toBe('stuck')
  writeFileSync(gate, '')
  await rig.until('that it runs', (now) => streamStatus(now, 'alpha').name === 'running')
  expect(await rig.type('cancel alpha')).toMatchObject({ exit: 0 })
})

test('the next try goes on in the session of the last one, and is told why that ended and what is committed', async () => {
  const capabilities = { sessionCapabilities: { resume: {} } }
  const commit = [
    '-c',
    'user.name=A',
    '-c',
    'user.email=a@b.c',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'Half of it',
  ]
  const first: AcpScript = { capabilities, turns: [[{ git: commit }, { crash: 3 }]] }
  const rig = await open({ alpha: { ...first, tries: [first, { capabilities, turns: [] }] } })
  await rig.type('continue')
  await rig.until('the second end', ({ streams }) => streams.alpha?.batches[0]?.attempts[1]?.ending != null)
  expect(rig.stream('alpha').batches[0]?.attempts.map(({ agentSession }) => agentSession)).toEqual([
    'one',
    'one',
  ])
  const log = (await rig.type('log', 'alpha')).text
  expect(log).toContain('resumed one\n! It goes on in its session of the last try.\n')
  expect(log).toMatch(/## Committed on this branch already\s+- [0-9a-f]{7} Half of it/)
  expect(log).toContain('It exited with code 3 in the middle of its work.')
})

test('a program has a folder for temporary files with a name short enough for sockets, and ports of its own', async () => {
  const rig = await openPlan(planText({ Alpha: {}, Beta: {} }))
  await rig.type('continue all')
  const [one, two] = [await rig.stage.next('alpha'), await rig.stage.next('beta')]
  for (const { env } of [one, two]) {
    const folder = env.TMPDIR as string
    expect(Buffer.byteLength(folder)).toBeLessThan(80)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(env.BR_PORTS).toBe(`${env.BR_PORT_BASE}-${Number(env.BR_PORT_BASE) + 9}`)
  }
  expect(one.env.BR_PORT_BASE).not.toBe(two.env.BR_PORT_BASE)
  one.finish({ 'alpha.txt': 'x' })
  await rig.until('it done', isDone('alpha', 'batch_1'))
  expect(existsSync(one.env.TMPDIR as string)).toBe(false)
})

test('what an agent called is told by number and in full, also by the next host while it still works', async () => {
  const gate = freshPath('go')
  const diff = { type: 'diff', path: 'alpha.txt', oldText: null, newText: 'done\n' }
  const call = { sessionUpdate: 'tool_call', status: 'completed' }
  const rig = await open({
    alpha: work(
      'alpha',
      { update: { ...call, toolCallId: '1', kind: 'execute', title: 'npm test', rawOutput: '12 passed' } },
      { update: { ...call, toolCallId: '2', kind: 'edit', title: 'Write it', content: [diff] } },
      { ask: { title: 'Go on', kind: 'execute', rawInput: { command: 'make' } } },
      { wait: gate },
    ),
  })
  expect(await rig.type('calls alpha')).toEqual({ text: 'alpha has not run yet.', exit: 1 })
  await rig.type('continue')
  await rig.until('that it asks', asks)
  const whole = [
    '#1 execute npm test · completed\n    npm test\n    12 passed',
    '#2 edit alpha.txt +1 -0 · completed\n    Write it\ndiff alpha.txt\n@@\n+done',
  ]
  expect(await rig.type('calls alpha')).toEqual({ text: whole.join('\n\n'), exit: 0 })
  await rig.dropHost()
  await rig.nextHost()
  await rig.until('that it asks still', asks)
  expect(await rig.type('tools alpha #2')).toEqual({ text: whole[1], exit: 0 })
  expect(await rig.type('calls alpha 9')).toEqual({
    text: 'Nothing is kept of #9; the newest is #2.',
    exit: 1,
  })
  await rig.type('approve')
  writeFileSync(gate, '')
  await rig.until('it done', isDone('alpha', 'batch_1'))
  expect(await rig.type('calls alpha 1')).toEqual({ text: whole[0], exit: 0 })
})
