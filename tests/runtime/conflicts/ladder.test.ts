import { execFileSync } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { follow } from '../../../source/cli/follow.ts'
import { ask } from '../../../source/cli/send.ts'
import type { Session } from '../../../source/model/session.ts'
import type { HostConnection } from '../../../source/runtime/host-connection.ts'
import { cli, connectTo, doBatch, isDone, openPlan, type Rig } from '../../helpers/host.ts'
import { exists } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'
import { lines } from '../git/setup.ts'

const TWO = planText({ Alpha: {}, Beta: {} })
const INTEGRATION = 'br/a-small-build/integration'
const onIntegration = (rig: Rig, file: string): string => rig.repo.git('show', `${INTEGRATION}:${file}`)

type Files = Record<string, string>

afterEach(() => vi.unstubAllEnvs())

const following = (client: HostConnection, isTrue: (session: Session) => boolean): Promise<void> =>
  within(
    new Promise<void>((resolve) => {
      follow(client, [], { onState: (session) => session !== null && isTrue(session) && resolve() })
    }),
    () => `what was waited for: ${isTrue}`,
  )

/** Two streams that both changed the same files, at a checkpoint. */
async function inConflict(base: Files, alpha: Files, beta: Files, config: Record<string, unknown> = {}) {
  const rig = await openPlan(TWO, { repo: makeProject({ files: base, config }) })
  await doBatch(rig, 'alpha', alpha)
  await doBatch(rig, 'beta', beta)
  const said = await rig.type('checkpoint')
  return { rig, said, landing: rig.session().landings[0]! }
}

test('a changelog keeps the lines of both, and nobody is left out', async () => {
  const { rig, said, landing } = await inConflict(
    { 'CHANGELOG.md': '# Log\n' },
    { 'CHANGELOG.md': '# Log\n- of alpha\n' },
    { 'CHANGELOG.md': '# Log\n- of beta\n' },
  )
  expect(said).toMatchObject({
    exit: 0,
    text: expect.stringContaining('Conflicts of beta were settled without anybody: CHANGELOG.md by union.'),
  })
  expect(landing.leftOut).toEqual([])
  expect(landing.members[1]).toMatchObject({
    stream: 'beta',
    resolved: [{ file: 'CHANGELOG.md', rung: 'union' }],
  })
  expect(onIntegration(rig, 'CHANGELOG.md')).toBe('# Log\n- of alpha\n- of beta')
  expect(rig.repo.git('log', '-1', '--format=%(trailers:key=Br-Resolved,valueonly)', INTEGRATION)).toBe(
    '"CHANGELOG.md" by union\n',
  )
})

test('package.json is merged by its keys', async () => {
  const manifest = (scripts: Files) => `${JSON.stringify({ name: 'x', scripts }, null, 2)}\n`
  const { rig, landing } = await inConflict(
    { 'package.json': manifest({}) },
    { 'package.json': manifest({ alpha: 'a' }) },
    { 'package.json': manifest({ beta: 'b' }) },
  )
  expect(landing.members[1]?.resolved).toEqual([{ file: 'package.json', rung: 'json' }])
  expect(JSON.parse(onIntegration(rig, 'package.json')).scripts).toEqual({ alpha: 'a', beta: 'b' })
})

test('one file that needs a mind leaves the stream out, and nothing of the others is half done', async () => {
  const { rig, said, landing } = await inConflict(
    {},
    { 'CHANGELOG.md': '- alpha\n', 'a.txt': 'alpha\n' },
    { 'CHANGELOG.md': '- beta\n', 'a.txt': 'beta\n' },
  )
  expect(said.exit).toBe(4)
  expect(landing.leftOut).toMatchObject([
    { stream: 'beta', reason: 'conflict', files: ['CHANGELOG.md', 'a.txt'] },
  ])
  expect(onIntegration(rig, 'CHANGELOG.md')).toBe('- alpha')
  // Whoever resolves it has only the rest.
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(agent.command.context.conflicts).toEqual(['a.txt'])
  expect(agent.inside.git('diff', '--name-only', '--diff-filter=U')).toBe('a.txt')
  expect(rig.notes('beta')).toContain('Settled without anybody: CHANGELOG.md by union.')
  agent.finish({ 'a.txt': 'both\n' })
  await rig.until('resolved', isDone('beta', agent.batch))
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(onIntegration(rig, 'CHANGELOG.md')).toBe('- beta\n- alpha')
})

test('red with what a rung made of it: that is not taken, and the stream gets its conflict instead of the blame', async () => {
  // More than one entry is what this test does not like.
  const check = `import { readFileSync } from 'node:fs'
const entries = readFileSync('CHANGELOG.md', 'utf8').split('\\n').filter((line) => line.startsWith('-'))
if (entries.length > 1) throw new Error('two entries')\n`
  const { rig, said, landing } = await inConflict(
    { 'CHANGELOG.md': '# Log\n', 'checks/log.mjs': check },
    { 'CHANGELOG.md': '# Log\n- of alpha\n' },
    { 'CHANGELOG.md': '# Log\n- of beta\n' },
  )
  expect(said.exit).toBe(4)
  expect(landing).toMatchObject({
    state: 'published',
    members: [{ stream: 'alpha' }],
    leftOut: [
      {
        ...{ stream: 'beta', reason: 'conflict', files: ['CHANGELOG.md'] },
        log: 'Settled without anybody, the tests fail: CHANGELOG.md by union.',
        refused: [{ file: 'CHANGELOG.md', rung: 'union' }],
      },
    ],
  })
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  expect(agent.command).toMatchObject({ kind: 'conflict', context: { conflicts: ['CHANGELOG.md'] } })
  expect(agent.command.failure).toContain('the tests fail: CHANGELOG.md by union')
})

test('an answer that landed is given to the same conflict again', async () => {
  const answer = lines('a', { 5: 'both' })
  const rig = await openPlan(planText({ Alpha: {}, Beta: {}, Gamma: {} }), {
    repo: makeProject({ files: { 'a.txt': lines('a') } }),
  })
  await doBatch(rig, 'alpha', { 'a.txt': lines('a', { 5: 'alpha' }) })
  await doBatch(rig, 'beta', { 'a.txt': lines('a', { 5: 'beta' }) })
  expect((await rig.type('checkpoint')).exit).toBe(4)
  await rig.type('continue beta')
  const agent = await rig.stage.next('beta')
  agent.finish({ 'a.txt': answer })
  await rig.until('resolved', isDone('beta', agent.batch))
  expect((await rig.type('checkpoint')).exit).toBe(0)
  expect(onIntegration(rig, 'a.txt')).toBe(answer.trimEnd())

  // The same two changes meet once more, in another file.
  rig.repo.git('reset', '--quiet', '--hard', 'HEAD')
  await doBatch(rig, 'gamma', { 'b.txt': lines('a', { 5: 'beta' }) })
  rig.repo.commit({ 'b.txt': lines('a', { 5: 'alpha' }) })
  expect((await rig.type('update')).exit).toBe(0)
  const said = await rig.type('checkpoint')
  expect(said.text).toContain('Conflicts of gamma were settled without anybody: b.txt by rerere.')
  expect(onIntegration(rig, 'b.txt')).toBe(answer.trimEnd())
})

test('a lock file is made again by npm from what package.json was merged to', async () => {
  const folder = (name: string) => ({ [`${name}/package.json`]: JSON.stringify({ name, version: '1.0.0' }) })
  const manifest = (...names: string[]) => ({
    'package.json': `${JSON.stringify(
      {
        name: 'x',
        version: '1.0.0',
        dependencies: Object.fromEntries(names.map((each) => [each, `file:${each}`])),
      },
      null,
      2,
    )}\n`,
  })
  const locked = (...names: string[]): Files => {
    const at = freshPath('npm')
    for (const each of ['', ...names]) mkdirSync(join(at, each), { recursive: true })
    const files = Object.assign({}, manifest(...names), ...names.map(folder)) as Files
    for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text)
    const args = ['install', '--package-lock-only', '--offline', '--no-audit', '--no-fund']
    execFileSync('npm', args, { cwd: at, stdio: 'pipe' })
    return { ...files, 'package-lock.json': readFileSync(join(at, 'package-lock.json'), 'utf8') }
  }
  const { rig, said, landing } = await inConflict(locked('m'), locked('a', 'm'), locked('b', 'm'))
  expect({ said, landing }).toMatchObject({ said: { exit: 0 }, landing: { leftOut: [] } })
  expect(landing.members[1]?.resolved).toEqual([
    { file: 'package.json', rung: 'json' },
    { file: 'package-lock.json', rung: 'lock-file' },
  ])
  const { packages } = JSON.parse(onIntegration(rig, 'package-lock.json'))
  expect(Object.keys(packages).sort()).toEqual([
    '',
    'a',
    'b',
    'm',
    ...['a', 'b', 'm'].map((each) => `node_modules/${each}`),
  ])
  expect(packages[''].dependencies).toEqual({ a: 'file:a', b: 'file:b', m: 'file:m' })
  expect(existsSync(join(rig.places.folder, 'lock-scratch'))).toBe(false)
})

test('mergiraf is asked when it is on the PATH, and what it leaves in conflict is not taken', async () => {
  const bin = freshPath('bin')
  mkdirSync(bin)
  const script = `#!/bin/sh
[ "$1 $2 $3 $4 $5" = "merge base ours theirs --path-name=a.py" ] || exit 2
cat ours theirs
[ "$(cat theirs)" = "beta" ]
`
  writeFileSync(join(bin, 'mergiraf'), script, { mode: 0o755 })
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
  const taken = await inConflict({}, { 'a.py': 'alpha\n' }, { 'a.py': 'beta\n' })
  expect(taken.landing.members[1]?.resolved).toEqual([{ file: 'a.py', rung: 'mergiraf' }])
  expect(onIntegration(taken.rig, 'a.py')).toBe('alpha\nbeta')
  const left = await inConflict({}, { 'a.py': 'alpha\n' }, { 'a.py': 'gamma\n' })
  expect(left.landing.leftOut).toMatchObject([{ stream: 'beta', reason: 'conflict' }])
})

test('a host that is killed while a rung is at it: the next one puts the landing together anew, once', async () => {
  const bin = freshPath('bin')
  mkdirSync(bin)
  const at = (name: string) => join(bin, name)
  execFileSync('mkfifo', [at('fifo')])
  // The first one never ends by itself.
  const script = `#!/bin/sh
if mkdir '${at('begun')}' 2>/dev/null; then cat '${at('fifo')}'; exit 1; fi
cat ours theirs
`
  writeFileSync(at('mergiraf'), script, { mode: 0o755 })
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
  const rig = await openPlan(TWO)
  await doBatch(rig, 'alpha', { 'a.py': 'alpha\n' })
  await doBatch(rig, 'beta', { 'a.py': 'beta\n' })
  await rig.dropHost()
  const root = rig.repo.root
  const first = await cli('send', 'status', '--cwd', root).then(() => connectTo(rig.places))
  const answer = ask(first, { text: 'checkpoint', focus: null }).catch(() => null)
  await exists(at('begun'))
  process.kill(first.pid, 'SIGKILL')
  await first.closed
  await answer
  const next = await cli('send', 'status', '--cwd', root).then(() => connectTo(rig.places))
  await following(next, ({ landings }) => landings.at(-1)?.state === 'published')
  next.close()
  // The one that was left alone ends when somebody lets go of its pipe.
  closeSync(openSync(at('fifo'), 'w'))
  expect(onIntegration(rig, 'a.py')).toBe('alpha\nbeta')
  expect(rig.repo.git('log', '--format=%s', '--first-parent', INTEGRATION).split('\n')).toEqual([
    'Merge beta: batch_1',
    'Merge alpha: batch_1',
    'first',
  ])
  await cli('stop', '--cwd', root)
})
