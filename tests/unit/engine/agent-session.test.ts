import { expect, test } from 'vitest'
import { earlierSession } from '../../../source/engine/agent-session.ts'
import type { Batch, Session } from '../../../source/model/session.ts'
import {
  AT,
  ended,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const inSession: Step = (session) => ({
  ...{ type: 'attempt-in-session', at: AT, agentSession: 'its-own' },
  ...runOf(session, 'a'),
})
const running = sessionAfter(
  readySession([{ a: {} }], { retries: 0 }),
  ...[requested('a'), started('a'), inSession],
)
const batchOf = ({ streams }: Session) => streams.a?.batches[0] as Batch
const after = (...steps: Step[]) => earlierSession(batchOf(sessionAfter(running, ...steps)), 'cmd: work')

test('the session of the last try is taken up again by the same agent', () => {
  expect(after(ended('a', 'failed', { reason: 'crashed' }))).toBe('its-own')
  expect(after(ended('a', 'lost'))).toBe('its-own')
  expect(after(ended('a', 'cancelled'))).toBe('its-own')
  const over = sessionAfter(running, ended('a', 'failed'))
  expect(earlierSession(batchOf(over), 'claude')).toBe(null)
})

test('one that is running, refused, or never began is not', () => {
  expect(after()).toBe(null)
  expect(after(ended('a', 'blocked', { reason: 'refused' }))).toBe(null)
  expect(after(ended('a', 'not-started', { reason: 'unfit' }))).toBe(null)
})

test('only the last try counts: one without a session of its own has none to go on in', () => {
  expect(after(ended('a', 'failed'), requested('a'), started('a'), ended('a', 'failed'))).toBe(null)
})
