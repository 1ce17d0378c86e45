import { expect, test } from 'vitest'
import type { Prediction } from '../../../source/model/routing.ts'
import { expectedCost } from '../../../source/routing/expected-cost.ts'

const past = (usd: number | null, changes: Partial<Prediction> = {}): Prediction => ({
  ...{ at: 0, session: 's', stream: 'a', batch: 'batch_1', run: 'r', agent: 'tool', attempt: 1 },
  ...{ estimated: 'simple', level: 'simple', score: 1, model: 'm', expected: null, outcome: 'done' },
  ...{ usd, seconds: 1 },
  ...changes,
})
const rates = { in: 1, out: 1, cacheRead: 0, cacheWrite: 0 }
const expected = (history: Prediction[], question = {}) =>
  expectedCost({ level: 'simple', model: 'm', rates, history, ...question })

test('the mean of what such batches cost on that model, once there are three', () => {
  const history = [
    past(1),
    past(2),
    past(6),
    past(null),
    past(99, { model: 'other' }),
    past(99, { level: 'complex' }),
  ]
  expect(expected(history)).toBe(3)
})

test('a guess by level until then, dearer with each level', () => {
  const guess = expected([past(1), past(2)]) as number
  expect(guess).toBeGreaterThan(0)
  expect(expected([], { level: 'critical' })).toBeGreaterThan(guess)
})

test('unknown without a price, never nothing', () => {
  expect(expected([], { rates: null })).toBeNull()
  expect(expected([past(1), past(1), past(1)], { model: null, rates: null })).toBeNull()
})
