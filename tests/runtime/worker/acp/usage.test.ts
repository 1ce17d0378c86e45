import { describe, expect, test } from 'vitest'
import type { ToldUsage } from '../../../../source/model/usage.ts'
import { createUsageCounter } from '../../../../source/runtime/worker/acp/usage.ts'

function counter(before: ToldUsage | null = null) {
  const told: ToldUsage[] = []
  const count = createUsageCounter({ run: 'r1', before, onUsage: (each) => told.push(each) })
  return { ...count, told, last: () => told.at(-1)?.usage }
}
const cost = (amount: number, more = {}) => ({
  ...{ sessionUpdate: 'usage_update', used: 10, size: 100, cost: { amount, currency: 'USD' } },
  ...more,
})
const tokens = { in: 100, out: 20, cacheRead: 30, cacheWrite: 4 }

describe('what agents tell', () => {
  test('Claude: dollars of the session with the model, tokens of each turn by model', () => {
    const { update, answer, onSession, told, last } = counter()
    onSession('s1')
    update(cost(0.5, { _meta: { '_claude/model': 'claude-sonnet-5' } }))
    const row = {
      inputTokens: 100,
      outputTokens: 20,
      cachedInputTokens: 30,
      cachedWriteTokens: 4,
      totalTokens: 154,
      reasoningOutputTokens: 0,
    }
    const helper = {
      model: 'claude-haiku-4-5',
      token_count: { ...row, inputTokens: 1, cachedInputTokens: 0 },
    }
    const quota = { token_count: row, model_usage: [helper, { model: 'claude-sonnet-5', token_count: row }] }
    answer({ stopReason: 'end_turn', usage: { inputTokens: 100 }, _meta: { quota } })
    expect(told.at(-1)?.session).toBe('r1/s1')
    expect(last()).toEqual({
      tokens: { in: 101, out: 40, cacheRead: 30, cacheWrite: 8 },
      usd: 0.5,
      model: 'claude-sonnet-5',
    })
  })

  test('Codex: tokens of each turn, thoughts among what it wrote', () => {
    const { answer, last } = counter()
    const count = {
      inputTokens: 100,
      cachedInputTokens: 30,
      cacheWriteInputTokens: 4,
      outputTokens: 20,
      reasoningOutputTokens: 15,
      totalTokens: 154,
    }
    const quota = { token_count: count, model_usage: [{ model: 'gpt-5.6-terra', token_count: count }] }
    answer({ stopReason: 'end_turn', _meta: { quota } })
    answer({ stopReason: 'end_turn', _meta: { quota } })
    expect(last()).toEqual({
      tokens: { in: 200, out: 40, cacheRead: 60, cacheWrite: 8 },
      usd: null,
      model: 'gpt-5.6-terra',
    })
  })

  test('opencode: tokens beside the answer, thoughts apart from what it wrote', () => {
    const { answer, last } = counter()
    const usage = {
      inputTokens: 100,
      outputTokens: 15,
      thoughtTokens: 5,
      cachedReadTokens: 30,
      cachedWriteTokens: 4,
      totalTokens: 154,
    }
    answer({ stopReason: 'end_turn', usage })
    expect(last()?.tokens).toEqual(tokens)
  })

  test('Gemini: counts of its own spelling', () => {
    const { answer, last } = counter()
    const count = { input_tokens: 100, output_tokens: 20 }
    answer({
      stopReason: 'end_turn',
      _meta: {
        quota: { token_count: count, model_usage: [{ model: 'gemini-3.8-flash', token_count: count }] },
      },
    })
    expect(last()).toMatchObject({ tokens: { in: 100, out: 20 }, model: 'gemini-3.8-flash' })
  })
})

test('an agent that takes its session up again counts on from what was told of it', () => {
  const before = { session: 'r0/s1', usage: { tokens, usd: 2, model: 'm' } }
  const { onSession, update, answer, told } = counter(before)
  onSession('s1')
  update(cost(2.5))
  answer({ stopReason: 'end_turn', usage: { inputTokens: 1 } })
  expect(told.at(-1)).toEqual({
    session: 'r0/s1',
    usage: { tokens: { ...tokens, in: 101 }, usd: 2.5, model: 'm' },
  })
})

test('the model that it was set to is told where it does not say which it used', () => {
  const { onModel, update, last } = counter()
  onModel('sonnet')
  update(cost(1))
  expect(last()).toMatchObject({ usd: 1, model: 'sonnet' })
})

test('what says nothing new, is no use, or is of another shape is not told', () => {
  const { update, answer, told } = counter()
  update({ sessionUpdate: 'usage_update', used: 5, size: 10 })
  update(cost(1, { cost: { amount: 1, currency: 'EUR' } }))
  update(cost(-1))
  update(cost(Number.NaN))
  update(null)
  answer({ sessionId: 'one' })
  answer({ stopReason: 'end_turn', usage: 'many', _meta: { quota: [] } })
  expect(told).toEqual([])
  update(cost(1))
  update(cost(1))
  expect(told).toHaveLength(1)
})

test('a hostile name is one short line', () => {
  const { update, last } = counter()
  update(cost(1, { _meta: { '_claude/model': `a\u001b[31m\n${'x'.repeat(500)}` } }))
  expect(last()?.model).not.toMatch(/[\u0000-\u001f]/)
  expect(last()?.model?.length).toBeLessThanOrEqual(120)
})
