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
  let due: number | null = null
  let cancel = () => {}

  const restAt = () => Math.max(woken + PAUSE, last)

  const look = () => {
    const now = performance.now()
    if (due === null) return
    if (now < due && now < restAt()) return plan(due, now)
    last = Math.max(now, last + FRAME)
    const next = frame(now)
    due = next === null ? null : Math.max(next, last + FRAME)
    if (due !== null) plan(due, now)
  }

  const plan = (at: number, now: number) => {
    cancel()
    const rest = restAt()
    const wait = (rest > now ? Math.min(at, rest) : at) - now
    if (wait > 0) {
      const timer = setTimeout(look, wait)
      cancel = () => clearTimeout(timer)
    } else {
      // What happens in the same moment comes in one frame.
      const immediate = setImmediate(look)
      cancel = () => clearImmediate(immediate)
    }
  }

  const wake = () => {
    const now = performance.now()
    woken = now
    const at = last + FRAME
    if (due !== null && due <= at) return
    due = at
    plan(at, now)
  }

  const stop = () => {
    due = null
    cancel()
  }
  return { wake, stop }
}
