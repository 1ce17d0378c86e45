import { setTimeout as delay } from 'node:timers/promises'

/** Waits for the promise, but no longer than so many ms. */
export async function within(milliseconds: number, promise: Promise<unknown>): Promise<void> {
  const waiting = new AbortController()
  const timer = delay(milliseconds, null, { signal: waiting.signal }).catch(() => {})
  await Promise.race([promise, timer])
  waiting.abort()
}
