import { describe, expect, it } from 'vitest'
import { attention } from '../../../../source/ui/present/attention.ts'
import {
  asks,
  blocked,
  done,
  ended,
  judged,
  landing,
  leftOut,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../../helpers/session.ts'

describe('what waits for a person', () => {
  it('comes in the order of its urgency', () => {
    const session = sessionAfter(
      readySession([{ a: { days: 2 }, b: {}, c: {}, d: {} }], { retries: 0, workers: 4 }),
      ...done('a'),
      blocked('b'),
      ...[requested('c'), started('c'), ended('c', 'failed')],
    )
    expect(attention(session)).toEqual(['c', 'b', 'a'])
  })

  it('is the orchestrator when all stands still, and nobody while something runs', () => {
    const session = readySession([{ a: {}, b: {} }])
    expect(attention(session)).toEqual(['orchestrator'])
    expect(attention(sessionAfter(session, requested('a')))).toEqual([])
  })

  it('is an agent that asks, also when the session goes on by itself', () => {
    const session = sessionAfter(
      readySession([{ a: {}, b: {} }], { auto: 'on' }),
      ...[started('a'), started('b'), asks('b')],
    )
    expect(attention(session)).toEqual(['b'])
  })

  it('is a landing that was refused', () => {
    const session = sessionAfter(
      readySession([{ a: {}, b: {} }]),
      ...done('a'),
      requested('b'),
      landing('checkpoint'),
      judged({ rejected: true, leftOut: [leftOut('a', 'tests')] }),
    )
    expect(attention(session)).toContain('orchestrator')
  })
})
