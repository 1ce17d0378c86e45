import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { runCommand, tail } from '../../source/runtime/run-command.ts'
import { markedProcesses } from '../../source/runtime/worker/sweep.ts'
import { freshPath } from '../helpers/repo.ts'
import { within } from '../helpers/within.ts'

let count = 0

function run(
  command: string,
  { timeoutSeconds = 20, stopped = new AbortController().signal, allow = [] as string[] } = {},
) {
  const logFile = freshPath('log')
  const mark = `test-${process.pid}-${++count}`
  const settings = { command, cwd: dirname(logFile), logFile, timeoutSeconds, mark, allow, stopped }
  return { mark, logFile, result: within(runCommand(settings), () => `'${command}'`) }
}

test('exit, signal and the whole output in a file of its own', async () => {
  const { result, logFile } = run('echo out; echo err >&2; exit 3')
  expect(await result).toMatchObject({
    exit: 3,
    signal: null,
    timedOut: false,
    spawnError: null,
    log: 'out\nerr\n',
  })
  expect(readFileSync(logFile, 'utf8')).toBe('out\nerr\n')
  expect(statSync(logFile).mode & 0o077).toBe(0)
  expect(await run('kill -TERM $$').result).toMatchObject({ exit: null, signal: 'SIGTERM' })
})

test('what a command left running is ended with it, and does not hold it up', async () => {
  const { result, mark } = run('sleep 300 & setsid sleep 300 & echo ready')
  expect(await result).toMatchObject({ exit: 0, log: 'ready\n' })
  expect(markedProcesses(mark)).toEqual([])
})

test('a command that does not end in time is ended with all that it started', async () => {
  const { result, mark } = run('sh -c "sleep 300; true"; true', { timeoutSeconds: 0.3 })
  expect(await result).toMatchObject({ exit: null, timedOut: true })
  expect(markedProcesses(mark)).toEqual([])
})

test('stopping the session ends it, with all that it started', async () => {
  const stop = new AbortController()
  const { result, mark } = run('sh -c "sleep 300; true"; true', { stopped: stop.signal })
  stop.abort()
  expect(await result).toMatchObject({ exit: null, timedOut: false })
  expect(markedProcesses(mark)).toEqual([])
})

test('it gets no keys, not even ones that agents are given, and knows that it is no person', async () => {
  process.env.DEMO_TOKEN = ['not', 'for', 'tests'].join('-')
  process.env.DEMO_PLAIN = 'for-tests'
  const { result, mark } = run('env', { allow: ['DEMO_TOKEN', 'DEMO_PLAIN'] })
  const { log } = await result.finally(() => {
    delete process.env.DEMO_TOKEN
    delete process.env.DEMO_PLAIN
  })
  expect(log).not.toContain('DEMO_TOKEN')
  expect(log).toMatch(/^DEMO_PLAIN=./m)
  expect(log).toContain(`BR_RUN=${mark}`)
})

test('a folder that is not there is a reason, not a verdict', async () => {
  const logFile = freshPath('log')
  const settings = {
    command: 'true',
    cwd: `${logFile}-none`,
    logFile,
    timeoutSeconds: 5,
    mark: 'none',
    allow: [],
  }
  const result = await runCommand({ ...settings, stopped: new AbortController().signal })
  expect(result).toMatchObject({ exit: null, spawnError: expect.stringContaining('ENOENT') })
  expect(existsSync(logFile)).toBe(true)
})

test('the tail of a file is its end, and empty where there is none', async () => {
  const { result, logFile } = run('printf 0123456789')
  await result
  expect(await tail(logFile, 4)).toBe('6789')
  expect(await tail(`${logFile}-none`)).toBe('')
})
