/** Draws the chrome when it may look different: at once for a person, twice a second at most for all the rest. */
export interface ChromeClock {
  now: () => void
  soon: () => void
  stop: () => void
}

/** ms; faster changes of numbers cannot be read. */
const CALM = 500

/** `next`: when time alone changes what is drawn, ms since 1970; null: never, and nothing wakes up for it. */
export function createChromeClock(draw: () => void, next: () => number | null): ChromeClock {
  let timer: NodeJS.Timeout | undefined
  let drawnAt = 0
  let due = Number.POSITIVE_INFINITY
  const plan = (at: number) => {
    if (at >= due) return
    due = at
    clearTimeout(timer)
    timer = setTimeout(run, Math.max(0, at - Date.now()))
  }
  const run = () => {
    clearTimeout(timer)
    due = Number.POSITIVE_INFINITY
    drawnAt = Date.now()
    draw()
    const at = next()
    if (at !== null) plan(Math.max(at, drawnAt + CALM))
  }
  return {
    now: run,
    soon: () => plan(Math.max(Date.now(), drawnAt + CALM)),
    stop: () => clearTimeout(timer),
  }
}
