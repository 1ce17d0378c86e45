import { expect, test } from 'vitest'
import { callsAnswer } from '../../source/runtime/calls-answer.ts'
import type { Call } from '../../source/runtime/worker/call-log.ts'

const call = (number: number, text = ''): Call => ({ number, line: 'npm test', state: 'completed', text })
const all = { stream: 'alpha', number: null }

test('an agent that has called nothing yet is no failure', () => {
  expect(callsAnswer([], all)).toEqual({ text: 'Its agent has called nothing yet.', exit: 0 })
})

test('a thought has its number and its text', () => {
  const thought: Call = { number: 1, line: '', state: 'thought', text: '    I should look.' }
  expect(callsAnswer([thought], all).text).toBe('#1 thought\n    I should look.')
})

test('of more than can be read the oldest are left out, and said; the newest is shown however long it is', () => {
  const long = 'x'.repeat(600_000)
  const { text } = callsAnswer([call(1), call(2, long), call(3, long)], all)
  expect(text).toMatch(/^The first 2 are left out: 'calls alpha N' shows one\.\n\n#3 npm test · completed\nx/)
  expect(callsAnswer([call(1, long.repeat(2))], all).text).toContain(long)
  expect(callsAnswer([call(1), call(2)], { ...all, number: 1 }).text).toBe('#1 npm test · completed')
})
