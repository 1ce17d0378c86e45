import { expect, test } from 'vitest'
import { createOwnFailure } from '../../../../source/runtime/worker/acp/own-failure.ts'

// The updates as they came from codex-acp 2.6 when its provider answered 429.
const state = (type: string) => ({
  sessionUpdate: 'session_info_update',
  _meta: { codex: { threadStatus: { type } } },
})
const retry = {
  sessionUpdate: 'session_info_update',
  _meta: { codex: { error: { message: 'Reconnecting... 1/1', willRetry: true } } },
}
const words = (text: string) => ({ sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } })

const after = (...updates: unknown[]) => {
  const failure = createOwnFailure()
  for (const update of updates) failure.take(update)
  return failure.why()
}

test('a thread in trouble and what is said then are a failure', () => {
  expect(
    after(state('active'), words('I begin. '), retry, state('systemError'), words('last status: 429\n\n')),
  ).toBe('last status: 429')
  expect(after(state('active'), state('systemError'))).toBe('it does not say why')
})

test('a try that is repeated and works, and a later turn, are none', () => {
  expect(after(state('active'), retry, words('Done.'), state('idle'))).toBe(null)
  expect(after(state('systemError'), words('429'), state('active'), words('Done.'), state('idle'))).toBe(null)
})

test('what is of another shape says nothing, and endless words are not kept', () => {
  expect(after(null, 'text', { sessionUpdate: 'session_info_update', title: 'A title' })).toBe(null)
  const endless = Array.from({ length: 50 }, () => words('x'.repeat(100)))
  expect(after(state('systemError'), ...endless)).toHaveLength(1000)
})
