import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { workerRefSchema } from '../../../source/model/session.ts'
import { launchWorker } from '../../../source/runtime/worker/launch-worker.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'
import { isAlive, markedProcesses } from '../../../source/runtime/worker/sweep.ts'
import {
  agent,
  attach,
  endOf,
  fixture,
  logOf,
  makeRun,
  makeWaitingRun,
  program,
  start,
} from './worker-rig.ts'

describe('how a run ends', () => {
  test('exit code 0, with everything it printed in the log', async () => {
    const run = await makeRun(agent('say.mjs', '0', 'one', 'two'))
    const exit = await endOf(run, await start(run))
    expect(exit).toMatchObject({ run: run.run, kind: 'exited', exit: 0, signal: null, status: null })
    expect(exit.endedAt).toBeGreaterThanOrEqual(exit.startedAt)
    expect(logOf(run)).toBe('one\ntwo\n')
  })

  test('another exit code is kept', async () => {
    const run = await makeRun(agent('say.mjs', '7'))
    expect(await endOf(run, await start(run))).toMatchObject({
      kind: 'exited',
      exit: 7,
      detail: 'It exited with code 7.',
    })
  })

  test('a signal is named', async () => {
    const run = await makeRun(agent('suicide.mjs'))
    expect(await endOf(run, await start(run))).toMatchObject({
      kind: 'signalled',
      exit: null,
      signal: 'SIGKILL',
    })
  })

  test('a program that does not exist is an ending, not a crash', async () => {
    const run = await makeRun(['no-such-program-anywhere'])
    const exit = await endOf(run, await start(run))
    expect(exit.kind).toBe('spawn-failed')
    expect(exit.detail).toContain('There is no program no-such-program-anywhere.')
  })

  test('a file that may not be executed says how to mend it', async () => {
    const run = await makeRun(['placeholder'])
    const file = join(run.dir, 'agent.sh')
    writeFileSync(file, '#!/bin/sh\n')
    chmodSync(file, 0o600)
    const again = await makeRun([file])
    const exit = await endOf(again, await start(again))
    expect(exit).toMatchObject({ kind: 'spawn-failed', detail: expect.stringContaining('chmod +x') })
  })

  test('a workspace that is gone is named', async () => {
    const run = await makeRun(agent('say.mjs', '0'), { cwd: '/nowhere/at/all' })
    const exit = await endOf(run, await start(run))
    expect(exit).toMatchObject({
      kind: 'spawn-failed',
      detail: 'The workspace /nowhere/at/all is not there.',
    })
  })

  test('a timeout ends a program that does not listen, and its child in another session', async () => {
    const run = await makeRun(agent('stubborn.mjs'), { timeoutSeconds: 0.6, graceMs: 100 })
    const exit = await endOf(run, await start(run))
    expect(exit).toMatchObject({
      kind: 'timed-out',
      signal: 'SIGKILL',
      detail: 'It was ended after 0.6 seconds.',
    })
    expect(markedProcesses(run.run)).toEqual([])
  })

  test('cancel asks first, then kills, and misses no descendant', async () => {
    const run = await makeRun(agent('stubborn.mjs'))
    const host = await start(run)
    await host.untilOutput('stubborn')
    await host.untilOutput('child')
    expect(markedProcesses(run.run)).toHaveLength(2)
    host.send('cancel')
    const exit = await endOf(run, host)
    expect(exit).toMatchObject({ kind: 'cancelled', detail: 'It was cancelled.' })
    expect(logOf(run)).toContain('not yet')
    expect(markedProcesses(run.run)).toEqual([])
  })

  test('a TERM to the worker itself is a stop, with its exit file', async () => {
    const { run } = await makeWaitingRun('wait.mjs')
    const host = await start(run)
    await host.untilOutput('waiting')
    process.kill(host.ref.pid, 'SIGHUP')
    process.kill(host.ref.pid, 'SIGTERM')
    expect(await endOf(run, host)).toMatchObject({
      kind: 'cancelled',
      detail: 'It was ended when br-tui was stopped.',
    })
  })

  test('a grandchild that keeps the pipe open does not hold the batch', async () => {
    const run = await makeRun(agent('daemon.mjs'), { graceMs: 5000 })
    const exit = await endOf(run, await start(run))
    expect(exit).toMatchObject({ kind: 'exited', exit: 0 })
    expect(exit.endedAt - exit.startedAt).toBeLessThan(3000)
    expect(logOf(run)).toContain('daemon')
    expect(markedProcesses(run.run)).toEqual([])
  })

  test('the worker is gone after its end, and its socket with it', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs')
    const host = await start(run)
    await tell('x')
    await endOf(run, host)
    await untilGone(host.ref)
    expect(existsSync(host.ref.socket)).toBe(false)
  })
})

describe('a host', () => {
  test('may be killed: the worker goes on, with every line and the exit code', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs')
    const parent = spawn(process.execPath, [fixture('launch.mjs'), run.dir, ...program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [said] = await once(parent.stdout, 'data')
    const ref = workerRefSchema.parse(JSON.parse(String(said)))
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    const host = await attach(run, ref)
    await host.untilOutput('waiting')
    await tell('line 1\nline 2\n')
    expect(await endOf(run, host)).toMatchObject({ kind: 'exited', exit: 0 })
    expect(logOf(run)).toMatch(/^waiting \d+\nline 1\nline 2\ntold\n$/)
    expect(host.output()).toBe(logOf(run))
  })

  test('is not alone: two see the same', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs')
    const first = await start(run)
    const second = await attach(run, first.ref)
    await tell('hello\n')
    await Promise.all([first, second].map((host) => host.until(({ type }) => type === 'ended')))
    expect(first.output()).toBe(logOf(run))
    expect(second.output()).toBe(logOf(run))
  })

  test('can leave; the worker does not mind', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs')
    const first = await start(run)
    if (first.connection.ok) first.connection.value.close()
    const second = await attach(run, first.ref)
    await tell('after\n')
    expect(await endOf(run, second)).toMatchObject({ exit: 0 })
    expect(second.output()).toContain('after')
  })

  test('that finds another process in place of its worker says so', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs')
    const host = await start(run)
    const wrong = await attach(run, { ...host.ref, startTime: '1' })
    expect(wrong.connection).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('Another process') },
    })
    await tell('')
    await endOf(run, host)
  })

  test('hears of a worker that was lost, and its agent can still be found', async () => {
    const { run } = await makeWaitingRun('wait.mjs')
    const host = await start(run)
    await host.untilOutput('waiting')
    process.kill(host.ref.pid, 'SIGKILL')
    await host.gone
    expect(existsSync(runPaths(run.dir).exit)).toBe(false)
    expect(markedProcesses(run.run)).not.toEqual([])
  })

  test('can pause and resume; paused time does not count towards the timeout', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs', { timeoutSeconds: 60 })
    const host = await start(run)
    await host.untilOutput('waiting')
    const pid = Number(/waiting (\d+)/.exec(host.output())?.[1])
    host.send('pause')
    await host.until((message) => message.type === 'paused' && message.paused)
    expect(stateOf(pid)).toBe('T')
    host.send('resume')
    await host.until((message) => message.type === 'paused' && !message.paused)
    expect(stateOf(pid)).not.toBe('T')
    await tell('')
    expect(await endOf(run, host)).toMatchObject({ kind: 'exited', exit: 0 })
  })

  test('can cancel what is paused', async () => {
    const { run } = await makeWaitingRun('wait.mjs', { graceMs: 10_000 })
    const host = await start(run)
    await host.untilOutput('waiting')
    host.send('pause')
    await host.until((message) => message.type === 'paused')
    host.send('cancel')
    expect(await endOf(run, host)).toMatchObject({ kind: 'cancelled', signal: 'SIGTERM' })
  })

  test('that starts a program which fails gets its reason', async () => {
    const run = await makeRun(agent('say.mjs', '0'))
    writeFileSync(runPaths(run.dir).spec, '{}')
    const launched = await launchWorker({ dir: run.dir, program })
    expect(launched).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('could not be started') },
    })
    const missing = await launchWorker({ dir: run.dir, program: ['/no/such/node'] })
    expect(missing).toMatchObject({ ok: false, error: { message: expect.stringContaining('ENOENT') } })
  })
})

describe('what the agent says', () => {
  const secret = ['correct', 'horse', 'battery', '99'].join('-')

  test('in its status file is told, cleaned and masked, and is part of the end', async () => {
    const { run, tell } = await makeWaitingRun('reporter.mjs', { secret })
    const host = await start(run)
    const first = await host.until(({ type }) => type === 'status')
    expect(first).toMatchObject({
      status: { status: 'running', completed: ['a.1'], note: 'half way …(secret)' },
    })
    await tell('')
    const exit = await endOf(run, host)
    expect(exit.status).toEqual({
      ...{ status: 'blocked', completed: [], needs: 'a key', note: '' },
      ...{ decisions: [], questions: [], usage: null },
    })
  })

  test('never shows half a secret, however long it pauses in the middle', async () => {
    const { run, tell } = await makeWaitingRun('leaky.mjs', { secret })
    const host = await start(run)
    await host.untilOutput('begin of line')
    expect(host.output()).toBe('begin of line ')
    await tell('')
    await endOf(run, host)
    expect(logOf(run)).toBe('begin of line …(secret)\x1b[31m\x1b[0m end\n')
  })

  test('stays with the owner, and the environment is not kept', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs', { secret })
    const host = await start(run)
    const modes = [run.dir, runPaths(run.dir).log, host.ref.socket].map((path) => statSync(path).mode & 0o777)
    expect(modes).toEqual([0o700, 0o600, 0o600])
    expect(readFileSync(runPaths(run.dir).spec, 'utf8')).not.toContain(secret)
    await tell('')
    await endOf(run, host)
  })
})

test('an agent finds its files and nothing of our environment', async () => {
  process.env.GIT_DIR = '/somewhere'
  const run = await makeRun([
    'sh',
    '-c',
    'env; cat "$BR_COMMAND_FILE"; test -s "$BR_PROMPT_FILE"; test -d "$TMPDIR"',
  ])
  delete process.env.GIT_DIR
  expect(await endOf(run, await start(run))).toMatchObject({ exit: 0 })
  const log = logOf(run)
  expect(log).toContain(`BR_RUN=${run.run}\n`)
  expect(log).toContain('"batch_id": "batch_1"')
  expect(log).not.toContain('GIT_DIR')
  expect(log).not.toContain('BR_READY_FD')
})

test('a script is written into the folder and is the last argument', async () => {
  const run = await makeRun([], {
    start: { argv: ['sh', '-e'], script: 'echo from the script\nfalse\necho never\n' },
  })
  expect(await endOf(run, await start(run))).toMatchObject({ exit: 1 })
  expect(logOf(run)).toBe('from the script\n')
})

const stateOf = (pid: number): string => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3)
}

/** It is no child of ours: its end can only be looked for, here within the time of the test. */
async function untilGone(ref: { pid: number; startTime: string }): Promise<void> {
  while (isAlive(ref)) await new Promise((resolve) => setImmediate(resolve))
}
