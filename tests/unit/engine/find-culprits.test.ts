import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Culprits, findCulprits, type Outcome } from '../../../source/engine/find-culprits.ts'

/** Runs it against tests that answer at once; counts those that were run, the one of all of them included. */
function run(streams: string[], isRed: (tested: string[]) => boolean, atOnce = 1) {
  const known = new Map<string, Outcome>([[streams.join(), 'red']])
  let rounds = 1
  const finding = findCulprits(streams, atOnce)
  const outcome = (tested: string[]): Outcome => {
    // What was tested before is known.
    const key = tested.join()
    const answer = known.get(key) ?? (isRed(tested) ? 'red' : 'green')
    known.set(key, answer)
    return answer
  }
  for (let step = finding.next(); ; ) {
    if (step.done) return { ...(step.value as Culprits), runs: known.size, rounds }
    const before = known.size
    const outcomes = step.value.test.map(outcome)
    if (known.size > before) rounds += 1
    step = finding.next(outcomes)
  }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, index) => `s${index}`)

/** The same numbers each time (a linear congruential generator, as in POSIX's rand). */
function* random(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    yield (state >>> 8) / 0x100_0000
  }
}

/** Average runs over simulated checkpoints, and how often a good stream was left out. */
function simulate(streams: number, bad: number, isTogether = false) {
  const numbers = random(streams * 100 + bad)
  const rounds = 4000
  let runs = 0
  let wronged = 0
  for (let round = 0; round < rounds; round += 1) {
    const all = names(streams)
    const picked = new Set<string>()
    while (picked.size < bad) picked.add(all[Math.floor(numbers.next().value * streams)] as string)
    const isRed = (tested: string[]) => {
      const found = tested.filter((each) => picked.has(each)).length
      return isTogether ? found === bad : found > 0
    }
    const result = run(all, isRed)
    runs += result.runs
    const expected = isTogether ? 1 : bad
    if (result.culprits.some((each) => !picked.has(each)) || result.culprits.length !== expected) wronged += 1
  }
  return { average: runs / rounds, wronged }
}

describe('over 4,000 simulated checkpoints', () => {
  // What was measured before it was built, in shared design notes: 4.9 runs of 8 streams, 5.9 of 16. Beside them one
  // by one takes 8 and 16 and more.
  test.each([
    [8, 4.9],
    [16, 5.9],
  ])('one bad stream of %i takes about %f runs, and no good one is left out', (streams, wanted) => {
    const { average, wronged } = simulate(streams, 1)
    expect(Math.abs(average / wanted - 1)).toBeLessThan(0.05)
    expect(wronged).toBe(0)
  })

  test.each([8, 16])(
    'two of %i that are red only together cost the same, and the later one is left out',
    (streams) => {
      const { average, wronged } = simulate(streams, 2, true)
      expect(average).toBeLessThan(simulate(streams, 1).average * 1.1)
      expect(wronged).toBe(0)
    },
  )

  test('with three bad ones of eight nobody good is left out, and it costs little more than one by one', () => {
    const { average, wronged } = simulate(8, 3)
    expect(wronged).toBe(0)
    expect(average).toBeLessThan(12)
  })
})

const subset = (streams: string[]) => fc.subarray(streams, { minLength: 1 })

test('whoever is bad by itself is left out, and nobody else; two at a time come to the same in fewer rounds', () => {
  const cases = fc
    .integer({ min: 1, max: 20 })
    .chain((count) => fc.tuple(fc.constant(names(count)), subset(names(count))))
  fc.assert(
    fc.property(cases, ([streams, bad]) => {
      const isRed = (tested: string[]) => tested.some((each) => bad.includes(each))
      const one = run(streams, isRed)
      expect({ kept: one.kept, culprits: one.culprits }).toEqual({
        kept: streams.filter((each) => !bad.includes(each)),
        culprits: bad,
      })
      const two = run(streams, isRed, 2)
      expect({ kept: two.kept, culprits: two.culprits }).toEqual({ kept: one.kept, culprits: one.culprits })
      expect(two.rounds).toBeLessThanOrEqual(one.rounds)
    }),
  )
})

test('what is kept was tested and is green, whatever turns what red', () => {
  const table = fc.dictionary(fc.string(), fc.boolean())
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), table, fc.boolean(), (count, reds, isTwice) => {
      const isRed = (tested: string[]) => reds[tested.join()] ?? tested.length % 3 === 2
      const streams = names(count)
      const { kept, culprits, isBaseRed } = run(streams, isRed, isTwice ? 2 : 1)
      if (isBaseRed) expect(isRed([])).toBe(true)
      else if (kept.length > 0) expect(isRed(kept) && kept.length < count).toBe(false)
      expect(kept.filter((each) => culprits.includes(each))).toEqual([])
    }),
  )
})

test('red without any of them blames nobody', () => {
  expect(run(names(8), () => true)).toMatchObject({ culprits: [], kept: [], isBaseRed: true })
})

test('a test that did not run blames nobody and lands nothing', () => {
  const finding = findCulprits(names(8))
  finding.next()
  expect(finding.next(['did-not-run'])).toEqual({
    done: true,
    value: { kept: [], culprits: [], isBaseRed: false, didNotRun: true },
  })
})
