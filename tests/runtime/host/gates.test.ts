import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { sensible } from '../../../source/commands/suggest.ts'
import { currentBatch } from '../../../source/engine/batch-state.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { changeStored, cli, doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import type { ToldAgent } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { createPick, tokenKinds } from '../../helpers/secrets.ts'

const makeToken = tokenKinds.find(({ code }) => code === 'github-token')
  ?.make as (typeof tokenKinds)[number]['make']
const token = makeToken(createPick(5))
const PLAN = planText({ Alpha: {}, Beta: {} })

/** Starts the stream's batch and hands out its agent. */
async function begin(rig: Rig, stream: string): Promise<ToldAgent> {
  expect(await rig.type(`continue ${stream}`)).toMatchObject({ exit: 0 })
  return rig.stage.next(stream)
}

const published = (rig: Rig): string => rig.repo.git('for-each-ref', '--format=%(refname)', 'refs/heads/br')
const landedFiles = (rig: Rig): string =>
  rig.repo.git('ls-tree', '-r', '--name-only', 'br/a-small-build/integration')

/** The work of `alpha` is given back with what was found, and kept out; `beta` lands meanwhile. */
async function expectGivenBack(rig: Rig, code: string, seen: string): Promise<ToldAgent> {
  const again = await rig.stage.next('alpha')
  expect(rig.notes('alpha')).toContain(seen)
  expect(again.command).toMatchObject({ attempt: 2, failure: expect.stringContaining(code) })
  expect(JSON.stringify([rig.session(), rig.events, again.command])).not.toContain(token)
  expect(published(rig)).not.toContain('stream/alpha')
  await doBatch(rig, 'beta', { 'beta.txt': 'fine\n' })
  expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  expect(landedFiles(rig)).toContain('beta.txt')
  expect(landedFiles(rig)).not.toContain('alpha')
  return again
}

describe('what a worker commits', () => {
  it('with a token in it is seen, masked, kept out and given back; mended and made anew it lands', async () => {
    const rig = await openPlan(PLAN)
    const agent = await begin(rig, 'alpha')
    // Never in a commit by itself: what is left is committed for it.
    agent.finish({ 'alpha.txt': `token = "${token}"\n` })
    const again = await expectGivenBack(rig, 'github-token', 'alpha.txt:1:10: error secrets/github-token: ')
    again.finish({ 'alpha.txt': 'fine\n' })
    await rig.until('it is only in the history', ({ notes }) =>
      notes.some(({ text }) => text.includes("'rewrite alpha'")),
    )
    expect(await rig.type('rewrite alpha')).toMatchObject({ exit: 0 })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
  })

  it('past its own hook, with --no-verify, is found when the batch ends', async () => {
    const rig = await openPlan(PLAN)
    const agent = await begin(rig, 'alpha')
    agent.inside.write({ 'alpha.txt': `token = "${token}"\n` })
    const commit = (...args: string[]) =>
      execFileSync('git', ['commit', '--quiet', '--message', 'work', ...args], {
        cwd: agent.inside.root,
        env: agent.env,
        encoding: 'utf8',
        stdio: 'pipe',
      })
    agent.inside.git('add', '--all')
    // Its environment carries our hook.
    expect(() => commit()).toThrow(/github-token/)
    commit('--no-verify')
    agent.finish()
    await expectGivenBack(rig, 'github-token', 'alpha.txt:1:10: error secrets/github-token: ')
  })

  it('with an injectable query is given back with the way to write it', async () => {
    const rig = await openPlan(PLAN)
    const query = `import sqlite3\n\ndef find(db, name):\n    return db.execute("SELECT * FROM users WHERE name = '" + name + "'")\n`
    ;(await begin(rig, 'alpha')).finish({ 'alpha.txt': 'a\n', 'alpha.py': query })
    await expectGivenBack(rig, 'sql-injection/', 'alpha.py:4:')
  })

  it("in another stream's file is given back, unless a person lets it stay", async () => {
    const rig = await openPlan(PLAN)
    ;(await begin(rig, 'alpha')).finish({ 'alpha.txt': 'a\n', 'beta.txt': 'mine now\n' })
    const again = await rig.stage.next('alpha')
    const seen = 'beta.txt: error drift/other-streams-file: the plan gives it to beta'
    expect(rig.notes('alpha')).toContain(seen)
    expect(again.command.failure).toContain(seen)
    expect(published(rig)).not.toContain('stream/alpha')
    expect(await rig.type('allow other-streams-file gamma.txt')).toMatchObject({
      text: expect.stringContaining('allow other-streams-file beta.txt'),
    })
    expect(await rig.type('allow other-streams-file beta.txt')).toMatchObject({ exit: 0 })
    again.finish()
    await rig.until('alpha is done', ({ streams }) => currentBatch(streams.alpha as never) === undefined)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('beta.txt')
  })

  it('that allows itself something is given back', async () => {
    const rig = await openPlan(PLAN)
    ;(await begin(rig, 'alpha')).finish({
      'alpha.txt': `token = "${token}" # br-allow: github-token because\n`,
      '.br-allow': 'github-token alpha.txt it is fine\n',
    })
    await expectGivenBack(rig, 'own-allowance', 'alpha.txt:1:10: error secrets/github-token: ')
  })

  it('that no check can look through has not passed', async () => {
    const rig = await openPlan(PLAN)
    const long = `db.execute("SELECT * FROM users")\n#${'x'.repeat(2_200_000)}\n`
    ;(await begin(rig, 'alpha')).finish({ 'alpha.txt': 'a\n', 'alpha.py': long })
    await expectGivenBack(rig, 'did not run to their end', 'alpha.py is larger than 2 MB')
  })

  it('that was there before is not held against it', async () => {
    const old = { 'alpha.txt': `token = "${token}"\nold\n` }
    const rig = await openPlan(PLAN, { repo: makeProject({ files: old }) })
    await doBatch(rig, 'alpha', { 'alpha.txt': `first\ntoken = "${token}"\nnew\n` })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
  })
})

/** Every content that a branch or tag of the user's repository leads to. */
const reachable = (rig: Rig): string =>
  rig.repo
    .git('rev-list', '--objects', '--all', '--filter=object:type=blob', '--filter-provided-objects')
    .split('\n')
    .map((line) => rig.repo.git('cat-file', 'blob', line.split(' ')[0] as string))
    .join('\n')

const snapshots = (rig: Rig): string =>
  execFileSync('git', ['for-each-ref', 'refs/br-snapshots'], { cwd: rig.places.workClone, encoding: 'utf8' })

describe('a secret that was taken out again', () => {
  it('is still in the commits: a person has them made anew, and then the work lands without it', async () => {
    const rig = await openPlan(PLAN)
    const agent = await begin(rig, 'alpha')
    agent.inside.commit({ 'alpha.txt': `token = "${token}"\n` })
    agent.inside.commit({ 'alpha.txt': 'token = process.env.TOKEN\n' })
    agent.finish()
    await rig.until('alpha waits for a person', ({ notes }) =>
      notes.some(({ text }) => text.includes("'rewrite alpha'")),
    )
    expect(rig.stage.runs).toHaveLength(1)
    expect(published(rig)).not.toContain('stream/alpha')
    expect(await rig.type('rewrite alpha')).toMatchObject({ exit: 0 })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(reachable(rig)).toContain('process.env.TOKEN')
    expect(reachable(rig)).not.toContain(token)
    expect(published(rig)).toContain('stream/alpha')
    // What was is kept, out of everybody's way.
    expect(snapshots(rig)).toContain('-before-rewrite')
  })
})

describe('a secret in commits that passed while it was only said', () => {
  const plan = planText({ Alpha: { days: 2, tasks: ['One', 'Two'] }, Beta: {} })

  /** `alpha` is finished with it, and published; then the check is one that blocks. */
  async function passedBefore({ isOut = true, rewrite = 'ask' } = {}): Promise<Rig> {
    const config = { checks: { secrets: 'warn', rewrite } }
    const rig = await openPlan(plan, { repo: makeProject({ config }) })
    const agent = await begin(rig, 'alpha')
    agent.inside.commit({ 'alpha.txt': `token = "${token}"\n` })
    if (isOut) agent.inside.commit({ 'alpha.txt': 'token = process.env.TOKEN\n' })
    agent.finish({
      'alpha.txt': isOut ? 'token = process.env.TOKEN\nfirst\n' : `token = "${token}"\nfirst\n`,
    })
    await rig.until('batch_1', isDone('alpha', 'batch_1'))
    await doBatch(rig, 'alpha', { 'alpha-more.txt': 'more\n' })
    await doBatch(rig, 'beta', { 'beta.txt': 'fine\n' })
    await rig.host.loop.idle()
    expect(reachable(rig)).toContain(token)
    await rig.dropHost()
    changeStored(rig, ({ settings }) => {
      settings.checks.secrets = 'block'
    })
    await rig.nextHost()
    return rig
  }

  it('is found at the checkpoint, and leads to the same offer: made anew it lands, the old commits kept apart', async () => {
    const rig = await passedBefore()
    const before = rig.stream('alpha').head as string
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 3,
      text: expect.stringContaining(
        '✕ alpha was left out: what was taken out again is still in its commits: github-token in alpha.txt.',
      ),
    })
    expect(landedFiles(rig)).toContain('beta.txt')
    expect(landedFiles(rig)).not.toContain('alpha')
    expect(sensible(rig.session(), 'alpha')[0]).toBe('rewrite alpha')
    expect(rig.notes('alpha')).toContain("'rewrite alpha' makes one commit of them without it.")
    // What is left of it is not offered by itself.
    expect(await rig.type('checkpoint')).toMatchObject({ text: expect.not.stringContaining('putting alpha') })
    const runs = rig.stage.runs.length
    expect(await rig.type('rewrite alpha')).toMatchObject({ exit: 0 })
    await rig.host.loop.idle()
    expect(reachable(rig)).not.toContain(token)
    expect(rig.repo.git('rev-parse', 'br/a-small-build/stream/alpha').trim()).toBe(rig.stream('alpha').head)
    expect(snapshots(rig)).toContain(before)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
    expect(landedFiles(rig)).toContain('alpha-more.txt')
    expect(reachable(rig)).not.toContain(token)
    expect(rig.stage.runs).toHaveLength(runs)
  })

  it('lands as it is when a person lets it stay', async () => {
    const rig = await passedBefore()
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
    expect(await rig.type('allow github-token alpha.txt')).toMatchObject({ exit: 0 })
    await rig.until('alpha is done', ({ streams }) => currentBatch(streams.alpha as never) === undefined)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
  })

  it('is given back where it still stands in a file; taken out there, it is made anew from before it', async () => {
    const rig = await passedBefore({ isOut: false })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
    ;(await begin(rig, 'alpha')).finish({ 'alpha.txt': 'token = process.env.TOKEN\n' })
    await rig.until('the offer', () => sensible(rig.session(), 'alpha')[0] === 'rewrite alpha')
    expect(await rig.type('rewrite alpha')).toMatchObject({ exit: 0 })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
    expect(reachable(rig)).not.toContain(token)
  })

  it.each(['ask', 'auto'])(
    'waits for a person in auto, unless the configuration says otherwise: %s',
    async (rewrite) => {
      const rig = await passedBefore({ rewrite })
      await rig.type('auto on')
      if (rewrite === 'ask') {
        await rig.until('a person is needed', isAtStandstill)
        expect(waitsForPerson(rig.session()).join()).toContain('alpha: failed')
        expect(landedFiles(rig)).not.toContain('alpha.txt')
        return
      }
      await rig.until('all landed', ({ ended }) => ended?.how === 'finished')
      expect(landedFiles(rig)).toContain('alpha.txt')
      expect(reachable(rig)).not.toContain(token)
    },
  )
})

describe('a secret in what a commit says', () => {
  it('is no further work to mend: its commits are made anew', async () => {
    const rig = await openPlan(PLAN)
    const agent = await begin(rig, 'alpha')
    agent.inside.commit({ 'alpha.txt': 'a\n' }, `with ${token}`)
    agent.finish()
    await rig.until('alpha waits for a person', ({ notes }) =>
      notes.some(({ text }) => text.includes("'rewrite alpha'")),
    )
    expect(await rig.type('rewrite alpha')).toMatchObject({ exit: 0 })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(rig.repo.git('log', '--format=%B', 'br/a-small-build/integration')).not.toContain(token)
  })
})

/** Tests that measure: each line of these files can be run, and what begins with `untested` was not. */
const check = `import { writeFileSync, mkdirSync, existsSync, readFileSync } from 'node:fs'
mkdirSync('coverage', { recursive: true })
const records = ['old.txt', 'alpha.txt', 'beta.txt'].filter((name) => existsSync(name)).map((name) => {
  const lines = readFileSync(name, 'utf8').trimEnd().split('\\n')
  const hits = lines.map((line, at) => 'DA:' + (at + 1) + ',' + (line.startsWith('untested') ? 0 : 1))
  return ['SF:' + process.cwd() + '/' + name, ...hits, 'end_of_record'].join('\\n')
})
if (!existsSync('silent')) writeFileSync('coverage/lcov.info', records.join('\\n') + '\\n')
console.log('ok 1 - all\\n# pass 1')
`

describe('what the tests do not run', () => {
  const project = (config: object = {}) =>
    makeProject({ files: { 'check.mjs': check, '.gitignore': 'coverage\n' }, config: { checks: config } })

  it('is left out of the checkpoint and given back; the other stream lands', async () => {
    const rig = await openPlan(PLAN, { repo: project() })
    await doBatch(rig, 'alpha', { 'alpha.txt': 'untested 1\nuntested 2\n' })
    await doBatch(rig, 'beta', { 'beta.txt': 'fine\n' })
    expect(await rig.type('quality')).toMatchObject({
      exit: 3,
      text: expect.stringContaining('coverage       failed'),
    })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
    expect(landedFiles(rig)).toContain('beta.txt')
    expect(landedFiles(rig)).not.toContain('alpha')
    expect(rig.notes('alpha')).toContain('alpha.txt:1: error coverage/uncovered-lines: not run: 1–2')
    const repair = await begin(rig, 'alpha')
    expect(repair.command).toMatchObject({
      kind: 'repair',
      failure: expect.stringContaining('uncovered-lines'),
    })
    repair.finish({ 'alpha.txt': 'tested 1\ntested 2\n' })
    await rig.until('alpha is done', ({ streams }) => currentBatch(streams.alpha as never) === undefined)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
  })

  it('lands when a person lets it stay', async () => {
    const rig = await openPlan(PLAN, { repo: project() })
    await doBatch(rig, 'alpha', { 'alpha.txt': 'untested 1\n' })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
    expect(await rig.type('allow uncovered-lines alpha.txt')).toMatchObject({ exit: 0 })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
    expect(landedFiles(rig)).toContain('alpha.txt')
  })

  it('when a configured report is missing nobody knows, and nothing lands', async () => {
    const repo = project({ coverage: { reports: ['coverage/lcov.info'] } })
    repo.commit({ silent: '' })
    const rig = await openPlan(PLAN, { repo })
    await doBatch(rig, 'alpha', { 'alpha.txt': 'fine\n' })
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 3,
      text: expect.stringContaining('is missing'),
    })
    expect(landedFiles(rig)).not.toContain('alpha')
  })
})

describe('how much of everything the tests run', () => {
  const lines = (count: number, text: string) =>
    Array.from({ length: count }, (_, at) => `${text} ${at}\n`).join('')
  const open = (coverage: object, old = lines(10, 'tested')) =>
    openPlan(PLAN, {
      repo: makeProject({
        files: { 'check.mjs': check, '.gitignore': 'coverage\n', 'old.txt': old },
        config: { checks: { coverage } },
      }),
    })
  const quality = async (rig: Rig) => JSON.parse((await cli('quality', '--json', '--cwd', rig.repo.root)).out)

  it('is shown with what it was before, and a fall is said and lands', async () => {
    const rig = await open({ minimum: 0 })
    await doBatch(rig, 'alpha', { 'alpha.txt': lines(10, 'tested') })
    expect(await quality(rig)).toMatchObject({
      coverage: { total: { covered: 20, measured: 20, percent: 100 }, before: null, wanted: null },
      streams: [{ stream: 'alpha', coverage: { percent: 100, changed: { covered: 10, measured: 10 } } }],
    })
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 0,
      text: expect.stringContaining('Coverage: 100 % of 20 lines in total.'),
    })
    await doBatch(rig, 'beta', { 'beta.txt': lines(1, 'untested') })
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 0,
      text: expect.stringContaining('Coverage: 95.23 % of 21 lines in total, 100 % before.'),
    })
    const { notes, landings } = rig.session()
    expect(notes.filter(({ tone }) => tone === 'warn').map(({ text }) => text)).toContain(
      'In total 95.23 % of 21 lines ran in the tests. It was 100 % before.',
    )
    expect(rig.notes('beta')).toContain('Landed with checkpoint-2. 0 % of 1 changed lines ran in the tests.')
    expect(landings.at(-1)?.coverage).toMatchObject({
      total: { covered: 20, measured: 21 },
      before: { covered: 20, measured: 20 },
      changed: [{ stream: 'beta', share: { covered: 0, measured: 1 } }],
    })
    expect(await rig.type('checkpoints')).toMatchObject({
      text: expect.stringContaining('coverage 95.23 % of 21 lines in total, 100 % before'),
    })
  })

  it('is too little where a minimum is set: who pulls it down is left out and given back', async () => {
    const rig = await open({ minimum: 50, total: 95 })
    await doBatch(rig, 'alpha', { 'alpha.txt': lines(10, 'tested') })
    await doBatch(rig, 'beta', { 'beta.txt': `${lines(3, 'tested')}${lines(2, 'untested')}` })
    expect(await quality(rig)).toMatchObject({
      passed: false,
      coverage: { total: { percent: 100 }, wanted: 95 },
      streams: [
        { stream: 'alpha', lands: true },
        { stream: 'beta', lands: false, coverage: { changed: { percent: 60 } } },
      ],
    })
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 3 })
    expect(landedFiles(rig)).toContain('alpha.txt')
    expect(landedFiles(rig)).not.toContain('beta.txt')
    expect(rig.notes('beta')).toContain('beta.txt:4: error coverage/uncovered-lines: not run: 4–5')
    const repair = await begin(rig, 'beta')
    expect(repair.command.failure).toContain('In total 92 % of 25 lines ran in the tests, 95 % are wanted.')
    repair.finish({ 'beta.txt': lines(5, 'tested') })
    await rig.until('beta is done', ({ streams }) => currentBatch(streams.beta as never) === undefined)
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  })

  it('was too little before: nobody is to blame, nothing lands, and a stream can be asked to write tests', async () => {
    const rig = await open({ total: 90 }, lines(10, 'untested'))
    await doBatch(rig, 'alpha', { 'alpha.txt': lines(10, 'tested') })
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 3,
      text: expect.stringContaining('In total 50 % of 20 lines ran in the tests, 90 % are wanted.'),
    })
    expect(landedFiles(rig)).not.toContain('alpha.txt')
    expect(rig.session().landings[0]).toMatchObject({ state: 'rejected', coverage: { wanted: 90 } })
    expect(await rig.type('retry alpha')).toMatchObject({ exit: 0 })
    expect((await begin(rig, 'alpha')).command.failure).toContain('90 % are wanted')
  })

  it('is not known without a report: where a minimum is set nothing lands', async () => {
    const config = { checks: { coverage: { total: 50 } } }
    const rig = await openPlan(PLAN, { repo: makeProject({ config }) })
    await doBatch(rig, 'alpha', { 'alpha.txt': 'fine\n' })
    expect(await rig.type('checkpoint')).toMatchObject({
      exit: 3,
      text: expect.stringContaining('The coverage report is missing.'),
    })
    expect(landedFiles(rig)).not.toContain('alpha.txt')
  })
})

describe('what is switched down', () => {
  it('is said and lands, or is not looked for at all', async () => {
    const config = { checks: { secrets: 'warn', drift: 'off' } }
    const rig = await openPlan(PLAN, { repo: makeProject({ config }) })
    await doBatch(rig, 'alpha', { 'alpha.txt': `token = "${token}"\n`, 'beta.txt': 'x\n' })
    expect(rig.notes('alpha')).toContain('secrets/github-token')
    expect(rig.notes('alpha')).not.toContain('drift')
    expect(await rig.type('checkpoint')).toMatchObject({ exit: 0 })
  })
})

describe('br-tui quality', () => {
  it('tells for each stream what a checkpoint would say, as one document', async () => {
    const rig = await openPlan(PLAN)
    await doBatch(rig, 'alpha', { 'alpha.txt': 'fine\n' })
    const { exit, out } = await cli('quality', '--json', '--cwd', rig.repo.root)
    expect(exit).toBe(0)
    expect(JSON.parse(out)).toMatchObject({
      passed: true,
      tests: { status: 'passed' },
      streams: [
        {
          stream: 'alpha',
          lands: true,
          checks: { secrets: 'passed', coverage: 'not-configured', tests: 'passed' },
        },
      ],
    })
    expect(landedFiles(rig)).not.toContain('alpha')
  })
})

describe('scan', () => {
  it('shows what is in a workspace now, committed or not', async () => {
    const rig = await openPlan(PLAN)
    const agent = await begin(rig, 'alpha')
    agent.inside.write({ 'alpha.txt': `token = "${token}"\n` })
    const answer = await rig.type('scan', 'alpha')
    expect(answer).toMatchObject({ exit: 3, text: expect.stringContaining('secrets/github-token') })
    expect(answer.text).not.toContain(token)
    expect(await rig.type('scan beta')).toMatchObject({ exit: 0, text: 'beta: nothing found.' })
  })
})
