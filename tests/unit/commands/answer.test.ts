import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Session } from '../../../source/model/session.ts'
import { AT, allDone, landed, leftOut, readySession, requested, sessionAfter } from '../../helpers/session.ts'

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
const conflict = sessionAfter(allDone(ready, 'a', 'b'), ...landed('checkpoint', [leftOut('a')]))

describe('approve and deny', () => {
  test('say that nothing asks', () => {
    for (const text of ['approve', 'yes', 'deny', 'deny it is wrong'])
      expect(say(ready, text)).toMatchObject({
        events: [],
        answer: { text: 'Nothing asks for permission now.', exit: 1 },
      })
  })
})

describe('resolve', () => {
  test('asks the host to take one side of one file', () => {
    expect(say(conflict, 'resolve ours src/a b.js').query).toEqual({
      kind: 'resolve',
      stream: 'a',
      side: 'ours',
      file: 'src/a b.js',
    })
    expect(say(conflict, 'resolve a theirs shared.js', null).query).toMatchObject({
      side: 'theirs',
      stream: 'a',
    })
  })

  test('is refused where there is no conflict, or a worker is at it', () => {
    expect(say(ready, 'resolve ours x').answer).toEqual({ text: 'a has no conflict to resolve.', exit: 1 })
    expect(say(sessionAfter(conflict, requested('a')), 'resolve ours x').answer).toEqual({
      text: "batch_2 is running: its worker is at the conflict. Type 'cancel' first.",
      exit: 1,
    })
  })

  test.each(['resolve', 'resolve ours', 'resolve mine x', 'resolve OURS x'])(
    '%j is told its form',
    (text) => {
      expect(say(conflict, text)).toMatchObject({
        query: undefined,
        answer: { text: "Say 'resolve ours FILE' or 'resolve theirs FILE'.", exit: 1 },
      })
    },
  )
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
