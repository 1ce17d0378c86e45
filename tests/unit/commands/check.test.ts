import { describe, expect, test } from 'vitest'
import { nextSentence } from '../../../source/commands/check.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  done,
  ended,
  readySession,
  requested,
  runOf,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const type = (session: Session, text: string, focus: string | null = 'a') =>
  typeCommand(session, { text, focus, at: AT + 5000, by: 'you', fromWorker: false })

const look = (session: Session) => type(session, 'check').answer(session)
const ready = readySession([{ a: { days: 2 }, b: { after: ['a'] } }])

describe('check', () => {
  test('finds the next batch and says to continue', () => {
    expect(look(ready)).toEqual({ text: "Found batch_1. Type 'continue'", exit: 0 })
    expect(look(sessionAfter(ready, ...done('a')))?.text).toBe("Found batch_2. Type 'continue'")
  })

  test('says how long a worker is at it, and changes nothing', () => {
    const running = sessionAfter(ready, requested('a'), started('a'))
    expect(type(running, 'check').events).toEqual([])
    expect(look(running)?.text).toBe('batch_1 is running for 5 s. It says when it is done.')
  })

  test('says what a stream waits for, and that nothing is left', () => {
    expect(nextSentence(ready, 'b')).toBe('blocked: waits for a')
    expect(look(sessionAfter(ready, blocked('a', 'no key')))?.text).toBe("blocked: no key. Type 'unblock a'")
    expect(look(allDone(ready, 'a'))?.text).toBe("Nothing is left to do in a. Type 'checkpoint' to land it.")
  })

  test('on the orchestrator is the status of all', () => {
    expect(type(ready, 'check', null).answer(ready)?.text).toContain('A plan · day 0')
  })
})

describe('check where a person is the worker', () => {
  const manual = sessionAfter(
    readySession([{ a: { days: 2 } }], { agent: 'manual' }),
    requested('a'),
    started('a'),
  )

  test('hands in what was done, and answers when that is taken', () => {
    const { events, answer } = type(manual, 'done')
    expect(events).toEqual([{ type: 'attempt-handed-in', at: AT + 5000, ...runOf(manual, 'a'), by: 'you' }])
    expect(answer(manual)).toBeNull()
    const taken = sessionAfter(manual, ended('a', 'done', { detail: '2 files changed' }))
    expect(answer(taken)).toEqual({
      text: "batch_1: 2 files changed\nFound batch_2. Type 'continue'",
      exit: 0,
    })
  })

  test('says that nothing was there to take', () => {
    const { answer } = type(manual, 'check')
    const empty = sessionAfter(manual, ended('a', 'empty', { detail: 'nothing has changed' }))
    expect(answer(empty)).toEqual({ text: 'batch_1: nothing has changed', exit: 1 })
  })
})
