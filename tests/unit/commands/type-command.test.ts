import { describe, expect, test } from 'vitest'
import { commands } from '../../../source/commands/index.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { eventSchema } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  ended,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const session = readySession([{ a: { days: 2 }, b: {} }])

const type = (text: string, of: Session = session, more: { focus?: string; fromWorker?: boolean } = {}) => {
  const { focus = null, fromWorker = false } = more
  const outcome = typeCommand(of, { text, focus, at: AT, by: fromWorker ? 'a' : 'you', fromWorker })
  return { ...outcome, now: outcome.answer(of) }
}

describe('typed text', () => {
  test('becomes events with who said it and when, and an answer after them', () => {
    const { events } = type('continue a')
    expect(events).toEqual([{ type: 'batch-requested', at: AT, stream: 'a', batch: 'batch_1', by: 'you' }])
  })

  test('that is not understood changes nothing and exits with 2', () => {
    const { events, now } = type('contineu')
    expect(events).toEqual([])
    expect(now).toEqual({
      text: "'contineu' is no command. Did you mean 'continue'? Type 'help' for the commands.",
      exit: 2,
    })
  })

  test('that makes no sense now changes nothing, says why, and exits with 1', () => {
    const { events, now } = type('unblock a')
    expect(events).toEqual([])
    expect(now).toEqual({ text: 'a is not blocked by a person or its worker.', exit: 1 })
  })

  test('to all is answered for each, and worked where it worked for one', () => {
    const one = sessionAfter(session, blocked('a'))
    const { events, now } = type('unblock all', one)
    expect(events.map(({ type: name }) => name)).toEqual(['stream-unblocked'])
    expect(now).toEqual({ text: 'a may go on.\nb is not blocked by a person or its worker.', exit: 0 })
    expect(type('unblock all').now?.exit).toBe(1)
  })

  test('to all waits until each has its answer', () => {
    const running = sessionAfter(session, requested('a'), started('a'), requested('b'), started('b'))
    const { events, answer, now } = type('cancel all', running)
    expect(events.map(({ type: name }) => name)).toEqual(['attempt-cancelled', 'attempt-cancelled'])
    expect(now).toBeNull()
    const one = sessionAfter(running, ended('a', 'cancelled', { detail: 'cancelled; the work is kept' }))
    expect(answer(one)).toBeNull()
    const both = sessionAfter(one, ended('b', 'cancelled', { detail: 'cancelled; the work is kept' }))
    expect(answer(both)).toEqual({
      text: 'batch_1 of a: cancelled; the work is kept\nbatch_1 of b: cancelled; the work is kept',
      exit: 0,
    })
  })
})

describe('from a worker', () => {
  const finished = allDone(session, 'a', 'b')

  test('what approves, lands, spends, goes on by itself or stops is refused, however it is said', () => {
    const forPersons = commands.filter(({ personOnly }) => personOnly)
    expect(forPersons.map(({ name }) => name).sort()).toEqual([
      'abort',
      'allow',
      'amend',
      'approve',
      'assist',
      'auto',
      'budget',
      'checkpoint',
      'dashboard',
      'deny',
      'dismiss',
      'drop',
      'handover',
      'keep',
      'merge',
      'model',
      'open',
      'refuse',
      'replan',
      'rewrite',
      'rollback',
      'stop',
      'update',
    ])
    const forms = forPersons.flatMap(({ name, aliases, scope }) =>
      [name, ...aliases].map((form) => (scope === 'stream' ? `@a ${form}` : form)),
    )
    for (const form of forms) {
      const { events, now } = type(form, finished, { fromWorker: true })
      expect(events, form).toEqual([])
      expect(now, form).toMatchObject({ exit: 1, text: expect.stringContaining('is for a person to say') })
    }
  })

  test('it may decide, look and block, and is named for it', () => {
    const decided = type('decide Tabs', finished, { fromWorker: true })
    expect(decided.events).toEqual([{ type: 'decision-recorded', at: AT, by: 'a', text: 'Tabs' }])
    expect(type('status', finished, { fromWorker: true }).now?.exit).toBe(0)
    expect(type('block b', session, { fromWorker: true }).events).toMatchObject([{ by: 'a' }])
  })
})

test('every command, in every state, is run or refused with a sentence, and makes events that are ones', () => {
  const running = sessionAfter(session, requested('a'), started('a'))
  const states = [
    session,
    running,
    sessionAfter(running, ended('a', 'cancelled')),
    sessionAfter(running, ended('a', 'blocked')),
    allDone(session, 'a', 'b'),
    sessionAfter(session, { type: 'session-stopped', at: AT, by: 'you' }),
  ]
  for (const state of states) {
    for (const { name, usage } of commands) {
      const text = /TEXT/.test(usage) ? `${name} some text` : name
      const { events, now, query } = type(text, state, { focus: 'a' })
      for (const event of events) expect(eventSchema.parse(event)).toEqual(event)
      if (events.length === 0 && !query) expect(now?.text, name).not.toBe('')
      if (now?.exit === 1) expect(now.text, name).toMatch(/[.'…]$|\n/)
    }
  }
})
