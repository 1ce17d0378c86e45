import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { UsageReport } from '../../../source/model/usage.ts'
import { costOf, dayOf, spentOf, withReport } from '../../../source/routing/spent.ts'
import { NO_TOKENS } from '../../../source/routing/usage-total.ts'

const DAY = 86_400_000
const RATES = { in: 1, out: 1, cacheRead: 1, cacheWrite: 1 }

const report = (changes: Partial<UsageReport> & { in?: number }): UsageReport => {
  const { in: input = 0, ...rest } = changes
  return {
    ...{ at: 0, agent: 'tool', session: null, run: 'r1', stream: 'web', batch: 'batch_1' },
    ...{ model: 'm', usd: null, rates: RATES },
    tokens: { ...NO_TOKENS, in: input },
    ...rest,
  }
}
const fold = (reports: UsageReport[]): UsageReport[] => reports.reduce<UsageReport[]>(withReport, [])

describe('reports of a session', () => {
  test('only the highest of a run is kept, and what is known already changes nothing', () => {
    const kept = fold([report({ in: 5 }), report({ at: 1, in: 9 }), report({ at: 2, in: 7 })])
    expect(kept).toMatchObject([{ at: 1, tokens: { in: 9 } }])
    expect(withReport(kept, report({ in: 9 }))).toBe(kept)
  })

  test('dollars that a later one does not repeat are kept', () => {
    const kept = fold([report({ in: 5, usd: 2 }), report({ at: 1, in: 6 })])
    expect(kept).toHaveLength(2)
    expect(costOf(spentOf(kept)).usd).toBeCloseTo(2 + 1 / 1e6)
  })

  test('each day of a run keeps its own', () => {
    const kept = fold([report({ at: 1, usd: 1 }), report({ at: DAY, usd: 3 })])
    expect(spentOf(kept).map(({ at, usd }) => [dayOf(at), usd])).toEqual([
      ['1970-01-01', 1],
      ['1970-01-02', 2],
    ])
  })
})

test('tokens are priced by the rates that came with them; without rates they are unknown', () => {
  expect(costOf(spentOf([report({ in: 2_000_000 })]))).toEqual({ usd: 2, atLeast: false })
  expect(costOf(spentOf([report({ in: 5, rates: null })]))).toEqual({ usd: 0, atLeast: true })
})

/** Agents' sessions of one to three runs, whose counters only grow, as their agents tell them. */
const anySession = fc
  .record({
    named: fc.boolean(),
    tellsDollars: fc.boolean(),
    growth: fc.array(fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 5 }), {
      minLength: 1,
      maxLength: 3,
    }),
  })
  .map((shape) => shape)

const reportsOf = (
  { named, tellsDollars, growth }: { named: boolean; tellsDollars: boolean; growth: number[][] },
  index: number,
): { reports: UsageReport[]; total: number } => {
  let input = 0
  let at = index
  let total = 0
  const reports = growth.flatMap((run, number) => {
    // Without a name of its session an agent counts anew in each run.
    if (!named) input = 0
    const ofRun = run.map((more) => {
      input += more
      at += DAY / 4
      return report({
        ...{ at, in: input, run: `s${index}-r${number}`, session: named ? `s${index}` : null },
        usd: tellsDollars ? input / 100 : null,
      })
    })
    total += run.reduce((sum, more) => sum + more, 0)
    return ofRun
  })
  return { reports, total: tellsDollars ? total / 100 : total / 1e6 }
}

test('in whatever order, however often, over runs and sessions: the sum is what was used, never double', () => {
  const anything = fc.array(anySession, { maxLength: 4 }).chain((sessions) => {
    const all = sessions.map(reportsOf)
    const reports = all.flatMap((each) => each.reports)
    const again = fc.array(fc.constantFrom(...reports, report({})), { maxLength: 10 })
    return again.chain((more) =>
      fc.record({
        told: fc.shuffledSubarray([...reports, ...more], { minLength: reports.length + more.length }),
        total: fc.constant(all.reduce((sum, { total }) => sum + total, 0)),
      }),
    )
  })
  fc.assert(
    fc.property(anything, ({ told, total }) => {
      const sum = costOf(spentOf(fold(told)))
      expect(sum.usd).toBeCloseTo(total, 6)
      expect(sum.atLeast).toBe(false)
      expect(costOf(spentOf(told)).usd).toBeCloseTo(total, 6)
    }),
    { numRuns: 500 },
  )
})
