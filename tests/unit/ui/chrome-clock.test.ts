import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createChromeClock } from '../../../source/ui/chrome-clock.ts'

beforeEach(() => vi.useFakeTimers({ now: 10_000 }))
afterEach(() => vi.useRealTimers())

describe('the chrome is drawn', () => {
  test('at once for a person', () => {
    const draw = vi.fn()
    const clock = createChromeClock(draw, () => null)
    clock.now()
    clock.now()
    expect(draw).toHaveBeenCalledTimes(2)
  })

  test('twice a second at most for everything else, and once more for what came last', () => {
    const draw = vi.fn()
    const clock = createChromeClock(draw, () => null)
    clock.now()
    for (let at = 0; at < 1000; at += 10) {
      clock.soon()
      vi.advanceTimersByTime(10)
    }
    expect(draw).toHaveBeenCalledTimes(3)
  })

  test('when a time on it would be another, and then only', () => {
    const draw = vi.fn()
    const clock = createChromeClock(draw, () => (draw.mock.calls.length < 3 ? Date.now() + 1000 : null))
    clock.now()
    vi.advanceTimersByTime(2000)
    expect(draw).toHaveBeenCalledTimes(3)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('no more after the end', () => {
    const draw = vi.fn()
    const clock = createChromeClock(draw, () => null)
    clock.now()
    clock.soon()
    clock.stop()
    expect(vi.getTimerCount()).toBe(0)
  })
})
