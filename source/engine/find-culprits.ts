/**
 * Which of some streams turn the tests red, with as few runs as can be. Pure: it says what is to be tested next, and is
 * told what came of it.
 *
 * Together they are red and without any of them green. So in the order of merging there is a first one with which they
 * turn red: it is found by halving, left out, and the rest is tested on top of those before it. Two that are red only
 * together cost the same: the later one is left out. Many culprits at once would cost more so than one by one, so after
 * some of them the rest is tried one at a time.
 */

export type Outcome = 'green' | 'red' | 'did-not-run'

/** Each is a list of streams, in the order of merging. With several, they may run at the same time. */
export type Order = { test: string[][] }

export interface Culprits {
  /** Green together; empty: nobody lands. */
  kept: string[]
  culprits: string[]
  /** Red without any of them: nobody here is to blame. */
  isBaseRed: boolean
  /** Ended early: tests that did not run blame nobody. */
  didNotRun: boolean
}

export type Finding = Generator<Order, Culprits, Outcome[]>

/** So many are looked for by halving, by how many streams there are. */
const halvings = (streams: number): number => (streams <= 8 ? 2 : 3)

/** `streams` are red together. `atOnce`: how many tests may run side by side, 1 or 2. */
export function* findCulprits(streams: string[], atOnce = 1): Finding {
  const culprits: string[] = []
  const end = (kept: string[], more: Partial<Culprits> = {}): Culprits => ({
    ...{ kept, culprits, isBaseRed: false, didNotRun: false },
    ...more,
  })
  let good: string[] = []
  let isBaseKnown = false
  let rest = streams
  for (let round = 0; round < halvings(streams.length) && rest.length > 0; round += 1) {
    const first = yield* firstRed(good, rest, atOnce)
    if (first === null) return end([], { didNotRun: true })
    if (first === 0 && good.length === 0 && !isBaseKnown) {
      // Red from the first one on: it may have been red before.
      const [base] = yield { test: [[]] }
      if (base !== 'green') return end([], base === 'red' ? { isBaseRed: true } : { didNotRun: true })
      isBaseKnown = true
    }
    culprits.push(rest[first] as string)
    good = [...good, ...rest.slice(0, first)]
    rest = rest.slice(first + 1)
    if (rest.length === 0) return end(good)
    const [whole] = yield { test: [[...good, ...rest]] }
    if (whole === 'green') return end([...good, ...rest])
    if (whole !== 'red') return end([], { didNotRun: true })
  }
  for (const stream of rest) {
    const [outcome] = yield { test: [[...good, stream]] }
    if (outcome === 'green') good = [...good, stream]
    else if (outcome === 'red') culprits.push(stream)
    else return end([], { didNotRun: true })
  }
  return end(good)
}

/** Index of the first of `rest` with which they turn red, given that all of them are; null: a test did not run. */
function* firstRed(
  good: string[],
  rest: string[],
  atOnce: number,
): Generator<Order, number | null, Outcome[]> {
  // Green with the first `low` of them, red with the first `high`.
  let low = 0
  let high = rest.length
  while (high - low > 1) {
    const cuts = cutsBetween(low, high, atOnce)
    const outcomes = yield { test: cuts.map((cut) => [...good, ...rest.slice(0, cut)]) }
    if (outcomes.some((outcome) => outcome === 'did-not-run')) return null
    const red = outcomes.indexOf('red')
    if (red !== -1) high = cuts[red] as number
    low = (red === -1 ? cuts.at(-1) : red > 0 ? cuts[red - 1] : low) as number
  }
  return high - 1
}

/** In the middle; two of them at the thirds. */
function cutsBetween(low: number, high: number, atOnce: number): number[] {
  const size = high - low
  const count = Math.min(atOnce, size - 1)
  return Array.from(
    { length: count },
    (_, index) => low + Math.max(1, Math.floor((size * (index + 1)) / (count + 1))),
  )
}
