import { expect, test } from 'vitest'
import type { Prediction } from '../../../source/model/routing.ts'
import { routeStats } from '../../../source/routing/route-stats.ts'

const line = (outcome: string, changes: Partial<Prediction> = {}): Prediction => ({
  ...{ at: 0, session: 's', stream: 'a', batch: 'batch_1', run: 'r', agent: 'tool', attempt: 1 },
  ...{ estimated: 'simple', level: 'simple', score: 1, model: 'm', expected: 1, outcome },
  ...{ usd: 1, seconds: 1 },
  ...changes,
})

test('how often the first model was enough, and what a success cost with all that failed before it', () => {
  const stats = routeStats([
    line('done'),
    line('failed', { usd: 2 }),
    line('done', { attempt: 2, level: 'moderate', model: 'n', usd: 3 }),
    line('left-out', { usd: 4 }),
    line('cancelled', { usd: 50 }),
  ])
  expect(stats).toMatchObject({ accuracy: 1 / 3, costPerSuccess: 5 })
  expect(stats.lines).toMatchObject([
    { level: 'simple', model: 'm', tries: 3, passed: 1, firstTries: 3, firstPassed: 1, costPerSuccess: 7 },
    { level: 'moderate', model: 'n', tries: 1, passed: 1, firstTries: 0, costPerSuccess: 3, costRatio: 3 },
  ])
})

test('an unknown cost leaves the cost of a success unknown', () => {
  expect(routeStats([line('done', { usd: null })])).toMatchObject({ accuracy: 1, costPerSuccess: null })
})

test('nothing yet is nothing, not zero', () => {
  expect(routeStats([])).toEqual({ lines: [], accuracy: null, costPerSuccess: null })
  expect(routeStats([line('failed')]).costPerSuccess).toBeNull()
})
