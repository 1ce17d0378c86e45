import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { lastAttempt } from '../../../source/engine/batch-state.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import type { Attempt, Session } from '../../../source/model/session.ts'
import { costOf, spentOf } from '../../../source/routing/spent.ts'
import { recordSpent } from '../../../source/runtime/day-ledger.ts'
import { type AcpScript, type AcpStep, acpSpec } from '../../helpers/acp-script.ts'
import { cli, connectTo, isDone, openPlan, typeAt } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'

const MODELS = ['small', 'middle', 'large']
const TABLE = { simple: 'small', moderate: 'middle', complex: 'large', critical: 'large' }
const tokens = { inputTokens: 1000, outputTokens: 100, cachedReadTokens: 50, cachedWriteTokens: 5 }

const turn = (...steps: AcpStep[]): AcpScript => ({
  models: MODELS,
  turns: [[...steps, { write: { 'alpha.txt': 'done\n' } }]],
})

/** A session of one stream whose agent has three models. */
function open(script: AcpScript, config: Record<string, unknown> = {}, stream = {}) {
  const agent = acpSpec(script)
  const models = { agents: { [agent]: TABLE } }
  const repo = makeProject({ config: { models, ...config } })
  return openPlan(planText({ Alpha: stream }), { agent, repo })
}

const attempts = (session: Session): Attempt[] =>
  session.streams.alpha?.batches.flatMap((batch) => batch.attempts) ?? []
const last = (session: Session) => attempts(session).at(-1)
const spent = (session: Session) => costOf(spentOf(session.usage))
const ended = (session: Session) => {
  const batch = session.streams.alpha?.batches[0]
  return (
    batch !== undefined && lastAttempt(batch)?.ending !== undefined && lastAttempt(batch)?.ending !== null
  )
}

describe('the model', () => {
  test('is chosen by complexity, said with its reasons, taken by the agent and told in its environment', async () => {
    const rig = await open(turn({ spend: { usd: 0.12, tokens, env: 'BR_MODEL' } }))
    await rig.type('continue')
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(last(rig.session())).toMatchObject({
      routed: { level: 'simple', model: 'small', alternatives: ['middle', 'large'] },
      ran: { model: 'small', refused: [] },
    })
    expect(rig.notes('alpha')).toMatch(
      /^Model small: simple, \d+ of 100: 1 file declared; only texts; the work looks simple\.$/m,
    )
    expect(rig.session().usage).toMatchObject([
      { model: 'small', usd: 0.12, tokens: { in: 1000, out: 100, cacheRead: 50, cacheWrite: 5 } },
    ])
  })

  test('is a stronger one after each failure, up to the strongest', async () => {
    const rig = await open({ models: MODELS, turns: [[{ error: { code: -32603, message: 'boom' } }]] })
    await rig.type('continue')
    await rig.until('three failures', (now) => attempts(now).filter(({ ending }) => ending).length === 3)
    expect(attempts(rig.session()).map(({ ran }) => ran?.model)).toEqual(['small', 'middle', 'large'])
    expect(rig.notes('alpha')).toContain('1 level up after failures')
  })

  test('is a stronger one when the tests were red with the work', async () => {
    const rig = await open({
      models: MODELS,
      turns: [[{ write: { 'checks/alpha.mjs': 'throw new Error()' } }]],
    })
    await rig.type('continue')
    await rig.until('it done', isDone('alpha', 'batch_1'))
    await rig.type('checkpoint')
    await rig.type('continue')
    await rig.until('the repair done', (now) => attempts(now).length === 2)
    await rig.until('the repair routed', (now) => (last(now)?.routed ?? null) !== null)
    const [first, repair] = attempts(rig.session())
    expect(first?.routed?.level).toBe('simple')
    expect(repair?.routed?.why).toContain('1 level up after failures')
    const stats = await cli('route', 'stats', '--json')
    expect(JSON.parse(stats.out)).toMatchObject({
      accuracy: 0,
      lines: [{ level: 'simple', tries: 1, passed: 0 }],
    })
  })

  test('is what a person typed, by a part of its name, until they say auto', async () => {
    const rig = await open(turn())
    expect(await rig.type('model alpha LARGE')).toMatchObject({
      exit: 0,
      text: 'alpha: large from its next batch on.',
    })
    expect(await rig.type('model alpha huge')).toMatchObject({ exit: 1 })
    await rig.type('continue')
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(last(rig.session())?.ran?.model).toBe('large')
    expect(await rig.type('model alpha')).toMatchObject({
      text: expect.stringContaining('large was asked for'),
    })
    await rig.type('model alpha auto')
    expect(rig.stream('alpha').model).toBeNull()
  })

  test('that comes back is told where it is another', async () => {
    const rig = await open({ ...turn(), models: ['large', 'middle'], remaps: { small: 'middle' } })
    await rig.type('continue')
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(last(rig.session())?.ran).toEqual({ model: 'middle', refused: [] })
    expect(rig.notes('alpha')).toContain('Model small was asked for; it works with middle.')
  })

  test('that is not there is replaced, said, and not asked for again', async () => {
    const agent = acpSpec({ ...turn(), models: ['middle', 'large'] })
    // Both write the same file.
    const config = { models: { agents: { [agent]: TABLE } }, checks: { drift: 'off' } }
    const repo = makeProject({ config })
    const rig = await openPlan(planText({ Alpha: {}, Beta: {} }), { agent, repo })
    await rig.type('continue alpha')
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(last(rig.session())?.ran).toEqual({ model: 'middle', refused: ['small'] })
    expect(rig.notes('alpha')).toContain('Model small is not available; it works with middle.')
    await rig.type('continue beta')
    await rig.until('the other done', isDone('beta', 'batch_1'))
    expect(rig.stream('beta').batches[0]?.attempts[0]?.routed).toMatchObject({
      model: 'middle',
      why: expect.arrayContaining(['small is not available']),
    })
  })

  test('none of which is there lets nothing begin', async () => {
    const rig = await open({ ...turn(), models: ['other'] })
    await rig.type('continue')
    await rig.until('it ended', ended)
    expect(last(rig.session())?.ending).toMatchObject({
      kind: 'not-started',
      detail: expect.stringContaining('none of the models'),
    })
  })
})

describe('what was spent', () => {
  test('is summed over tries and kept by the next host; what was told while none lived is not lost', async () => {
    const gate = join(makeProject().root, 'go')
    const rig = await open({
      models: MODELS,
      turns: [
        [
          { spend: { usd: 0.5, tokens } },
          { wait: gate },
          { spend: { usd: 0.75 } },
          { write: { 'alpha.txt': '1' } },
        ],
      ],
    })
    await rig.type('continue')
    await rig.until('that it told', (now) => now.usage.length > 0)
    expect(spent(rig.session())).toEqual({ usd: 0.5, atLeast: false })
    await rig.dropHost()
    writeFileSync(gate, '')
    await rig.nextHost()
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(spent(rig.session())).toEqual({ usd: 0.75, atLeast: false })
    const said = await cli('costs', '--json', '--cwd', rig.repo.root)
    expect(JSON.parse(said.out)).toMatchObject({ lines: [{ key: 'alpha', cost: { usd: 0.75 } }] })
    expect(await rig.type('costs')).toMatchObject({ exit: 0, text: expect.stringContaining('$0.75') })
  })

  test('is of two agents where both call their session the same', async () => {
    const spend = (usd: number, name: string): AcpScript => ({
      turns: [[{ spend: { usd, tokens } }, { write: { [`${name}.txt`]: 'x' } }]],
    })
    const agent = acpSpec({ streams: { alpha: spend(0.5, 'alpha'), beta: spend(0.25, 'beta') } })
    const rig = await openPlan(planText({ Alpha: {}, Beta: {} }), { agent })
    await rig.type('continue')
    await rig.until('both done', (now) => isDone('alpha', 'batch_1')(now) && isDone('beta', 'batch_1')(now))
    expect(spent(rig.session())).toEqual({ usd: 0.75, atLeast: false })
    expect(rig.session().usage.map((report) => report.tokens.in)).toEqual([1000, 1000])
  })

  test('may be told by a program in its status file', async () => {
    const rig = await openPlan(planText({ Alpha: {} }))
    await rig.type('continue')
    const agent = await rig.stage.next('alpha')
    agent.report({ status: 'running', usage: { in: 10, out: 5, usd: 0.02, model: 'mine' } })
    await rig.until('that it told', (now) => now.usage.length > 0)
    agent.finish({ 'alpha.txt': 'x' })
    await rig.until('it done', isDone('alpha', 'batch_1'))
    expect(rig.session().usage).toMatchObject([
      { usd: 0.02, model: 'mine', tokens: { in: 10, out: 5, cacheRead: 0 } },
    ])
  })
})

describe('a ceiling', () => {
  const stuck = turn({ spend: { usd: 3 } }, { write: { 'half.txt': 'kept' } }, { hang: null })

  test('that is reached ends what runs, keeps its work, and lets it go on when it is raised', async () => {
    const rig = await open(stuck, { budget: { batch: 2 } })
    await rig.type('continue')
    await rig.until('it ended', ended)
    expect(last(rig.session())?.ending).toMatchObject({
      kind: 'max-cost',
      detail: 'The ceiling of $2.00 for this batch is reached: $3.00 spent.',
    })
    expect(streamStatus(rig.session(), 'alpha')).toMatchObject({ name: 'waits', next: 'budget' })
    expect(readFileSync(join(rig.stream('alpha').workspace.path ?? '', 'half.txt'), 'utf8')).toBe('kept')
    // It is refused before it starts: the batch has spent already.
    await rig.type('retry alpha')
    await rig.until('it refused', (now) => attempts(now).length === 2 && (last(now)?.ending ?? null) !== null)
    expect(last(rig.session())).toMatchObject({ worker: null, ending: { kind: 'max-cost' } })
    expect(await rig.type('budget batch 50')).toEqual({ text: 'Ceiling for a batch: $50.00.', exit: 0 })
    await rig.until(
      'it running',
      (now) => attempts(now).length === 3 && (last(now)?.startedAt ?? null) !== null,
    )
    await rig.type('cancel alpha')
  })

  test('that the batch is expected to pass lets it not begin, and nothing is spent', async () => {
    const agent = acpSpec({ ...turn(), models: ['claude-opus-5-5'] })
    const models = { agents: { [agent]: { simple: 'claude-opus-5-5' } } }
    const repo = makeProject({ config: { models, budget: { stream: 0.01 } } })
    const rig = await openPlan(planText({ Alpha: {} }), { agent, repo })
    await rig.type('continue')
    await rig.until('it ended', ended)
    expect(last(rig.session())).toMatchObject({ startedAt: null, worker: null })
    expect(last(rig.session())?.ending).toMatchObject({
      kind: 'max-cost',
      detail: expect.stringMatching(
        /^The next step would pass the ceiling of \$0\.0100 for this stream by \$0\.\d+\.$/,
      ),
    })
    expect(rig.session().usage).toEqual([])
  })

  test('that only one of two fits under lets one begin, also when both are asked for at once', async () => {
    const agent = acpSpec({ models: ['claude-opus-5-5'], turns: [[{ hang: null }]] })
    const models = { agents: { [agent]: { simple: 'claude-opus-5-5' } } }
    const repo = makeProject({ config: { models, budget: { session: 0.8 } } })
    const rig = await openPlan(planText({ Alpha: {}, Beta: {} }), { agent, repo })
    await rig.type('continue')
    const all = (now: Session) =>
      Object.values(now.streams).flatMap(({ batches }) => batches.flatMap((batch) => batch.attempts))
    const isSettled = ({ startedAt, ending }: Attempt) => startedAt !== null || ending !== null
    await rig.until('both settled', (now) => all(now).length === 2 && all(now).every(isSettled))
    expect(
      all(rig.session())
        .map(({ ending }) => ending?.kind ?? 'runs')
        .sort(),
    ).toEqual(['max-cost', 'runs'])
    await rig.type('cancel all')
  })

  test('counts what other sessions of the day have spent', async () => {
    const rig = await open(stuck, { budget: { day: 10 } })
    await recordSpent(rig.places, { at: Date.now(), session: 'other', usd: 7.5, atLeast: false })
    await rig.type('continue')
    await rig.until('it ended', ended)
    expect(last(rig.session())?.ending).toMatchObject({
      kind: 'max-cost',
      detail: expect.stringContaining('$10.50 spent'),
    })
    const [file = ''] = readdirSync(rig.places.costs)
    expect(statSync(join(rig.places.costs, file)).mode & 0o077).toBe(0)
  })

  test('is for a person to raise, not for a worker', async () => {
    const rig = await open(turn(), { budget: { session: 1 } })
    expect(await rig.type('budget')).toMatchObject({ text: 'Ceilings: session $1.00.' })
    const client = await connectTo(rig.places, { BR_RUN: 'some.run' })
    expect(await typeAt(client, 'budget session 100')).toMatchObject({ exit: 1 })
    expect(await typeAt(client, 'model alpha large')).toMatchObject({ exit: 1 })
    client.close()
  })
})

test('a program gets the model in its environment and in the file of its batch', async () => {
  const rig = await openPlan(planText({ Alpha: {} }))
  expect(await rig.type('model alpha vendor/some-model')).toMatchObject({ exit: 0 })
  await rig.type('continue')
  const agent = await rig.stage.next('alpha')
  expect(agent.env.BR_MODEL).toBe('vendor/some-model')
  expect(JSON.parse(agent.read('BR_COMMAND_FILE'))).toMatchObject({ model: 'vendor/some-model' })
  agent.finish()
})
