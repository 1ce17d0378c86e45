import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startPty } from '../../../source/runtime/terminal/pty.ts'

const spec = (script: string) => ({
  program: 'shell' as const,
  argv: ['sh', '-c', script],
  cwd: '/',
  env: { PATH: process.env.PATH as string, TERM: 'xterm-256color' },
  size: { columns: 31, rows: 7 },
  socket: '',
})

test('a program has a terminal of the size it was given, and its end is told with all of its output', async () => {
  let text = ''
  const pty = await startPty(spec('stty size; exit 3'), (bytes, taken) => {
    text += Buffer.from(bytes)
    taken()
  })
  expect(await pty.ended).toBe('exit 3')
  expect(text.trim()).toBe('7 31')
})

test('a hang-up ends it', async () => {
  let isUp: () => void = () => {}
  const up = new Promise<void>((resolve) => {
    isUp = resolve
  })
  const pty = await startPty(spec('echo up; sleep 1000'), (_, taken) => {
    isUp()
    taken()
  })
  await up
  pty.hangUp()
  expect(await pty.ended).toBe('SIGHUP')
})

test('what nobody takes stops the program, and it goes on when it is taken', async () => {
  let received = 0
  let take = false
  const waiting: (() => void)[] = []
  const pty = await startPty(spec('yes | head -c 3000000'), (bytes, taken) => {
    received += bytes.length
    if (take) taken()
    else waiting.push(taken)
  })
  // Until nothing comes for a while; the program has far more.
  for (let before = -1; before !== received; await delay(100)) before = received
  expect(received).toBeGreaterThan(256 * 1024)
  expect(received).toBeLessThan(512 * 1024)
  take = true
  for (const taken of waiting) taken()
  expect(await pty.ended).toBe('exit 0')
  expect(received).toBeGreaterThanOrEqual(3_000_000)
})
