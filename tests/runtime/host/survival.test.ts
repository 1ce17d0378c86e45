import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { follow } from '../../../source/cli/follow.ts'
import { storedSession } from '../../../source/cli/here.ts'
import { sensible } from '../../../source/commands/suggest.ts'
import { runningAttempts } from '../../../source/engine/running-attempts.ts'
import type { Session } from '../../../source/model/session.ts'
import type { HostConnection } from '../../../source/runtime/host-connection.ts'
import { processStartTime } from '../../../source/runtime/worker/sweep.ts'
import {
  changeStored,
  cli,
  connectTo,
  doBatch,
  openPlan,
  openRig,
  PROGRAM,
  placesFor,
  program,
  typeAt,
} from '../../helpers/host.ts'
import { openStage, type Stage } from '../../helpers/loop-agents.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { freshPath, value } from '../../helpers/repo.ts'
import { createPick, tokenKinds } from '../../helpers/secrets.ts'
import { within } from '../../helpers/within.ts'

const THREE = planText({ Alpha: {}, Beta: {}, Gamma: {} })

const stages: Stage[] = []
const roots: string[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const root of roots.splice(0)) await cli('stop', '--cwd', root)
  for (const stage of stages.splice(0)) stage.close()
})

/** The built program's own host, a process that can be killed, at work on a plan. */
async function openBuilt() {
  const repo = makeProject()
  const places = placesFor(repo)
  const stage = await openStage()
  stages.push(stage)
  roots.push(repo.root)
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, THREE)
  const args = ['open', plan, '--cwd', repo.root, '--workers', '3', '--agent', stage.agent, '--trust']
  return { repo, places, stage, plan, args }
}

const endings = (session: Session) =>
  Object.values(session.streams).flatMap(({ batches }) =>
    batches.flatMap(({ attempts }) => attempts.map(({ ending }) => ending?.kind ?? 'running')),
  )

const status = async (root: string) => JSON.parse((await cli('status', '--json', '--cwd', root)).out)

test('a host that is killed while three workers run: the next one adopts them, takes what ended meanwhile, runs nothing twice', async () => {
  const { repo, places, stage, args } = await openBuilt()
  expect(await cli(...args)).toMatchObject({ exit: 0, out: expect.stringContaining('Opened A Small Build.') })
  expect(await cli('send', 'continue', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  const [alpha, beta, gamma] = [
    await stage.next('alpha'),
    await stage.next('beta'),
    await stage.next('gamma'),
  ]
  const first = await connectTo(places)
  const host = first.pid
  process.kill(host, 'SIGKILL')
  expect(await first.closed).toBe(false)

  alpha.finish({ 'alpha.txt': 'while nobody was there\n' })
  beta.finish({}, 3)
  await alpha.ended()
  await beta.ended()
  const after = await status(repo.root)
  expect(after.host.pid).not.toBe(host)
  const client = await connectTo(places)
  const { session } = client
  expect(session && runningAttempts(session).some(({ run }) => run === gamma.run)).toBe(true)
  gamma.finish({ 'gamma.txt': 'after\n' })
  const again = await stage.next('beta')
  expect(again.command.attempt).toBe(2)
  again.finish({ 'beta.txt': 'second try\n' })
  await again.ended()
  // 'merge' is refused until everything has been taken.
  await told(client, 3)
  client.close()
  expect(await cli('send', 'merge', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  expect(repo.git('ls-tree', '--name-only', 'br/a-small-build/integration').split('\n')).toEqual(
    expect.arrayContaining(['alpha.txt', 'beta.txt', 'gamma.txt']),
  )
  expect(stage.runs).toEqual([...new Set(stage.runs)])
  expect(stage.runs).toHaveLength(4)
  const stored = value(await storedSession(places)) as Session
  expect(endings(stored).sort()).toEqual(['done', 'done', 'done', 'failed'])
  expect(stored.streams.beta?.batches[0]?.attempts[0]?.ending).toMatchObject({ kind: 'failed', exit: 3 })
})

/** Resolves when so many batches are done in the host's session. */
const told = (client: HostConnection, count: number): Promise<void> =>
  following(client, (session) => endings(session).filter((kind) => kind === 'done').length >= count)

const following = (client: HostConnection, isTrue: (session: Session) => boolean): Promise<void> =>
  within(
    new Promise<void>((resolve) => {
      follow(client, [], { onState: (session) => session !== null && isTrue(session) && resolve() })
    }),
    () => `what was waited for: ${isTrue}`,
  )

test('a client that is killed, and a terminal that is closed, leave host and workers at work', async () => {
  const { repo, places, stage, args } = await openBuilt()
  const env = { ...process.env }
  const opened = await program(args, { env })
  expect(opened).toMatchObject({ exit: 0 })
  const run = spawn(process.execPath, [PROGRAM, 'worker', '--stream', 'alpha', '--cwd', repo.root], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  run.stdin.write('continue\n')
  const alpha = await stage.next('alpha')
  // What a terminal does to everybody in it when it is closed.
  const ended = new Promise((resolve) => run.once('exit', (_, signal) => resolve(signal)))
  process.kill(-(run.pid as number), 'SIGHUP')
  expect(await ended).toBe('SIGHUP')
  const client = await connectTo(places)
  process.kill(client.pid, 'SIGHUP')
  expect((await cli('send', 'check alpha', '--cwd', repo.root)).out).toMatch(/batch_1 is running/)
  // The agent says that it is there before the host has written down which process that is.
  let worker: number | undefined
  await following(client, (session) => {
    worker = runningAttempts(session)[0]?.attempt.worker?.pid
    return worker !== undefined
  })
  process.kill(worker as number, 'SIGHUP')
  alpha.finish({ 'alpha.txt': 'still here\n' })
  await told(client, 1)
  client.close()
  expect((await status(repo.root)).host.pid).toBe(client.pid)
})

test('stop ends a worker whose host was killed, keeps its work, and open goes on from there', async () => {
  const { repo, places, stage, args } = await openBuilt()
  await cli(...args)
  await cli('send', 'continue alpha', '--cwd', repo.root)
  const alpha = await stage.next('alpha')
  alpha.inside.write({ 'half.txt': 'half\n' })
  const { pid, closed } = await connectTo(places)
  process.kill(pid, 'SIGKILL')
  await closed
  expect(await cli('stop', '--cwd', repo.root)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Stopped.'),
  })
  expect(processStartTime(alpha.pid)).toBe(null)
  expect(await cli('stop', '--cwd', repo.root)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('No host'),
  })
  const after = await status(repo.root)
  expect(after).toMatchObject({ host: null, ended: { how: 'stopped' } })
  expect(after.streams[0].batches[0].attempts[0].ending.kind).toBe('cancelled')

  expect(await cli('send', 'retry alpha', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  const again = await stage.next('alpha')
  expect(readFileSync(`${again.inside.root}/half.txt`, 'utf8')).toBe('half\n')
})

test('a host that goes between two steps of its own finds what it had begun', async () => {
  const rig = await openPlan(THREE)
  await rig.type('continue alpha')
  const alpha = await rig.stage.next('alpha')
  await rig.dropHost()
  alpha.finish({ 'alpha.txt': 'a\n' })
  await alpha.ended()
  await rig.nextHost()
  await rig.until('alpha taken', (session) => endings(session).includes('done'))
  await rig.host.loop.idle()
  expect(rig.repo.git('show', 'br/a-small-build/stream/alpha:alpha.txt')).toBe('a')

  // As if it had been killed in the middle of each of these: the facts on disk say begun, and nothing says ended.
  await rig.dropHost()
  changeStored(rig, (session) => {
    const { beta } = session.streams
    if (beta) beta.workspace = { ...beta.workspace, state: 'preparing' }
    const offered = [{ stream: 'alpha', head: session.streams.alpha?.head as string, batches: ['batch_1'] }]
    session.landings.push({
      ...{ number: 1, kind: 'checkpoint', group: 0, state: 'composing', requestedAt: 1, endedAt: null },
      ...{ base: session.integration, offered, members: [], leftOut: [], commit: null, tag: null },
      ...{ decisions: 0, verdict: null, gates: [], detail: '', answered: false },
    })
  })
  await rig.nextHost()
  await rig.until(
    'the landing over',
    ({ landings, streams }) => Boolean(landings[0]?.endedAt) && streams.beta?.workspace.state === 'ready',
  )
  expect(rig.session().landings[0]).toMatchObject({
    state: 'published',
    tag: 'br/a-small-build/checkpoint-1',
  })

  // And killed after the branch was moved, before that was written down: it is found where it is.
  const landed = rig.repo.git('rev-parse', 'br/a-small-build/integration')
  await rig.dropHost()
  changeStored(rig, (session) => {
    Object.assign(session.landings[0] as object, { state: 'judged', endedAt: null })
    session.integration = (session.landings[0] as { base: string }).base
    for (const batch of session.streams.alpha?.batches ?? []) batch.landedIn = null
  })
  await rig.nextHost()
  await rig.until('published', ({ landings }) => landings[0]?.state === 'published')
  expect(rig.repo.git('rev-parse', 'br/a-small-build/integration')).toBe(landed)
  expect(rig.session().landings).toHaveLength(1)
  expect(rig.stream('alpha').batches[0]?.landedIn).toBe(1)
})

test('a host that was killed before it could write down its worker finds that worker, and does not start another', async () => {
  const rig = await openPlan(THREE)
  await rig.type('continue alpha')
  const alpha = await rig.stage.next('alpha')
  await rig.dropHost()
  changeStored(rig, (session) => {
    const attempt = session.streams.alpha?.batches[0]?.attempts[0]
    Object.assign(attempt as object, { startedAt: null, worker: null, base: null })
  })
  await rig.nextHost()
  await rig.until('the worker', ({ streams }) => Boolean(streams.alpha?.batches[0]?.attempts[0]?.worker))
  alpha.finish({ 'alpha.txt': 'once\n' })
  await rig.until('alpha done', (session) => endings(session).includes('done'))
  expect(rig.stage.runs).toEqual([alpha.run])
  expect(endings(rig.session())).toEqual(['done'])
})

test('a damaged session is said, moved aside, and nothing is lost: the one before it is brought up to the history', async () => {
  const rig = await openPlan(THREE)
  await rig.type('decide Keep it small')
  const alpha = await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  const before = rig.session()
  await rig.dropHost()
  const damaged = readFileSync(rig.places.session, 'utf8').slice(0, -40)
  writeFileSync(rig.places.session, damaged)
  // One that only looks sees the same, and changes nothing.
  expect(value(await storedSession(rig.places))).toEqual(before)
  expect(readFileSync(rig.places.session, 'utf8') === damaged).toBe(true)

  await rig.nextHost()
  await rig.host.loop.idle()
  const aside = /It was moved to (\S+)\.$/m.exec(rig.notes())?.[1] as string
  expect(readFileSync(aside, 'utf8')).toBe(damaged)
  expect(rig.notes()).toMatch(
    /The session was older than its history: \d+ events? (was|were) taken from there\./,
  )
  const { notes: _, noteSeq: __, ...facts } = rig.session()
  expect(facts).toEqual({ ...before, notes: undefined, noteSeq: undefined })
  expect(rig.stage.runs).toEqual([alpha.run])
})

test('both files damaged: the history alone gives the session back', async () => {
  const rig = await openPlan(THREE)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  const { notes, noteSeq, ...before } = rig.session()
  await rig.dropHost()
  writeFileSync(rig.places.session, '')
  writeFileSync(`${rig.places.session}.prev`, '\0'.repeat(4096))
  await rig.nextHost()
  await rig.host.loop.idle()
  expect(rig.session()).toMatchObject(before)
  expect(rig.session().notes.slice(0, notes.length)).toEqual(notes)
  expect(await rig.type('continue beta')).toMatchObject({ exit: 0 })
})

test('a copy of yesterday, put back over the session, is brought up to the history', async () => {
  const rig = await openPlan(THREE)
  await rig.host.loop.idle()
  const yesterday = readFileSync(rig.places.session)
  await doBatch(rig, 'alpha', { 'alpha.txt': 'a\n' })
  await rig.type('checkpoint')
  await rig.host.loop.idle()
  const { landings, integration } = rig.session()
  await rig.dropHost()
  writeFileSync(rig.places.session, yesterday)
  await rig.nextHost()
  expect(rig.session()).toMatchObject({ landings, integration })
})

test('nothing runs on a session that cannot be read and has no history: it is refused, with what to do, and left there', async () => {
  const rig = await openPlan(THREE)
  await rig.dropHost()
  rmSync(rig.places.history)
  writeFileSync(rig.places.session, '{')
  writeFileSync(`${rig.places.session}.prev`, 'x')
  const said = await cli('status', '--cwd', rig.repo.root)
  expect(said).toMatchObject({ exit: 1, out: '' })
  expect(said.err).toMatch(/cannot be read: .*It was left as it is\. Move it/)
  expect(await cli('open', '--cwd', rig.repo.root)).toMatchObject({
    exit: 1,
    err: expect.stringContaining('cannot be read'),
  })
  expect(readFileSync(rig.places.session, 'utf8')).toBe('{')
  expect(readFileSync(`${rig.places.session}.prev`, 'utf8')).toBe('x')
  const fresh = await openRig()
  expect(fresh.session()).toBe(null)
})

test('a host that is killed while it makes commits anew, as a person asked: the next one does it', async () => {
  const hold = freshPath('hold')
  execFileSync('mkfifo', [hold])
  const bin = freshPath('bin')
  mkdirSync(bin)
  const real = execFileSync('which', ['git'], { encoding: 'utf8' }).trim()
  // Opening a pipe waits for whoever opens its other end: so it is known that the host is there, and it goes no further.
  const shim = `#!/bin/sh
case " $* " in *" commit-tree "*) [ -p '${hold}' ] && [ -e '${hold}.now' ] && read -r _ <'${hold}' ;; esac
exec '${real}' "$@"
`
  writeFileSync(join(bin, 'git'), shim, { mode: 0o755 })
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`)
  const { repo, places, stage, args } = await openBuilt()
  await cli(...args)
  await cli('send', 'continue alpha', '--cwd', repo.root)
  const alpha = await stage.next('alpha')
  const token = tokenKinds.find(({ code }) => code === 'github-token')?.make(createPick(6)) as string
  alpha.inside.commit({ 'alpha.txt': `token = "${token}"\n` })
  alpha.inside.commit({ 'alpha.txt': 'token = process.env.TOKEN\n' })
  alpha.finish()
  const client = await connectTo(places)
  await following(client, (session) => sensible(session, 'alpha')[0] === 'rewrite alpha')

  writeFileSync(`${hold}.now`, '')
  const asked = typeAt(client, 'rewrite alpha').catch(() => null)
  const held = await open(hold, 'w')
  const { pid, closed } = client
  process.kill(pid, 'SIGKILL')
  expect(await closed).toBe(false)
  await asked
  rmSync(`${hold}.now`)
  await held.close()
  const stored = value(await storedSession(places)) as Session
  expect(stored.streams.alpha?.batches[0]?.attempts[0]).toMatchObject({ judging: 'rewritten' })

  expect((await status(repo.root)).host.pid).not.toBe(pid)
  const next = await connectTo(places)
  await told(next, 1)
  next.close()
  expect(await cli('send', 'checkpoint', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  expect(repo.git('log', '-p', 'br/a-small-build/integration')).toContain('process.env.TOKEN')
  expect(repo.git('log', '-p', 'br/a-small-build/integration')).not.toContain(token)
  expect(stage.runs).toHaveLength(1)
})
