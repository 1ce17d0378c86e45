import type { Runtime } from '../context.ts'

/** A timer does not run on while a machine sleeps, so the clock is looked at this often, in ms. */
const LOOK_AGAIN = 3_600_000

/** Says when the time has come at which an agent may be tried again. One timer for an agent; a later one replaces it. */
export function awaitHalt(runtime: Runtime, { agent, until }: { agent: string; until: number }): void {
  const { timers, dispatch, now } = runtime
  clearTimeout(timers.get(agent))
  const look = () => {
    const left = until - now()
    if (left > 0) timers.set(agent, setTimeout(look, Math.min(left, LOOK_AGAIN)))
    else {
      timers.delete(agent)
      dispatch({ type: 'halt-over', at: now(), agent, until, stream: null, by: 'clock' })
    }
  }
  look()
}
