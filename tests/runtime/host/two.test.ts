import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { follow } from '../../../source/cli/follow.ts'
import { openOnHost } from '../../../source/cli/open-plan.ts'
import { startHost } from '../../../source/host/start-host.ts'
import { VERSION } from '../../../source/host/version.ts'
import { connectHost, stopHost } from '../../../source/runtime/host-connection.ts'
import { cli, connectTo, openPlan, PROGRAM, placesFor, program, typeAt } from '../../helpers/host.ts'
import { makeProject, planText } from '../../helpers/loop-repo.ts'
import { failure, freshPath, value } from '../../helpers/repo.ts'
import { within } from '../../helpers/within.ts'

const TWO = planText({ Alpha: {}, Beta: {} })

// A host of its own process would live on where a test fails half way.
const roots: string[] = []
afterEach(async () => {
  for (const root of roots.splice(0)) await cli('stop', '--cwd', root)
})

const hostsOf = (root: string): number[] =>
  execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(`__host ${root}`))
    .map((line) => Number.parseInt(line, 10))

test('two that start at once end up with one host, and both talk to it', async () => {
  const repo = makeProject()
  const places = placesFor(repo)
  roots.push(repo.root)
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, TWO)
  const args = ['open', plan, '--cwd', repo.root, '--agent', 'manual', '--trust']
  const opened = await Promise.all([program(args), program(args), program(args)])
  expect(opened.map(({ exit }) => exit)).toEqual([0, 0, 0])
  expect(opened.filter(({ out }) => out.startsWith('Opened'))).toHaveLength(1)
  expect(opened.filter(({ out }) => out.startsWith('Going on'))).toHaveLength(2)
  const client = await connectTo(places)
  expect(hostsOf(repo.root)).toEqual([client.pid])

  // One more, in this process: the lock is the other's.
  const late = await startHost({
    places,
    root: repo.root,
    program: [process.execPath, PROGRAM],
    env: process.env,
  })
  expect(failure(late).message).toBe('Another host has this repository already.')
  expect(await typeAt(client, 'status')).toMatchObject({ exit: 0 })
  expect(await cli('stop', '--cwd', repo.root)).toMatchObject({ exit: 0 })
  expect(await client.closed).toBe(true)
  expect(existsSync(places.socket)).toBe(false)
})

test('one that comes while a session is being written for the first time waits for it', async () => {
  const rig = await openPlan(TWO)
  expect((await connectTo(rig.places)).session?.plan.title).toBe('A Small Build')
})

test('two clients that type at once, and one that comes late, see one truth', async () => {
  const rig = await openPlan(TWO)
  const others = [await connectTo(rig.places), await connectTo(rig.places)]
  await rig.type('decide Before they watch')
  const seen = [rig.client, ...others].map((client) => follow(client, ['alpha'], {}))
  const answers = await Promise.all([
    typeAt(others[0] as never, 'decide One'),
    typeAt(others[1] as never, 'decide Two'),
    rig.type('continue'),
    typeAt(others[0] as never, 'continue'),
    typeAt(others[1] as never, 'decide Three'),
  ])
  expect(answers.map(({ exit }) => exit).sort()).toEqual([0, 0, 0, 0, 1])
  const alpha = await rig.stage.next('alpha')
  const heard = new Promise<string>((resolve) => {
    others[0]?.listen((message) => message.type === 'output' && resolve(message.text))
  })
  alpha.print('hello there\n')
  expect(await within(heard, () => 'the output')).toContain('hello there')
  alpha.finish({ 'alpha.txt': 'a\n' })
  ;(await rig.stage.next('beta')).finish({ 'beta.txt': 'b\n' })
  await rig.until('both done', ({ streams }) =>
    Object.values(streams).every(({ batches }) => batches[0]?.attempts[0]?.ending),
  )
  const [first, second] = await Promise.all([
    typeAt(others[0] as never, 'checkpoint'),
    rig.type('checkpoint'),
  ])
  expect([first.exit, second.exit].sort()).toEqual([0, 1])
  await rig.host.loop.idle()

  const late = await connectTo(rig.places)
  const truth = JSON.parse(JSON.stringify(rig.session()))
  // An answer comes after every event before it, so these have all been heard by then.
  for (const client of [...others, rig.client, late]) await typeAt(client, 'decisions')
  for (const { session } of seen) expect(JSON.parse(JSON.stringify(session()))).toEqual(truth)
  expect(late.session).toEqual(truth)
  expect(rig.session().decisions).toHaveLength(4)
  expect(rig.stage.runs).toHaveLength(2)
})

test('a client of another version is told how to go on, and can stop the host', async () => {
  const rig = await openPlan(TWO)
  const old = await connectHost(rig.places.socket, { version: '0.0.1', env: {} })
  expect(failure(old).message).toBe(
    `The running host is br-tui ${VERSION}, this is 0.0.1. Type 'br-tui stop', then start again: nothing is lost.`,
  )
  expect(await rig.type('status')).toMatchObject({ exit: 0 })
  expect(value(await stopHost(rig.places.socket, { version: '0.0.1', env: {} }))).toBe(true)
  await rig.host.ended
  expect(value(await stopHost(rig.places.socket, { version: '0.0.1', env: {} }))).toBe(false)
  expect((await cli('status', '--cwd', rig.repo.root)).out).toContain('Stopped. Go on with: br-tui')
})

test('a process of a worker may neither open nor stop', async () => {
  const rig = await openPlan(TWO)
  const env = { BR_RUN: 'a-run', BR_STREAM: 'alpha' }
  const inside = await connectTo(rig.places, env)
  const opened = await openOnHost(inside, {
    plan: { file: 'OTHER.md', text: TWO },
    ...{ trust: true, replace: true, auto: null, canAsk: false },
  })
  expect(failure(opened)).toMatchObject({ exit: 1, message: 'A worker may not open sessions.' })
  await stopHost(rig.places.socket, { version: VERSION, env })
  expect(await rig.type('status')).toMatchObject({ exit: 0 })
  process.env.BR_RUN = 'a-run'
  const stopped = await cli('stop', '--cwd', rig.repo.root).finally(() => delete process.env.BR_RUN)
  expect(stopped).toMatchObject({
    exit: 1,
    err: expect.stringContaining('A worker may not stop the session.'),
  })
  expect(rig.session().ended).toBe(null)
})

/** Says it, and resolves with all that the host answers until it hangs up. */
function say(path: string, text: string): Promise<string> {
  const socket = createConnection(path)
  socket.end(text)
  socket.on('error', () => {})
  return socket
    .setEncoding('utf8')
    .toArray()
    .then(
      (parts) => parts.join(''),
      () => '',
    )
}

test('what is no message of ours hurts nobody', async () => {
  const rig = await openPlan(TWO)
  const hello = JSON.stringify({ type: 'hello', protocol: 1, version: VERSION, run: null, stream: null })
  const before = JSON.stringify(rig.session())
  for (const text of [
    'GET / HTTP/1.1\r\n\r\n',
    '{"type":"stop"}\n',
    '{"type":"type","request":1,"focus":null,"text":"stop"}\n',
    `${hello}\n{"type":"type","request":"one"}\n`,
    `${hello}\n{"type":"open","request":1}\n`,
    `${hello}\nnull\n`,
    `${hello}\n{"type":"watch","events":true,"output":["__proto__"]}\n{"type":"zzz"}\n`,
    `\u0000${'x'.repeat(1_000_000)}\n`,
    `${hello.slice(0, 20)}`,
  ])
    expect(await within(say(rig.places.socket, text), () => 'an end')).not.toContain('stopping')
  expect(JSON.stringify(rig.session())).toBe(before)
  expect(await rig.type('\u0000\u001b]0;x\u0007')).toMatchObject({ exit: 2 })
  expect(await rig.type(`decide ${'x'.repeat(5000)}`)).toMatchObject({ exit: 1 })
  expect(await rig.type('@nobody continue')).toMatchObject({
    exit: 2,
    text: expect.stringContaining("no stream 'nobody'"),
  })
  expect(await rig.type('contineu')).toMatchObject({
    exit: 2,
    text: expect.stringContaining("Did you mean 'continue'?"),
  })
})

test('a host that is stopped: whoever comes, asks or wants it ended hears so within seconds; then it goes on', async () => {
  const repo = makeProject()
  const places = placesFor(repo)
  roots.push(repo.root)
  const plan = freshPath('PLAN.md')
  writeFileSync(plan, TWO)
  await cli('open', plan, '--cwd', repo.root, '--agent', 'manual', '--trust')
  const client = await connectTo(places)
  const { pid } = client
  process.kill(pid, 'SIGSTOP')
  try {
    const sentence = `The host (process ${pid}) is stopped, so it does not answer. Let it go on with: kill -CONT ${pid}`
    const typed = typeAt(client, 'decide While it slept')
    const said = [
      await cli('status', '--cwd', repo.root),
      await cli('send', 'status', '--cwd', repo.root),
      await cli('stop', '--cwd', repo.root),
      await cli('open', plan, '--cwd', repo.root),
    ]
    expect(said.map(({ err }) => err)).toEqual(said.map(() => `${sentence}\n`))
    expect(said.map(({ exit }) => exit)).toEqual([1, 1, 1, 1])
    expect(await typed).toEqual({ exit: 1, text: `${sentence} It does what you typed then.` })
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  expect((await typeAt(client, 'decisions')).text).toContain('While it slept')
  client.close()
  expect(await cli('stop', '--cwd', repo.root)).toMatchObject({ exit: 0 })
})
