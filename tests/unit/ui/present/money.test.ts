import { expect, test } from 'vitest'
import type { Attempt } from '../../../../source/model/session.ts'
import { attemptCost, attemptModel, sessionCost, shortName } from '../../../../source/ui/present/money.ts'
import { readySession, requested, sessionAfter, spends, started } from '../../../helpers/session.ts'

const running = sessionAfter(readySession([{ a: {} }]), requested('a'), started('a'))
const attempt = running.streams.a?.batches[0]?.attempts[0] as Attempt

test.each([
  ['claude-sonnet-5', 'sonnet'],
  ['claude-opus-5-5', 'opus'],
  ['gpt-5.6-terra', 'terra'],
  ['gemini-3.5-flash-lite', 'flash-lite'],
  ['anthropic/claude-haiku-4-5', 'haiku'],
  ['gpt-5.6', 'gpt-5.6'],
  ['default', 'default'],
])('%s is shown as %s', (model, name) => {
  expect(shortName(model)).toBe(name)
})

test('nothing is said of money while no agent told any', () => {
  expect(sessionCost(running)).toBe('')
  expect(attemptCost(running, attempt)).toBe('')
  expect(attemptModel(running, attempt)).toBe('')
})

test('what was told is shown, with the model that was used', () => {
  const session = sessionAfter(running, spends('a', 0.12, undefined, 'claude-sonnet-5'))
  expect(sessionCost(session)).toBe('$0.12')
  expect(attemptCost(session, attempt)).toBe('$0.12')
  expect(attemptModel(session, { ...attempt, ran: { model: 'default', refused: [] } })).toBe('sonnet')
})

test('tokens without a price are an unknown cost, never $0', () => {
  const session = sessionAfter(running, (now) => {
    const event = (spends('a', 0) as (session: typeof now) => { report: object })(now)
    const tokens = { in: 5, out: 1, cacheRead: 0, cacheWrite: 0 }
    return { ...event, report: { ...event.report, usd: null, tokens } } as never
  })
  expect(sessionCost(session)).toBe('cost unknown')
  expect(attemptCost(session, attempt)).toBe('cost unknown')
})
