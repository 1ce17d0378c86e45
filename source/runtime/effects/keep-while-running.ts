import type { Runtime } from '../context.ts'
import { keepUncommitted } from './keep-uncommitted.ts'
import type { RunAddress } from './run-address.ts'

/**
 * Snapshots what is uncommitted in a workspace every so often while its worker runs, and only then: with nobody at work
 * there is no timer. One ref a try, which the next one moves. A worker that writes meanwhile may spoil one, and nobody
 * is told: the next comes, and the one at its end is said. Rejected: stopping the worker for it. A host that dies
 * between stop and go on would leave it stopped, and few are spoilt, because each is tried several times.
 */
export function keepWhileRunning(runtime: Runtime, address: RunAddress): () => void {
  const { timers, session } = runtime
  const key = `snapshot ${address.run}`
  let isAtIt = false
  const keep = () => {
    if (isAtIt) return
    isAtIt = true
    runtime.inBackground(
      keepUncommitted(runtime, address).then(
        () => {
          isAtIt = false
        },
        () => {
          isAtIt = false
        },
      ),
    )
  }
  clearInterval(timers.get(key))
  timers.set(key, setInterval(keep, session().settings.timeouts.snapshot * 1000).unref())
  return () => {
    clearInterval(timers.get(key))
    timers.delete(key)
  }
}
