import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Tokens } from '../../../source/model/usage.ts'
import { type CostQuestion, costs } from '../../../source/routing/costs.ts'
import { NO_TOKENS, type Spending } from '../../../source/routing/usage-total.ts'

const DAY = 24 * 60 * 60 * 1000

/** `large` costs a dollar a thousand tokens of new input; nothing else has a price. */
const price = ({ in: input }: Tokens, model: string | null) => (model === 'large' ? input / 1000 : null)

const spending = (changes: Partial<Spending>): Spending => ({
  at: 0,
  agent: 'tool',
  run: 'r1',
  stream: 'web',
  batch: 'batch_1',
  model: 'small',
  tokens: { ...NO_TOKENS, in: 1000 },
  usd: 0.25,
  rates: null,
  ...changes,
})
const ask = (spent: Spending[], changes: Partial<CostQuestion> = {}) =>
  costs({ spent, by: 'stream', defaultModel: () => 'large', price, ...changes })
const exact = (usd: number) => ({ usd, atLeast: false })

test('lines by stream, and the whole: what it cost, what the default model would have, what was saved', () => {
  const { lines, total } = ask([
    spending({}),
    spending({ usd: 0.5 }),
    spending({ stream: 'docs', model: 'large', usd: 3 }),
  ])
  expect(lines.map(({ key, cost, onDefault, saved }) => [key, cost, onDefault, saved])).toEqual([
    ['web', exact(0.75), exact(2), 1.25],
    // It ran on the default model: what the agent told counts, and nothing was saved.
    ['docs', exact(3), exact(3), 0],
  ])
  expect(total).toMatchObject({ key: '', cost: exact(3.75), onDefault: exact(5), saved: 1.25 })
  expect(total.tokens.in).toBe(3000)
})

test('routing that cost more says so', () => {
  expect(ask([spending({ usd: 4 })]).total.saved).toBe(-3)
})

test('lines by model, and by day of UTC', () => {
  const spent = [spending({}), spending({ at: DAY, model: null })]
  expect(ask(spent, { by: 'model' }).lines.map(({ key }) => key)).toEqual(['small', 'unknown'])
  expect(ask(spent, { by: 'day' }).lines.map(({ key }) => key)).toEqual(['1970-01-01', '1970-01-02'])
})

test('one unknown part leaves every sum it is in unknown, and only those', () => {
  const { lines, total } = ask([spending({ usd: null }), spending({}), spending({ stream: 'docs' })])
  expect(lines.map(({ cost, saved }) => [cost, saved])).toEqual([
    [{ usd: 0.25, atLeast: true }, null],
    [exact(0.25), 0.75],
  ])
  expect(total).toMatchObject({ cost: { usd: 0.5, atLeast: true }, saved: null })
})

test('without a price of the default model nothing is called saved', () => {
  expect(ask([spending({})], { defaultModel: () => 'nobody-knows' }).total).toMatchObject({
    cost: exact(0.25),
    onDefault: { usd: 0, atLeast: true },
    saved: null,
  })
})

test('nothing spent is nothing, and known', () => {
  expect(ask([])).toMatchObject({ lines: [], total: { cost: exact(0), saved: 0 } })
})

test('lines add up to the whole, however they are divided', () => {
  const anySpending = fc.record({
    at: fc.nat({ max: 5 * DAY }),
    stream: fc.constantFrom('web', 'docs', 'cli'),
    model: fc.constantFrom('small', 'large', null),
    usd: fc.option(fc.nat({ max: 100 })),
  })
  fc.assert(
    fc.property(fc.array(anySpending), fc.constantFrom('stream', 'model', 'day'), (parts, by) => {
      const { lines, total } = ask(parts.map(spending), { by })
      expect(lines.reduce((sum, { cost }) => sum + cost.usd, 0)).toBe(total.cost.usd)
      expect(lines.reduce((sum, { tokens }) => sum + tokens.in, 0)).toBe(total.tokens.in)
      expect(lines.some(({ cost }) => cost.atLeast)).toBe(total.cost.atLeast)
    }),
  )
})
