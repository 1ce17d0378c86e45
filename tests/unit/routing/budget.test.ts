import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BudgetQuestion, judgeBudget } from '../../../source/routing/budget.ts'

const known = (usd: number) => ({ usd, atLeast: false })
const spent = { batch: known(0), stream: known(2), session: known(5), day: known(8) }
const judge = (changes: Partial<BudgetQuestion>) => judgeBudget({ budget: {}, spent, next: null, ...changes })

test('without ceilings everything is allowed', () => {
  expect(judge({ next: 1000 })).toEqual({ kind: 'allowed', left: null, unsure: [] })
})

test('what is left is up to the nearest ceiling', () => {
  expect(judge({ budget: { batch: 4, stream: 3, day: 100 }, next: 0.5 })).toEqual({
    kind: 'allowed',
    left: 1,
    unsure: [],
  })
})

test.each([
  ['batch', { batch: 1 }, 2, 1],
  ['stream', { batch: 9, stream: 3 }, 2, 1],
  ['session', { stream: 9, session: 6 }, 2, 1],
  ['day', { session: 90, day: 9 }, 2, 1],
] as const)(
  'a step that would pass the ceiling of the %s is stopped before it spends',
  (ceiling, budget, next, by) => {
    expect(judge({ budget, next })).toMatchObject({ kind: 'over', ceiling, by })
  },
)

test('it says which ceiling, how much it is and how much is missing', () => {
  expect(judge({ budget: { stream: 3 }, next: 1.5 })).toMatchObject({
    limit: 3,
    text: 'The next step would pass the ceiling of $3.00 for this stream by $0.50.',
  })
})

test('a ceiling that is reached stops also a step whose cost nobody knows', () => {
  expect(judge({ budget: { stream: 3 } })).toMatchObject({ kind: 'allowed' })
  expect(judge({ budget: { stream: 2 } })).toMatchObject({
    kind: 'over',
    by: 0,
    text: 'The ceiling of $2.00 for this stream is reached: $2.00 spent.',
  })
})

test('a step that fits exactly is allowed, also where binary fractions add a little', () => {
  expect(judge({ budget: { batch: 0.3 }, spent: { ...spent, batch: known(0.1) }, next: 0.2 }).kind).toBe(
    'allowed',
  )
})

test('a sum that is not fully known is named', () => {
  const unknown = { ...spent, session: { usd: 5, atLeast: true } }
  expect(judge({ budget: { session: 9, day: 9 }, spent: unknown })).toMatchObject({ unsure: ['session'] })
  expect(judge({ budget: { session: 5 }, spent: unknown })).toMatchObject({
    kind: 'over',
    text: expect.stringContaining('at least $5.00 spent'),
  })
})

test('an allowed step of known cost never takes a sum over its ceiling', () => {
  const money = fc.double({ min: 0.01, max: 1000, noNaN: true })
  fc.assert(
    fc.property(money, money, money, (limit, already, next) => {
      const found = judge({ budget: { day: limit }, spent: { ...spent, day: known(already) }, next })
      expect(found.kind === 'allowed').toBe(already < limit - 1e-9 && already + next <= limit + 1e-9)
    }),
  )
})
