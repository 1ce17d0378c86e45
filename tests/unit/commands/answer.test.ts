import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  asks,
  readySession,
  requested,
  runOf,
  sessionAfter,
  startedListening,
} from '../../helpers/session.ts'

const say = (session: Session, text: string, focus: string | null = 'a') => {
  const { events, answer, query } = typeCommand(session, {
    text,
    focus,
    at: AT,
    by: 'you',
    fromWorker: false,
  })
  return { events, query, answer: answer(session) }
}

const ready = readySession([{ a: {}, b: {} }])

describe('approve and deny', () => {
  test('say that nothing asks', () => {
    for (const text of ['approve', 'yes', 'deny', 'deny it is wrong'])
      expect(say(ready, text)).toMatchObject({
        events: [],
        answer: { text: 'Nothing asks for permission now.', exit: 1 },
      })
  })
})

describe('approve and deny', () => {
  const running = sessionAfter(
    ready,
    ...[requested('a'), startedListening('a'), requested('b'), startedListening('b')],
  )
  const asked = sessionAfter(running, asks('a'))
  const both = sessionAfter(asked, asks('b'))
  const only = (kinds: string[]) =>
    sessionAfter(
      running,
      asks('a', { options: kinds.map((kind) => ({ id: kind, name: kind, kind: kind as 'allow_once' })) }),
    )

  test.each([
    ['approve', 'a', 'yes', 'Allowed: execute npm test.'],
    ['y', null, 'yes', 'Allowed: execute npm test.'],
    ['approve a', null, 'yes', 'Allowed: execute npm test.'],
    ['yes please', 'a', 'yes', 'Allowed: execute npm test.'],
    ['approve always', 'a', 'yes', 'Allowed for good in a, exactly this: execute npm test.'],
    ['@a approve always', null, 'yes', 'Allowed for good in a, exactly this: execute npm test.'],
    ['deny', 'a', 'no', 'Denied: execute npm test.'],
  ])('%j from %s is the option %s', (text, focus, option, said) => {
    const { run } = runOf(asked, 'a')
    expect(say(asked, text, focus)).toMatchObject({
      events: [{ type: 'permission-answered', stream: 'a', run, id: 'ask-1', option, by: 'you', text: '' }],
      answer: { text: said, exit: 0 },
    })
  })

  test('a reason is kept as it was typed', () => {
    expect(say(asked, 'deny It is SLOW; use `-k`').events).toMatchObject([{ text: 'It is SLOW; use `-k`' }])
    expect(say(asked, 'deny a it is slow', null).events).toMatchObject([{ text: 'it is slow' }])
    expect(say(asked, `deny ${'x'.repeat(2001)}`).answer).toMatchObject({ exit: 1 })
  })

  test('where several ask it must be said which', () => {
    expect(say(both, 'approve', null)).toMatchObject({
      events: [],
      answer: { text: "Which one? a, b ask. Say '@a approve'.", exit: 1 },
    })
    expect(say(both, 'approve', 'b').events).toMatchObject([{ stream: 'b' }])
    expect(say(asked, 'approve', 'b').answer).toEqual({
      text: "b asks for nothing now; a does. Say '@a approve'.",
      exit: 1,
    })
  })

  test('a short yes never allows for good', () => {
    expect(say(only(['allow_always', 'reject_once']), 'approve').answer).toEqual({
      text: 'It offers no way to allow this.',
      exit: 1,
    })
    expect(say(sessionAfter(running, asks('a', { key: null })), 'approve always').answer).toEqual({
      text: "It cannot be told when this is the same again. Type 'approve'.",
      exit: 1,
    })
    expect(say(asked, 'approve everything').answer).toEqual({
      text: "Say 'approve' or 'approve always'.",
      exit: 1,
    })
  })

  test('all of what is asked is shown on check', () => {
    expect(say(asked, 'check').answer?.text).toBe(
      "It asks: execute npm test\nnpm test\nType 'approve', 'approve always', or 'deny' and why.",
    )
  })

  test('for good is remembered by us, and the agent itself is given no more than once', () => {
    expect(say(asked, 'approve always').events).toMatchObject([{ option: 'yes', remember: true }])
    expect(say(only(['allow_always']), 'approve always').events).toMatchObject([{ option: 'allow_always' }])
    expect(say(asked, 'approve').events[0]).not.toHaveProperty('remember')
  })

  test('no is always possible', () => {
    expect(say(only(['allow_once']), 'deny').events).toMatchObject([{ option: null }])
  })

  test.each(['approve', 'approve always', 'deny'])('%j is refused from inside a worker', (text) => {
    const typed = typeCommand(asked, { text, focus: 'a', at: AT, by: 'a', fromWorker: true })
    expect(typed.events).toEqual([])
    expect(typed.answer(asked)).toMatchObject({
      exit: 1,
      text: expect.stringContaining('for a person to say'),
    })
  })

  test('what is said meanwhile reaches an agent that listens', () => {
    expect(say(asked, '> use the other parser')).toMatchObject({
      events: [{ type: 'message-left', text: 'use the other parser' }],
      answer: { text: 'Told: a takes it up when its turn ends.', exit: 0 },
    })
  })
})

describe('auto, quit and stop', () => {
  test('auto switches, or is set', () => {
    const to = (session: Session, text: string) => say(session, text, null).events
    expect(to(ready, 'auto')).toEqual([{ type: 'auto-switched', at: AT, to: 'on', by: 'you' }])
    expect(to({ ...ready, auto: 'on' }, 'auto')).toMatchObject([{ to: 'off' }])
    expect(to(ready, 'auto off')).toMatchObject([{ to: 'off' }])
    expect(say(ready, 'auto on').answer).toMatchObject({
      exit: 0,
      text: expect.stringContaining('Auto is on'),
    })
    expect(say(ready, 'auto maybe').answer).toEqual({ text: "Say 'auto on' or 'auto off'.", exit: 2 })
  })

  test('quit closes the screen and nothing else', () => {
    expect(say(ready, 'quit')).toMatchObject({ events: [], answer: { quit: true, exit: 0 } })
  })

  test('stop ends the session and the screen', () => {
    expect(say(ready, 'stop')).toMatchObject({
      events: [{ type: 'session-stopped', at: AT, by: 'you' }],
      answer: { quit: true, exit: 0 },
    })
  })
})
