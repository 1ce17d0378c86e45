import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import {
  isAlive,
  killMarked,
  markedProcesses,
  processStartTime,
} from '../../../source/runtime/worker/sweep.ts'

const sleeper = (run: string, script = '') =>
  spawn(process.execPath, ['-e', `${script}; console.log('up'); setInterval(() => {}, 60000)`], {
    env: { PATH: process.env.PATH, BR_RUN: run },
    stdio: ['ignore', 'pipe', 'ignore'],
  })

test('only processes with exactly this mark are found and ended', async () => {
  const mark = `sweep-${process.pid}`
  const [mine, other] = [sleeper(mark), sleeper(`${mark}0`)]
  await Promise.all([mine, other].map((child) => once(child.stdout, 'data')))
  expect(markedProcesses(mark)).toEqual([mine.pid])
  const exit = once(mine, 'exit')
  await killMarked(mark, 5000)
  expect(await exit).toEqual([null, 'SIGTERM'])
  expect(markedProcesses(`${mark}0`)).toEqual([other.pid])
  other.kill('SIGKILL')
  await once(other, 'exit')
})

test('one that does not listen is killed after the grace time', async () => {
  const mark = `deaf-${process.pid}`
  const child = sleeper(mark, "process.on('SIGTERM', () => {})")
  await once(child.stdout, 'data')
  const exit = once(child, 'exit')
  await killMarked(mark, 50)
  expect(await exit).toEqual([null, 'SIGKILL'])
})

test('a process is known by its start time, not by its pid alone', async () => {
  const startTime = processStartTime(process.pid) as string
  expect(isAlive({ pid: process.pid, startTime })).toBe(true)
  expect(isAlive({ pid: process.pid, startTime: '1' })).toBe(false)
  const child = spawn('true')
  await once(child, 'exit')
  expect(isAlive({ pid: child.pid as number, startTime })).toBe(false)
})
