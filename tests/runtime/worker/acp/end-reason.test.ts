import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endOfError, endOfTurn } from '../../../../source/runtime/worker/acp/end-reason.ts'

const NOW = Date.parse('2030-01-01T12:00:00Z')
const error = (code: number, message: string, data?: unknown) => ({ code, message, data })

describe('what an error means', () => {
  test.each([
    [error(-32000, 'Authentication required'), 'auth'],
    [error(-32603, 'Internal error', { details: '401 Unauthorized' }), 'auth'],
    [error(-32603, 'Internal error', { errorKind: 'rate_limit' }), 'rate-limited'],
    [error(-32603, 'HTTP 429'), 'rate-limited'],
    // As these came from Claude Code 2.1, Codex 0.169, Gemini CLI 0.61 and opencode 1.18.
    [
      error(-32603, 'Internal error: API Error: Request rejected (429) · It would exceed your rate limit.', {
        errorKind: 'rate_limit',
      }),
      'rate-limited',
    ],
    [
      error(-32603, 'Internal error', {
        message: 'You’ve hit your usage limit.',
        codexErrorInfo: 'usageLimitExceeded',
      }),
      'rate-limited',
    ],
    [error(401, '{"error":{"code":401,"message":"API key not valid."}}'), 'auth'],
    [error(-32603, 'Internal error: invalid x-api-key', { errorName: 'APIError' }), 'auth'],
    [error(-32603, 'Internal error', 'getaddrinfo ENOTFOUND host'), 'network'],
    [error(-32603, 'Internal error'), 'crashed'],
    [new Error('boom'), 'crashed'],
    ['boom', 'crashed'],
    [null, 'crashed'],
  ])('%j', (thrown, kind) => {
    expect(endOfError(thrown, NOW).kind).toBe(kind)
  })

  test.each([
    [{ resetsAt: '2030-01-01T13:00:00Z' }, 3600],
    [{ reset_at: (NOW + 90_000) / 1000 }, 90],
    [{ resetAt: NOW + 60_000 }, 60],
    [{ retryAfter: 30 }, 30],
    [{ retry_after: '45' }, 45],
    ['please retry after 20s', 20],
    ['usage limit, try again in 5 minutes', 300],
    ['usage limit, resets in 2 hours', 7200],
    ['Resource has been exhausted (e.g. check quota).\nSuggested retry after 3600s.', 3600],
    [{ resetsAt: 'soon' }, null],
    [{ resetsAt: 1e300 }, null],
    [{ retryAfter: -1 }, null],
  ])('a limit with %j ends after %s seconds', (data, seconds) => {
    const { kind, retryAt } = endOfError(error(-32603, 'rate limit', data), NOW)
    expect(kind).toBe('rate-limited')
    expect(retryAt).toBe(seconds === null ? null : NOW + seconds * 1000)
  })

  test.each([
    ['7:50 PM', 19, 50, 0],
    ['12:05 AM', 0, 5, 1],
    ['12:00 p.m.', 12, 0, 1],
  ])('a limit until %s ends when a clock here shows that next', (clock, hour, minute, days) => {
    const now = new Date(2030, 0, 1, 12, 30)
    const { retryAt } = endOfError(error(-32603, `usage limit, try again at ${clock}.`), now.getTime())
    expect(retryAt).toBe(new Date(2030, 0, 1 + days, hour, minute).getTime())
  })

  test('is one plain sentence, whatever was thrown', () => {
    fc.assert(
      fc.property(fc.anything(), fc.string(), (data, message) => {
        const { detail, retryAt } = endOfError(error(-32603, message, data), NOW)
        expect(detail).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
        expect(detail.length).toBeLessThan(900)
        expect(retryAt === null || Number.isFinite(retryAt)).toBe(true)
      }),
    )
  })
})

describe('the end of a turn', () => {
  test.each([
    ['end_turn', 'finished'],
    ['refusal', 'refused'],
    ['max_tokens', 'max-turns'],
    ['max_turn_requests', 'max-turns'],
    ['cancelled', 'cancelled'],
    ['something_new', 'crashed'],
  ])('%s is %s', (stopReason, kind) => {
    expect(endOfTurn(stopReason, null, NOW).kind).toBe(kind)
  })

  test.each([
    ['exceeded retry limit, last status: 429 Too Many Requests', 'rate-limited'],
    ['unexpected status 401 Unauthorized: Unknown error', 'auth'],
    ['We’re currently experiencing high demand, which may cause temporary errors.', 'crashed'],
  ])('that is good but for the failure "%s" is %s', (failure, kind) => {
    expect(endOfTurn('end_turn', failure, NOW).kind).toBe(kind)
    expect(endOfTurn('cancelled', failure, NOW).kind).toBe('cancelled')
  })
})
