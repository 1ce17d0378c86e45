import fc from 'fast-check'
import { expect, test } from 'vitest'
import { priceOf, ratesOf } from '../../../source/routing/price.ts'

const AT = Date.UTC(2026, 10, 22)
const none = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 }

test('every kind of token has its rate', () => {
  expect(ratesOf('claude-haiku-4-5', AT)).toEqual({ in: 1, out: 5, cacheRead: 0.1, cacheWrite: 1.25 })
  const tokens = { in: 1_000_000, out: 100_000, cacheRead: 10_000_000, cacheWrite: 400_000 }
  expect(priceOf(tokens, 'claude-haiku-4-5', AT)).toBeCloseTo(1 + 0.5 + 1 + 0.5)
})

test('more cached than new input is no mistake', () => {
  expect(priceOf({ ...none, in: 1, cacheRead: 1_000_000 }, 'claude-haiku-4-5', AT)).toBeCloseTo(0.100001)
})

test('what is unknown has no price: no model, an unknown one, one that the table lists without prices', () => {
  const tokens = { ...none, in: 1000, out: 1000 }
  for (const model of [null, '', 'nobody-knows-it', 'opus', 'nobody/gpt-5', 'cerebras/qwen-3-coder-480b'])
    expect(priceOf(tokens, model, AT)).toBeNull()
})

test('a model may be named with its provider', () => {
  expect(ratesOf('anthropic/claude-haiku-4-5', AT)).toEqual(ratesOf('claude-haiku-4-5', AT))
  expect(ratesOf('openrouter/anthropic/claude-haiku-4.5', AT)).not.toBeNull()
})

test('a sum of many requests is not priced as one very long request', () => {
  const rates = ratesOf('claude-sonnet-4-5', AT)
  expect(rates).toMatchObject({ in: 3, out: 15 })
  expect(priceOf({ ...none, in: 5_000_000 }, 'claude-sonnet-4-5', AT)).toBeCloseTo(15)
})

test('the price is that of the moment', () => {
  const [before, after] = [Date.UTC(2026, 10, 22), Date.UTC(2027, 1, 1)].map((at) =>
    ratesOf('gemini-3.8-flash', at),
  )
  expect(before?.in).toBeLessThan(after?.in ?? 0)
})

test('two parts cost as much as the whole', () => {
  const tokens = fc.record({ in: fc.nat(), out: fc.nat(), cacheRead: fc.nat(), cacheWrite: fc.nat() })
  fc.assert(
    fc.property(tokens, tokens, (a, b) => {
      const whole = {
        in: a.in + b.in,
        out: a.out + b.out,
        cacheRead: a.cacheRead + b.cacheRead,
        cacheWrite: a.cacheWrite + b.cacheWrite,
      }
      const [one, two, both] = [a, b, whole].map((each) => priceOf(each, 'gpt-5.6-sol', AT) ?? Number.NaN)
      expect((one ?? 0) + (two ?? 0)).toBeCloseTo(both ?? 0, 4)
    }),
    { numRuns: 30 },
  )
})
