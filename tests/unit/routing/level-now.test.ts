import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LEVELS, type Level } from '../../../source/model/routing.ts'
import { endingSchema } from '../../../source/model/session.ts'
import { levelNow, type Outcome, outcomeOf } from '../../../source/routing/level-now.ts'

const tries = (...outcomes: Outcome[]) =>
  outcomes.map((outcome) => ({ estimated: 'moderate' as Level, outcome }))
const level = (...outcomes: Outcome[]) => levelNow('moderate', tries(...outcomes), 2).level

test('it begins at the estimate', () =>
  expect(levelNow('moderate', [])).toEqual({ level: 'moderate', steps: 0 }))

test('each failure is one level up, to the top and no further', () => {
  expect(level('failed')).toBe('complex')
  expect(level('failed', 'failed')).toBe('critical')
  expect(level('failed', 'failed', 'failed')).toBe('critical')
})

test('successes in a row step down again, others do not', () => {
  expect(level('failed', 'passed')).toBe('complex')
  expect(level('failed', 'passed', 'passed')).toBe('moderate')
  expect(level('failed', 'passed', 'failed', 'passed')).toBe('critical')
})

test('failures at the top need not be worked off', () => {
  expect(level('failed', 'failed', 'failed', 'failed', 'passed', 'passed')).toBe('complex')
})

test('it goes one level below the estimate at most, and the next failure takes it back', () => {
  const often = Array.from({ length: 20 }, () => 'passed' as const)
  expect(level(...often)).toBe('simple')
  expect(level(...often, 'failed')).toBe('moderate')
  expect(levelNow('complex', tries(...often), 2).level).toBe('moderate')
})

test('what is critical is never done below its level', () => {
  expect(levelNow('critical', tries('passed', 'passed', 'passed', 'passed'), 2).level).toBe('critical')
})

test('what says nothing about the model changes nothing, nor does it break a row', () => {
  expect(level('unrelated', 'unrelated')).toBe('moderate')
  expect(level('failed', 'passed', 'unrelated', 'passed')).toBe('moderate')
})

test('a rate limit, a person, a ceiling and a lost machine are not the failure of a model', () => {
  expect(Object.fromEntries(endingSchema.shape.kind.options.map((kind) => [kind, outcomeOf(kind)]))).toEqual({
    done: 'passed',
    empty: 'failed',
    failed: 'failed',
    'timed-out': 'failed',
    blocked: 'unrelated',
    cancelled: 'unrelated',
    lost: 'unrelated',
    'not-started': 'unrelated',
    'max-cost': 'unrelated',
  })
})

const anyLevel = fc.constantFrom(...LEVELS)
const anyTries = fc.array(
  fc.record({ estimated: anyLevel, outcome: fc.constantFrom<Outcome>('passed', 'failed', 'unrelated') }),
)

test('one more failure never lowers the level and raises it by one at most', () => {
  fc.assert(
    fc.property(anyLevel, anyTries, (estimated, tried) => {
      const before = LEVELS.indexOf(levelNow(estimated, tried).level)
      const after = LEVELS.indexOf(levelNow(estimated, [...tried, { estimated, outcome: 'failed' }]).level)
      expect(after - before).toBeGreaterThanOrEqual(0)
      expect(after - before).toBeLessThanOrEqual(1)
    }),
  )
})
