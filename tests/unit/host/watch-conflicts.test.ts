import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchConflicts } from '../../../source/host/watch-conflicts.ts'
import { advanced, done, readySession } from '../../helpers/session.ts'

const { session, events } = advanced(readySession([{ alpha: { days: 2 }, beta: {} }]), ...done('alpha'))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(answers: boolean[] = []) {
  const looks: string[][] = []
  const watch = watchConflicts({
    folders: async () => [],
    look: async (changed) => {
      looks.push([...changed])
      return answers.shift() ?? true
    },
  })
  return { watch, looks }
}

test('looks once for everything that happens at once, and then nothing waits for a time', async () => {
  const { watch, looks } = open()
  watch.follow(session, [])
  for (let count = 0; count < 50; count += 1) watch.printed('alpha')
  await vi.runAllTimersAsync()
  expect(looks).toEqual([['alpha']])
  expect(vi.getTimerCount()).toBe(0)
  watch.follow(session, [])
  expect(vi.getTimerCount()).toBe(0)
})

test('what is printed may wait a second, and waits no longer when something is known to have changed', async () => {
  const { watch, looks } = open()
  watch.follow(session, [])
  await vi.advanceTimersByTimeAsync(10_000)
  looks.length = 0
  watch.printed('alpha')
  await vi.advanceTimersByTimeAsync(900)
  expect(looks).toEqual([])
  watch.printed('alpha')
  await vi.advanceTimersByTimeAsync(110)
  expect(looks).toEqual([['alpha']])
  await vi.advanceTimersByTimeAsync(10_000)
  watch.printed('alpha')
  watch.follow(session, events)
  await vi.advanceTimersByTimeAsync(310)
  expect(looks).toEqual([['alpha'], ['alpha']])
  expect(vi.getTimerCount()).toBe(0)
})

test('looks at most every three seconds, and at nothing that nobody has begun', async () => {
  const { watch, looks } = open()
  watch.follow(session, [])
  for (let count = 0; count < 100; count += 1) {
    watch.printed('alpha')
    watch.printed('beta')
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(looks.length).toBeLessThanOrEqual(4)
  expect(looks.flat()).not.toContain('beta')
})

test('what could not be seen is looked at again by itself, but not for ever', async () => {
  const { watch, looks } = open(Array.from({ length: 20 }, () => false))
  watch.follow(session, [])
  await vi.runAllTimersAsync()
  expect(looks).toEqual(Array.from({ length: 4 }, () => ['alpha']))
  expect(vi.getTimerCount()).toBe(0)
})

test('nothing is looked at after the end', async () => {
  const { watch, looks } = open()
  watch.follow(session, [])
  await watch.close()
  watch.printed('alpha')
  await vi.runAllTimersAsync()
  expect(looks).toEqual([])
})
