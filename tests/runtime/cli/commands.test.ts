import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { cli, openPlan, placesFor, program } from '../../helpers/host.ts'
import { openStage, type Stage } from '../../helpers/loop-agents.ts'
import { makeProject, planText, type StreamText } from '../../helpers/loop-repo.ts'
import { failure, freshPath, makeRepo, type Repo, value } from '../../helpers/repo.ts'

const TWO = planText({ Alpha: {}, Beta: {} })

const stages: Stage[] = []
const roots: string[] = []
afterEach(async () => {
  for (const root of roots.splice(0)) await cli('stop', '--cwd', root)
  for (const stage of stages.splice(0)) stage.close()
})

async function place(streams: Record<string, StreamText>, repo: Repo = makeProject()) {
  placesFor(repo)
  const stage = await openStage()
  stages.push(stage)
  roots.push(repo.root)
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, planText(streams))
  const run = (...args: string[]) =>
    cli('run', plan, '--cwd', repo.root, '--agent', stage.agent, '--workers', '2', '--trust', ...args)
  return { repo, stage, plan, run, cwd: ['--cwd', repo.root] }
}

const typesIn = (out: string): string[] =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).type)

test('run goes on by itself to the end, says what happens, and leaves no host behind', async () => {
  const { repo, stage, run, cwd } = await place({ Alpha: {}, Beta: { after: 'Alpha' } })
  stage.each((agent) => agent.finish({ [`${agent.stream}.txt`]: agent.run }))
  const { exit, out, err } = await run()
  expect([exit, err]).toEqual([0, ''])
  expect(out).toMatch(
    /alpha › batch_1 started[\s\S]*orchestrator › ✓ merge-\d+ green[\s\S]*Bring it home: git merge br\/a-small-build\/integration\n$/,
  )
  expect(repo.git('ls-tree', '--name-only', 'br/a-small-build/integration')).toContain('beta.txt')
  const status = await cli('status', ...cwd)
  expect(status).toMatchObject({ exit: 0, out: expect.stringContaining('Finished. Bring it home') })
  expect(status.out).not.toContain('host ')
  expect(await cli('stop', ...cwd)).toMatchObject({
    exit: 0,
    out: 'No host is running. The session stays as it is.\n',
  })
})

test('run --until checkpoint ends after the first one; a second run goes on from there', async () => {
  const { stage, run } = await place({ Alpha: { days: 2, tasks: ['One', 'Two'] } })
  stage.each((agent) => agent.finish({ 'alpha.txt': agent.run }))
  const first = await run('--until', 'checkpoint', '--json')
  expect(first.exit).toBe(0)
  const types = typesIn(first.out)
  expect(types.filter((type) => type === 'landing-published')).toHaveLength(1)
  expect([types.at(0), types.at(-1)]).toEqual(['session-opened', 'session-stopped'])
  const second = await run('--json')
  expect([second.exit, typesIn(second.out).at(0), typesIn(second.out).at(-1)]).toEqual([
    0,
    'session-resumed',
    'session-finished',
  ])
  expect(new Set(stage.runs).size).toBe(stage.runs.length)
})

test('a second run begins again what the end of the first one cut short', async () => {
  const { stage, run } = await place({ Alpha: { days: 2, tasks: ['One', 'Two'] } })
  stage.each(({ batch, command, run: name, finish }) => {
    const isCut = batch === 'batch_2' && command.attempt === 1
    if (!isCut) finish({ 'alpha.txt': name })
  })
  const first = await run('--until', 'checkpoint')
  expect([first.exit, first.err]).toEqual([0, ''])
  const second = await run()
  expect([second.exit, second.err]).toEqual([0, ''])
})

test('run ends where a person is needed: exit 1 for a failure', async () => {
  const { stage, run, cwd } = await place({ Alpha: {}, Beta: {} }, makeProject({ config: { retries: 0 } }))
  const [over] = [
    run('--json'),
    stage.next('alpha').then((agent) => agent.finish({}, 7)),
    stage.next('beta').then((agent) => agent.finish({ 'shared.txt': 'beta\n' })),
  ]
  const { exit, err, out } = await over
  expect([exit, err]).toEqual([
    1,
    expect.stringMatching(/^A person is needed:\n {2}alpha: failed, batch_1: /),
  ])
  expect(typesIn(out).at(-1)).toBe('session-stopped')

  expect(await cli('send', 'retry alpha', ...cwd)).toMatchObject({ exit: 0 })
})

test('run ends with exit 4 where a conflict waits that its worker could not resolve', async () => {
  const { stage, run } = await place({ Alpha: {}, Beta: {} }, makeProject({ config: { retries: 0 } }))
  stage.each((agent) => {
    if (agent.command.kind === 'conflict') agent.finish({}, 1)
    else agent.finish({ 'shared.txt': `${agent.stream}\n` })
  })
  const { exit, err } = await run()
  expect([exit, err]).toEqual([4, expect.stringMatching(/^A person is needed:\n {2}(alpha|beta): failed/)])
})

test('an agent that runs the steps of the plan asks for trust also when a session goes on with it', async () => {
  const plan = `${planText({ Alpha: {} })}\n   \`\`\`sh br\n   echo of the plan > alpha.txt\n   \`\`\`\n`
  const rig = await openPlan(plan, { agent: 'manual' })
  const refused = failure(await rig.open(plan, { agent: 'scripted', trust: false, auto: 'on' }))
  expect(refused).toMatchObject({ exit: 1, message: expect.stringContaining('echo of the plan > alpha.txt') })
  expect(rig.session().settings.agent).toBe('manual')
  value(await rig.open(plan, { agent: rig.stage.agent, trust: false }))
  value(await rig.open(plan, { agent: 'scripted', trust: true, auto: 'on' }))
  await rig.until('the end', ({ ended }) => ended?.how === 'finished')
  expect(rig.repo.git('show', 'br/a-small-build/integration:alpha.txt')).toBe('of the plan')
})

test('status, path, decide, send and plan say the same in every form', async () => {
  const rig = await openPlan(TWO)
  const cwd = ['--cwd', rig.repo.root]
  await rig.type('continue alpha')
  const agent = await rig.stage.next('alpha')
  await rig.host.loop.idle()
  const document = JSON.parse((await cli('status', '--json', ...cwd)).out)
  expect(document).toMatchObject({
    slug: 'a-small-build',
    host: { pid: process.pid },
    auto: false,
    integration: { branch: 'br/a-small-build/integration' },
    streams: [
      { id: 'alpha', status: 'running', workspace: agent.inside.root },
      { id: 'beta', status: 'ready' },
    ],
    landings: [],
    waitsForPerson: [],
  })
  expect((await cli('status', ...cwd)).out).toMatch(/● alpha +running[\s\S]*○ beta +ready/)
  expect(await cli('path', 'alpha', ...cwd)).toEqual({ exit: 0, out: `${agent.inside.root}\n`, err: '' })
  expect(await cli('decide', 'Use', 'metres', ...cwd)).toMatchObject({
    exit: 0,
    out: 'Shared with every worker.\n',
  })
  for (const [text, said] of [
    ['plan', /Part 0 \(parallel\)[\s\S]*alpha: 1 tasks/],
    ['help', /checkpoint[\s\S]*stop/],
    ['help merge', /^merge: closes the phase/],
    ['decisions', /^Use metres \(you/],
    ['checkpoints', /Nothing has landed yet/],
    ['diff beta', /has changed nothing yet|Nothing differs/],
    ['auto off', /Auto is off/],
    ['quit', /The work goes on/],
  ] as const)
    expect([text, await cli('send', text, ...cwd)]).toMatchObject([
      text,
      { exit: 0, out: expect.stringMatching(said) },
    ])
  for (const [text, exit, said] of [
    ['approve', 1, /Nothing asks for permission now/],
    ['deny because', 1, /Nothing asks for permission now/],
    ['checkpoint', 1, /nothing finished to land/],
    ['diff', 2, /Say of which/],
    ['xyzzy', 2, /is no command/],
  ] as const)
    expect([text, await cli('send', text, ...cwd)]).toMatchObject([
      text,
      { exit, err: expect.stringMatching(said) },
    ])
})

test('a worker’s own br-tui finds its host, and may share a decision but not stop anything', async () => {
  const rig = await openPlan(TWO)
  await rig.type('continue alpha')
  const { env, inside } = await rig.stage.next('alpha')
  const asWorker = { cwd: inside.root, env: { PATH: process.env.PATH, ...env } }
  expect(await program(['decide', 'From inside'], asWorker)).toMatchObject({ exit: 0 })
  expect(rig.session().decisions).toMatchObject([{ by: 'alpha', text: 'From inside' }])
  expect(await program(['send', 'merge'], asWorker)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('is for a person to say'),
  })
  expect(await program(['stop'], asWorker)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('A worker may not stop'),
  })
  Object.assign(process.env, { BR_RUN: env.BR_RUN, BR_HOST: env.BR_HOST, BR_STREAM: 'alpha' })
  const said = await cli('decide', 'In process').finally(() => {
    for (const name of ['BR_RUN', 'BR_HOST', 'BR_STREAM']) delete process.env[name]
  })
  expect(said.exit).toBe(0)
  expect(rig.session().decisions.map(({ by }) => by)).toEqual(['alpha', 'alpha'])
})

test('doctor says of each agent whether it is here, its version, and whether somebody has logged in', async () => {
  const repo = makeProject({ config: { agent: 'claude' } })
  placesFor(repo)
  const home = freshPath('home')
  const bin = join(home, 'bin')
  mkdirSync(bin, { recursive: true })
  for (const name of ['claude-agent-acp', 'claude']) {
    writeFileSync(join(bin, name), '#!/bin/sh\necho 1.2.3\n', { mode: 0o755 })
  }
  const gitConfig = { GIT_CONFIG_GLOBAL: process.env.GIT_CONFIG_GLOBAL ?? '/dev/null' }
  const env = { PATH: `${bin}:${process.env.PATH}`, HOME: home, BR_HOME: process.env.BR_HOME, ...gitConfig }
  const asked = async () => (await program(['doctor', '--cwd', repo.root], { env })).out
  const missing = await asked()
  expect(missing).toMatch(/⚠ agent: claude: .*claude 1\.2\.3; there is no sign of a login\. Start `claude`/)
  expect(missing).toMatch(/✓ agent codex: .*no sign of a login/)
  mkdirSync(join(home, '.claude'))
  writeFileSync(join(home, '.claude', '.credentials.json'), 'x')
  expect(await asked()).toMatch(/✓ agent: claude: .*; looks logged in \(.*\.credentials\.json is there\)/)
})

test('doctor finds what is missing and says how to mend it', async () => {
  const repo = makeProject({ config: { agent: 'cmd: no-such-agent' } })
  placesFor(repo)
  const { exit, out } = await cli('doctor', '--cwd', repo.root)
  expect([exit, out]).toEqual([
    1,
    expect.stringMatching(
      /✓ git: 2\.[\s\S]*✓ tests: node check\.mjs \(configured\)[\s\S]*✕ agent: 'no-such-agent' is not on the PATH/,
    ),
  ])
  repo.commit({
    'br.config.json': '{}',
    '.gitattributes': '*.bin filter=lfs\n',
    '.gitmodules': '',
    'package.json': '{}',
    'package-lock.json': '{}',
  })
  const { findings } = JSON.parse((await cli('doctor', '--json', '--cwd', repo.root)).out)
  const statusOf = Object.fromEntries(
    findings.map(({ name, status }: Record<string, string>) => [name, status]),
  )
  expect(statusOf).toMatchObject({
    tests: 'warning',
    submodules: 'warning',
    lfs: 'warning',
    agent: 'ok',
    identity: 'ok',
    state: 'ok',
  })
  const shallow = freshPath('shallow')
  repo.git('clone', '--quiet', '--depth', '1', `file://${repo.root}`, shallow)
  const other = makeRepo()
  rmSync(join(other.root, '.git'), { recursive: true })
  expect((await cli('doctor', '--cwd', other.root)).out).toContain('✕ repository')
})
