import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Silence } from '../../../source/model/session.ts'
import { cpuSeconds } from '../../../source/runtime/worker/sweep.ts'
import { watchSilence } from '../../../source/runtime/worker/watch-silence.ts'
import { attach, endOf, makeRun, makeWaitingRun, start } from './worker-rig.ts'

const MINUTE = 60_000

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 }))
afterEach(() => void vi.useRealTimers())

function watching() {
  const told: (Silence | null)[] = []
  const world = { cpu: 0, looks: 0, told }
  const watch = watchSilence({
    silentMs: 10 * MINUTE,
    cpuSeconds: () => {
      world.looks += 1
      return world.cpu
    },
    now: Date.now,
    onChange: (silence) => told.push(silence),
  })
  return { ...watch, world, told }
}

describe('an agent', () => {
  test('that prints nothing and uses no CPU for so long looks stuck, with the evidence', () => {
    const { told, world } = watching()
    vi.advanceTimersByTime(5 * MINUTE)
    world.cpu += 0.4
    vi.advanceTimersByTime(4.9 * MINUTE)
    expect(told).toEqual([])
    vi.advanceTimersByTime(0.2 * MINUTE)
    expect(told).toEqual([{ since: 0, cpuSeconds: 0.4, seconds: 300 }])
    vi.advanceTimersByTime(60 * MINUTE)
    expect(told).toHaveLength(1)
  })

  test('that works without a word does not', () => {
    const { told, world } = watching()
    for (let half = 0; half < 12; half += 1) {
      world.cpu += 30
      vi.advanceTimersByTime(5 * MINUTE)
    }
    expect(told).toEqual([])
  })

  test('is unstuck by a word, and by work', () => {
    const { told, world, heard } = watching()
    vi.advanceTimersByTime(11 * MINUTE)
    heard()
    expect(told.at(-1)).toBe(null)
    vi.advanceTimersByTime(16 * MINUTE)
    expect(told.at(-1)).toMatchObject({ since: 11 * MINUTE })
    world.cpu += 100
    vi.advanceTimersByTime(5 * MINUTE)
    expect(told.at(-1)).toBe(null)
    expect(told).toHaveLength(4)
  })

  test('that prints is not looked at, however much it prints', () => {
    const { told, world, heard } = watching()
    for (let minute = 0; minute < 60; minute += 1) {
      for (let line = 0; line < 100; line += 1) heard()
      vi.advanceTimersByTime(MINUTE)
    }
    expect(told).toEqual([])
    expect(world.looks).toBe(0)
    expect(vi.getTimerCount()).toBe(1)
  })

  test('that is paused, or waits for a person, is not expected to say anything', () => {
    const { told, hold, stop } = watching()
    hold(true)
    vi.advanceTimersByTime(600 * MINUTE)
    expect(told).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
    hold(false)
    vi.advanceTimersByTime(9 * MINUTE)
    expect(told).toEqual([])
    vi.advanceTimersByTime(2 * MINUTE)
    expect(told).toHaveLength(1)
    stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('a worker', () => {
  beforeEach(() => void vi.useRealTimers())

  test('tells that its agent looks stuck, also to a host that comes later, and that it goes on', async () => {
    const { run, tell } = await makeWaitingRun('wait.mjs', { silentSeconds: 0.6 })
    const host = await start(run)
    const silent = await host.until((each) => each.type === 'silent' && each.silence !== null)
    expect(silent).toMatchObject({ silence: { cpuSeconds: expect.any(Number), seconds: expect.any(Number) } })
    const next = await attach(run, host.ref)
    expect(await next.until((each) => each.type === 'silent')).toEqual(silent)
    await tell('go')
    await endOf(run, host)
    expect(host.messages.filter(({ type }) => type === 'silent')[0]).toEqual({
      type: 'silent',
      silence: null,
    })
  })

  test('counts the CPU of everything its agent has started', async () => {
    const burn = 'let n = 0; const end = Date.now() + 400; while (Date.now() < end) n++; console.log("burnt")'
    const script = `${process.execPath} -e '${burn}'; setsid ${process.execPath} -e '${burn}'; exec sleep 60`
    const run = await makeRun(['sh', '-c', script])
    const host = await start(run)
    await host.untilOutput('burnt\nburnt\n')
    expect(cpuSeconds(run.run)).toBeGreaterThan(0.2)
    host.send('cancel')
    await endOf(run, host)
    expect(cpuSeconds(run.run)).toBe(0)
  })
})
