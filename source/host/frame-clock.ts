export interface FrameClock {
  /** Something has changed: a frame is wanted as soon as there may be one. */
  wake: () => void
  stop: () => void
}

/** 30 frames a second. */
const FRAME = 33
/** Nothing came for so many ms, more than a worker leaves between two words of it: what is there is the end for now. */
export const PAUSE = 20

/**
 * Calls `frame` at once when the last one is 33 ms old, and sooner when nothing comes any more: the end of what was
 * printed has not to wait for what would come behind it. Then the one after that comes later, so that there are never
 * more than thirty a second. `frame` returns when the next one is wanted (ms of `performance.now()`); null: nothing is,
 * and no timer runs then.
 */
export function frameClock(frame: (now: number) => number | null): FrameClock {
  /** When the last one was due; it may have come before. */
  let last = Number.NEGATIVE_INFINITY
  let woken = 0
  let due = Number.POSITIVE_INFINITY
  let cancel = () => {}

  const run = () => {
    const now = performance.now()
    last = Math.max(now, last + FRAME)
    const next = frame(now)
    due = next === null ? Number.POSITIVE_INFINITY : Math.max(next, last + FRAME)
    if (next !== null) plan(now)
  }

  const plan = (now: number) => {
    cancel()
    const rest = Math.max(woken + PAUSE, last)
    const wait = (rest > now ? Math.min(due, rest) : due) - now
    if (wait > 0) {
      const timer = setTimeout(run, wait)
      cancel = () => clearTimeout(timer)
    } else {
      // What happens in the same moment comes in one frame.
      const immediate = setImmediate(run)
      cancel = () => clearImmediate(immediate)
    }
  }

  const wake = () => {
    woken = performance.now()
    due = Math.min(due, last + FRAME)
    plan(woken)
  }

  return { wake, stop: () => cancel() }
}
