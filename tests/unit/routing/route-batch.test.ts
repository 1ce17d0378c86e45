import { describe, expect, test } from 'vitest'
import type { Routed } from '../../../source/model/routing.ts'
import type { Batch, Session, StreamFacts } from '../../../source/model/session.ts'
import { isRouted, routeBatch, routedText, triesOf } from '../../../source/routing/route-batch.ts'
import {
  AT,
  ended,
  judged,
  landing,
  later,
  leftOut,
  published,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const ROUTED: Routed = {
  ...{
    estimated: 'simple',
    level: 'simple',
    score: 4,
    reasons: ['1 file declared'],
    why: ['the work looks simple'],
  },
  ...{ model: 'claude-haiku-4-5', alternatives: [], expected: null },
}
const routed =
  (stream: string): Step =>
  (session) => ({ type: 'attempt-routed', at: AT, ...runOf(session, stream), routed: ROUTED })
const settled =
  (stream: string, refused: string[]): Step =>
  (session) => ({ type: 'model-settled', at: AT, ...runOf(session, stream), model: 'x', refused })
const begin = (stream: string): Step[] => [requested(stream), routed(stream), started(stream)]

const ready = (settings = {}) =>
  readySession([{ a: { tasks: 1 } }], { agent: 'claude', retries: 0, ...settings })
const question = (session: Session, agent = 'claude') => ({
  ...{ session, stream: 'a', agent },
  batch: session.streams.a?.batches.at(-1) as Batch,
})
const choose = (session: Session, agent?: string) => {
  const found = routeBatch(question(session, agent), [])
  return found.ok ? found.routed : found
}

describe('the model of a batch', () => {
  test('is that of its level, with the reasons and what comes in turn', () => {
    expect(choose(ready())).toMatchObject({
      ...{ level: 'simple', model: 'claude-haiku-4-5', why: ['the work looks simple'] },
      alternatives: ['claude-sonnet-5', 'claude-opus-5-5', 'claude-fable-5-1'],
    })
  })

  test('is a stronger one after a failure', () => {
    const session = sessionAfter(ready(), ...begin('a'), ended('a', 'failed'))
    expect(choose(session)).toMatchObject({ level: 'moderate', model: 'claude-sonnet-5' })
  })

  test('is what a person asked for, by stream or task or typed', () => {
    expect(choose(ready({ models: { streams: { a: 'complex' } } }))).toMatchObject({ level: 'complex' })
    expect(choose(ready({ models: { tasks: { 'a.1': 'mine' } } }))).toMatchObject({ model: 'mine' })
    const asked = sessionAfter(ready(), {
      type: 'model-asked',
      at: AT,
      stream: 'a',
      model: 'critical',
      by: 'you',
    })
    expect(choose(asked)).toMatchObject({ level: 'critical', model: 'claude-fable-5-1' })
  })

  test('is none that the agent said no to before', () => {
    const session = sessionAfter(
      ready(),
      ...begin('a'),
      settled('a', ['claude-haiku-4-5']),
      ended('a', 'cancelled'),
    )
    expect(choose(session)).toMatchObject({
      model: 'claude-sonnet-5',
      alternatives: ['claude-opus-5-5', 'claude-fable-5-1'],
    })
  })
})

test('an agent without models is left alone, unless somebody named one', () => {
  expect(isRouted(question(ready(), 'cmd: work'))).toBe(false)
  expect(isRouted(question(ready({ models: { streams: { a: 'mine' } } }), 'cmd: work'))).toBe(true)
  expect(
    isRouted(question(ready({ models: { agents: { 'cmd: work': { simple: 's' } } } }), 'cmd: work')),
  ).toBe(true)
  expect(isRouted(question(ready()))).toBe(true)
})

test('a batch that was left out because of red tests counts as a failure; one left out for a conflict does not', () => {
  const done = sessionAfter(ready(), ...begin('a'), ended('a', 'done'))
  const outcomes = (reason: 'tests' | 'conflict') => {
    const session = sessionAfter(
      done,
      ...[landing('checkpoint'), judged({ leftOut: [leftOut('a', reason)] }), published].map((step) =>
        later(AT + 1, step),
      ),
    )
    return triesOf(session, session.streams.a as StreamFacts).map(({ outcome }) => outcome)
  }
  expect(outcomes('tests')).toEqual(['passed', 'failed'])
  expect(outcomes('conflict')).toEqual(['passed'])
})

test('the choice is one line', () => {
  expect(routedText(ROUTED)).toBe(
    'model claude-haiku-4-5: simple, 4 of 100: 1 file declared; the work looks simple.',
  )
  expect(routedText({ ...ROUTED, model: null })).toContain("the agent's own model: simple")
})
