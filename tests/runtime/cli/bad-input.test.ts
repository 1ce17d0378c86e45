import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { cli, openPlan, openRig, placesFor, program } from '../../helpers/host.ts'
import { fingerprint, makeProject, planText } from '../../helpers/loop-repo.ts'
import { at, failure, freshPath, makeRepo, value } from '../../helpers/repo.ts'
import { openIn, planFile } from './open-in.ts'

const ONE = planText({ Alpha: {} })

test.each([
  [
    'no repository',
    (root: string) => rmSync(join(root, '.git'), { recursive: true }),
    /is not in a git repository\. .*git init/,
  ],
  [
    'no commit',
    (root: string) => at(root).git('update-ref', '-d', 'HEAD'),
    /has no commit yet\. Make a first commit/,
  ],
  [
    'no identity',
    (root: string) => at(root).git('config', '--unset', 'user.name'),
    /git does not know who you are.*git config --global user\.name/,
  ],
  [
    'an invalid configuration',
    (root: string) => at(root).commit({ 'br.config.json': '{"workers":"many"}' }),
    /br\.config\.json is not valid: [\s\S]*Mend it and commit/,
  ],
] as const)('%s: one clear sentence and what to do, exit 1', async (_, harm, said) => {
  const repo = makeProject()
  harm(repo.root)
  const { exit, err } = await openIn(repo, planFile(ONE), '--trust')
  expect(exit).toBe(1)
  expect(err).toMatch(said)
})

test('a bare repository has no checkout to start in', async () => {
  const bare = freshPath('bare.git')
  makeRepo().git('clone', '--quiet', '--bare', '.', bare)
  for (const command of ['status', 'stop', 'doctor']) {
    const { exit, out, err } = await cli(command, '--cwd', bare)
    expect([exit, out + err]).toEqual([
      1,
      expect.stringContaining('is a bare repository. Start br-tui in a checkout of it.'),
    ])
  }
  expect(await cli('run', planFile(ONE), '--cwd', bare)).toMatchObject({ exit: 1 })
})

test('a dirty checkout is fine, and nothing of it is touched', async () => {
  const repo = makeProject()
  repo.write({ 'README.md': 'changed', 'new.txt': 'new', 'staged.txt': 'staged' })
  repo.git('add', 'staged.txt')
  const before = fingerprint(repo.root)
  expect(await openIn(repo, planFile(ONE), '--trust', '--agent', 'manual')).toMatchObject({ exit: 0 })
  expect(await cli('send', 'continue', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  expect(await cli('stop', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  expect(fingerprint(repo.root)).toEqual(before)
})

test('agents: one that is unknown is refused at once, a wrong command line as well', async () => {
  const repo = makeProject()
  for (const [agent, said] of [
    ['clod', "There is no agent 'clod'. Known ones:"],
    ['cmd:', 'The agent "cmd:" names no program.'],
    ['cmd: x "y', 'A quote is never closed'],
  ] as const) {
    const { exit, err } = await openIn(repo, planFile(ONE), '--trust', '--agent', agent)
    expect([agent, exit, err]).toEqual([agent, 1, expect.stringContaining(said)])
  }
})

test('a stream that is not there: exit 2 and the ones that are', async () => {
  const rig = await openPlan(ONE)
  const cwd = ['--cwd', rig.repo.root]
  for (const said of [
    await cli('send', 'continue gamma', ...cwd),
    await cli('path', 'gamma', ...cwd),
    await cli('worker', '--stream', 'gamma', ...cwd),
  ])
    expect(said).toMatchObject({
      exit: 2,
      err: expect.stringContaining("There is no stream 'gamma'. There are alpha."),
    })
})

test('commands of a repository run only once they are trusted; that is remembered, and asked again for others', async () => {
  const config = { setup: ['touch set-up'], tests: { smoke: 'node check.mjs' } }
  const repo = makeProject({ config })
  const plan = planFile(ONE)
  const refused = await openIn(repo, plan, '--agent', 'manual')
  expect(refused).toMatchObject({ exit: 1, err: expect.stringContaining('start again with --trust') })
  expect(refused.err).toContain('  setup: touch set-up\n  tests: node check.mjs\n')
  expect(repo.git('branch', '--list', 'br/*')).toBe('')
  const home = process.env.BR_HOME
  const again = (...args: string[]) =>
    cli('open', plan, '--cwd', repo.root, '--agent', 'manual', '--replace', ...args)
  expect(await again('--trust')).toMatchObject({ exit: 0 })
  expect(await again()).toMatchObject({ exit: 0 })
  repo.commit({ 'br.config.json': JSON.stringify({ ...config, setup: ['touch other'] }) })
  expect(await again()).toMatchObject({ exit: 1, err: expect.stringContaining('touch other') })
  expect(process.env.BR_HOME).toBe(home)
})

test('another plan does not push a session with work aside unless it is told to, and then the old one is kept', async () => {
  const rig = await openPlan(ONE)
  await rig.type('continue')
  ;(await rig.stage.next()).finish({ 'alpha.txt': '' })
  await rig.until('done', ({ streams }) => streams.alpha?.batches[0]?.attempts[0]?.ending?.kind === 'done')
  const { id } = rig.session()
  const args = [
    'open',
    planFile(planText({ Other: {} })),
    '--cwd',
    rig.repo.root,
    '--trust',
    '--agent',
    'manual',
  ]
  expect(await cli(...args)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('is at work on PLAN.md, and that is not finished'),
  })
  expect(rig.session().id).toBe(id)
  expect(await cli(...args, '--replace')).toMatchObject({ exit: 0 })
  expect(Object.keys(rig.session().streams)).toEqual(['other'])
  expect(existsSync(join(rig.places.archive, `a-small-build-${id}.json`))).toBe(true)
  expect(rig.repo.git('branch', '--list', 'br/a-small-build/stream/alpha')).not.toBe('')
})

test('a state folder that cannot be used is said before anything begins', async () => {
  const repo = makeProject()
  placesFor(repo)
  writeFileSync(process.env.BR_HOME as string, 'a file, not a folder')
  const { exit, err } = await cli('open', planFile(ONE), '--cwd', repo.root)
  expect([exit, err]).toEqual([
    1,
    expect.stringMatching(/br-tui cannot keep its state under .*Set BR_HOME to a folder of yours/),
  ])
  expect(await cli('doctor', '--cwd', repo.root)).toMatchObject({
    exit: 1,
    out: expect.stringContaining('✕ state'),
  })
})

/** A program that only some machines have, and let us run. */
const asRoot = (file: string, ...args: string[]) => execFileSync(file, args, { stdio: 'pipe' })

const mounted: string[] = []
afterEach(() => {
  for (const path of mounted.splice(0)) asRoot('umount', '--lazy', path)
})

/** A disk of so many kB, or null where this machine does not let us have one. */
function smallDisk(size: number): string | null {
  const path = freshPath('disk')
  mkdirSync(path)
  try {
    asRoot('mount', '-t', 'tmpfs', '-o', `size=${size}k,mode=700`, 'tmpfs', path)
  } catch {
    return null
  }
  mounted.push(path)
  return path
}

const canMount = smallDisk(64) !== null
test.skipIf(!canMount)(
  'no space left (skipped where a small disk cannot be mounted): said, nothing lost, goes on when there is room',
  async () => {
    const disk = smallDisk(4096) as string
    const repo = makeProject()
    const places = placesFor(repo)
    process.env.BR_HOME = disk
    const rig = await openRig({
      repo,
      places: { ...places, folder: join(disk, 'x'), session: join(disk, 'session.json') },
    })
    value(await rig.open(ONE))
    await rig.host.loop.idle()
    const filler = join(disk, 'filler')
    fill(filler)
    const said = await rig.type('decide Nothing fits')
    expect(said).toMatchObject({
      exit: 1,
      text: expect.stringMatching(/cannot be written \(ENOSPC.*nothing goes on until it can/),
    })
    expect(JSON.parse(readFileSync(rig.places.session, 'utf8')).session.decisions).toEqual([])
    rmSync(filler)
    await rig.until('the write', ({ decisions }) => decisions.length === 1)
    expect(JSON.parse(readFileSync(rig.places.session, 'utf8')).session.decisions).toHaveLength(1)
  },
)

function fill(path: string): void {
  for (const size of [1024 * 1024, 4096, 1])
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch {
      // Full, for pieces of this size.
    }
}

test('without a terminal br-tui does not draw: it names the command to use, exit 2', async () => {
  const repo = makeProject()
  placesFor(repo)
  expect(await program(['PLAN.md'], { cwd: repo.root })).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining("Use 'br-tui run PLAN.md'"),
  })
  expect(await cli('--cwd', repo.root)).toMatchObject({
    exit: 2,
    err: expect.stringContaining("'br-tui status'"),
  })
})

test.each([
  [['run']],
  [['run', 'PLAN.md', '--workers', '0']],
  [['run', 'PLAN.md', '--workers', 'many']],
  [['run', 'PLAN.md', '--until', 'tea']],
  [['plan', 'PLAN.md', '--no-such-option']],
  [['worker']],
  [['send']],
  [['status', 'extra']],
])('wrong usage %j: exit 2 with what is expected', async (args) => {
  const { exit, out, err } = await program(args)
  expect([exit, out]).toEqual([2, ''])
  expect(err).toMatch(/^error: .*\n/)
})

test('without a session every command says how to begin one', async () => {
  const repo = makeProject()
  placesFor(repo)
  const cwd = ['--cwd', repo.root]
  for (const args of [
    ['status'],
    ['send', 'continue'],
    ['path', 'alpha'],
    ['worker', '--stream', 'a'],
    ['decide', 'x'],
    ['stop'],
  ])
    expect(await cli(...args, ...cwd)).toMatchObject({
      exit: 1,
      out: '',
      err: expect.stringMatching(/no session/),
    })
  const rig = await openRig({ repo })
  expect(await rig.type('continue')).toMatchObject({
    exit: 1,
    text: expect.stringContaining('Start one with: br-tui PLAN.md'),
  })
  const resumed = await rig.open(ONE, { agent: 'manual' })
  expect(resumed.ok).toBe(true)
  expect(failure(await rig.open(ONE, { agent: 'nobody' })).message).toContain("There is no agent 'nobody'")
})
