import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tokens, UsageReport } from '../../../source/model/usage.ts'
import { sumCosts } from '../../../source/routing/cost.ts'
import { addTokens, NO_TOKENS, type Spending, spendings } from '../../../source/routing/usage-total.ts'

/** A dollar for a thousand tokens of `priced`; no other model has a price. */
const price = (tokens: Tokens, model: string | null) =>
  model === 'priced' ? (tokens.in + tokens.out + tokens.cacheRead + tokens.cacheWrite) / 1000 : null

const report = ({
  tokens = {},
  ...rest
}: Partial<Omit<UsageReport, 'tokens'>> & { tokens?: Partial<Tokens> }): UsageReport => ({
  at: 0,
  agent: 'tool',
  session: 's1',
  run: 'r1',
  stream: 'web',
  batch: 'batch_1',
  model: 'priced',
  usd: null,
  rates: null,
  tokens: { ...NO_TOKENS, ...tokens },
  ...rest,
})

const totalOf = (spent: Spending[]) => ({
  tokens: spent.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS),
  cost: sumCosts(spent.map(({ usd }) => usd)),
})
const total = (...reports: UsageReport[]) => totalOf(spendings(reports, price))

test('a report of a session that goes on replaces the one before, also in another run', () => {
  const first = report({ at: 1, tokens: { in: 1000, out: 50 }, usd: 2 })
  const resumed = report({ at: 2, run: 'r2', tokens: { in: 1500, out: 70 }, usd: 3 })
  expect(total(first, resumed)).toEqual({
    tokens: { ...NO_TOKENS, in: 1500, out: 70 },
    cost: { usd: 3, atLeast: false },
  })
  expect(spendings([first, resumed], price).map(({ run, usd }) => [run, usd])).toEqual([
    ['r1', 2],
    ['r2', 1],
  ])
})

test('another session adds; so does the same name at another agent, and a run without a session', () => {
  const tokens = { in: 1000 }
  const reports = [
    report({ tokens }),
    report({ tokens, session: 's2' }),
    report({ tokens, agent: 'other' }),
    report({ tokens, session: null }),
    report({ tokens, session: null, run: 's1' }),
  ]
  expect(total(...reports).tokens.in).toBe(5000)
})

test('an old report that comes late changes nothing', () => {
  const late = report({ at: 1, tokens: { in: 10 } })
  const newest = report({ at: 2, tokens: { in: 30 } })
  expect(total(newest, late)).toEqual(total(newest))
})

test('what a model used is told of that model when it changes within a session', () => {
  const reports = [
    report({ at: 1, model: 'small', tokens: { in: 100 }, usd: 1 }),
    report({ at: 2, model: 'large', tokens: { in: 150 }, usd: 6 }),
  ]
  expect(spendings(reports, price).map(({ model, tokens, usd }) => [model, tokens.in, usd])).toEqual([
    ['small', 100, 1],
    ['large', 50, 5],
  ])
})

test('dollars that the agent tells win over the price table', () => {
  expect(total(report({ tokens: { in: 1000 }, usd: 0.5 })).cost).toEqual({ usd: 0.5, atLeast: false })
})

test('without dollars the price table is asked; without a price the sum stays unknown', () => {
  expect(total(report({ tokens: { in: 2000 } })).cost).toEqual({ usd: 2, atLeast: false })
  expect(total(report({ tokens: { in: 2000 }, model: 'nobody-knows' })).cost).toEqual({
    usd: 0,
    atLeast: true,
  })
  expect(
    total(report({ tokens: { in: 2000 } }), report({ session: 's2', model: null, tokens: { in: 1 } })).cost,
  ).toEqual({
    usd: 2,
    atLeast: true,
  })
})

test('dollars told later include what was reported without', () => {
  const silent = report({ at: 1, tokens: { in: 1000 } })
  const told = report({ at: 2, tokens: { in: 1500 }, usd: 0.7 })
  const silentAgain = report({ at: 3, tokens: { in: 2500 } })
  expect(total(silent, told).cost).toEqual({ usd: 0.7, atLeast: false })
  expect(total(silent, told, silentAgain).cost.usd).toBeCloseTo(1.7)
})

test('a report of nothing is no spending, whatever the model', () => {
  expect(spendings([report({ model: null })], price)).toEqual([])
})

test('a model that is not repeated is still the one that works', () => {
  const reports = [report({ at: 1, tokens: { in: 1 } }), report({ at: 2, model: null, tokens: { in: 2 } })]
  expect(spendings(reports, price).map(({ model }) => model)).toEqual(['priced', 'priced'])
})

const count = fc.nat({ max: 5000 })
// Few different ones too, so that reports tie in one thing and differ in another.
const anyTokens = fc.oneof(
  fc.record({ in: count, out: count, cacheRead: count, cacheWrite: count }),
  fc.constantFrom({ ...NO_TOKENS, in: 7 }, { ...NO_TOKENS, out: 7 }),
)
const anyReport: fc.Arbitrary<UsageReport> = fc.record({
  at: fc.nat({ max: 5 }),
  agent: fc.constantFrom('tool', 'other'),
  session: fc.constantFrom('s1', 's2', null),
  run: fc.constantFrom('r1', 'r2'),
  stream: fc.constantFrom('web', 'docs'),
  batch: fc.constantFrom('batch_1', 'batch_2'),
  model: fc.constantFrom('priced', 'nobody-knows', null),
  usd: fc.option(fc.oneof(fc.nat({ max: 1 }), fc.nat({ max: 900 })).map((cents) => cents / 100)),
  rates: fc.constant(null),
  tokens: anyTokens,
})
const reportsAnyhow = fc.array(anyReport, { maxLength: 25 }).chain((reports) =>
  fc.tuple(
    fc.constant(reports),
    // Each at least once, some again, in any order.
    fc
      .array(fc.constantFrom(...(reports.length > 0 ? reports : [report({})])), { maxLength: reports.length })
      .chain((again) =>
        fc.shuffledSubarray([...reports, ...again], {
          minLength: reports.length + again.length,
        }),
      ),
  ),
)

test('reports in any order and any of them again: the same spendings', () => {
  fc.assert(
    fc.property(reportsAnyhow, ([reports, anyhow]) => {
      fc.pre(reports.length > 0)
      expect(spendings(anyhow, price)).toEqual(spendings(reports, price))
    }),
    { numRuns: 500 },
  )
})

test('the tokens are the highest counters of each session, however it was cut into reports', () => {
  fc.assert(
    fc.property(fc.array(anyReport), (reports) => {
      const sessions = Map.groupBy(
        reports,
        ({ agent, session, run }) => `${agent} ${session ?? `run ${run}`}`,
      )
      const highest = (kind: keyof Tokens) =>
        [...sessions.values()].reduce(
          (sum, each) => sum + Math.max(...each.map(({ tokens }) => tokens[kind])),
          0,
        )
      const { tokens } = total(...reports)
      for (const kind of ['in', 'out', 'cacheRead', 'cacheWrite'] as const)
        expect(tokens[kind]).toBe(highest(kind))
    }),
  )
})

test('a cost is told in full only when every part of it is known, and never shrinks', () => {
  fc.assert(
    fc.property(fc.array(anyReport), (reports) => {
      const spent = spendings(reports, price)
      expect(totalOf(spent).cost.atLeast).toBe(spent.some(({ usd }) => usd === null))
      for (const { usd, tokens } of spent) {
        expect(usd ?? 0).toBeGreaterThanOrEqual(0)
        expect(Math.min(...Object.values(tokens))).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})
