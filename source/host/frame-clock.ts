export interface FrameClock {
  /** A frame is wanted at this time (ms of `performance.now()`), or as soon as there may be one. */
  wake: (time?: number) => void
  stop: () => void
}

/** 30 frames a second. */
const FRAME = 33

/**
 * Calls `frame` at most every 33 ms, at once when the last one is older. `frame` returns when the next one is wanted;
 * null: nothing is, and no timer runs then.
 */
export function frameClock(frame: (now: number) => number | null): FrameClock {
  let last = Number.NEGATIVE_INFINITY
  let planned: { at: number; cancel: () => void } | null = null

  const run = () => {
    planned = null
    last = performance.now()
    const next = frame(last)
    if (next !== null) wake(next)
  }

  const wake = (time = 0) => {
    const at = Math.max(time, last + FRAME)
    if (planned && planned.at <= at) return
    planned?.cancel()
    planned = { at, cancel: plan(at - performance.now()) }
  }

  const plan = (wait: number) => {
    if (wait > 0) {
      const timer = setTimeout(run, wait)
      return () => clearTimeout(timer)
    }
    // What happens in the same moment comes in one frame.
    const immediate = setImmediate(run)
    return () => clearImmediate(immediate)
  }

  const stop = () => {
    planned?.cancel()
    planned = null
  }
  return { wake, stop }
}
