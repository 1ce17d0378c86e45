import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { eventSchema } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  done,
  ended,
  judged,
  landed,
  landing,
  leftOut,
  noticed,
  notPrepared,
  readySession,
  requested,
  runOf,
  sessionAfter,
  sessionOf,
  started,
} from '../../helpers/session.ts'

const say = (session: Session, text: string, focus: string | null = null) => {
  const { events, answer, query } = typeCommand(session, {
    text,
    focus,
    at: AT,
    by: 'you',
    fromWorker: false,
  })
  for (const event of events) expect(eventSchema.parse(event)).toEqual(event)
  return { events, query, answer: answer(sessionAfter(session, ...events)) }
}
const refused = (text: string) => ({ events: [], query: undefined, answer: { text, exit: 1 } })

const ready = readySession([{ a: { days: 2 }, b: {} }], { retries: 0 })
const running = sessionAfter(ready, requested('a'), started('a'))
const failed = sessionAfter(running, ended('a', 'failed'))
const at = { at: AT, stream: 'a', by: 'you' }

describe('decide and tell', () => {
  test('record what was said', () => {
    expect(say(ready, 'decide Use tabs.', 'a').events).toEqual([
      { type: 'decision-recorded', at: AT, by: 'you', text: 'Use tabs.' },
    ])
    expect(say(ready, '> be quick', 'a').events).toEqual([
      { type: 'message-left', at: AT, stream: 'a', text: 'be quick' },
    ])
  })

  test('refuse nothing and too much', () => {
    expect(say(ready, 'decide')).toEqual(refused("Say what: 'decide TEXT'."))
    expect(say(ready, '>', 'a')).toEqual(refused("Say what: '> TEXT'."))
    expect(say(ready, `decide ${'x'.repeat(2001)}`).answer?.exit).toBe(1)
    expect(say(ready, `decide ${'x'.repeat(2000)}`).answer?.exit).toBe(0)
  })
})

describe('block and unblock', () => {
  test('block takes the reason as typed, and the stream it names', () => {
    expect(say(ready, 'block a Waits for B.').events).toEqual([
      { type: 'stream-blocked', ...at, reason: 'Waits for B.', needs: 'b' },
    ])
    expect(say(ready, 'block', 'a').events).toMatchObject([{ reason: 'no reason given', needs: null }])
  })

  test('make sense once', () => {
    const waits = sessionAfter(ready, blocked('a', 'no key'))
    expect(say(waits, 'block a')).toEqual(refused('a is blocked already: no key.'))
    expect(say(waits, 'unblock a').events).toEqual([{ type: 'stream-unblocked', ...at }])
    expect(say(ready, 'unblock a').answer?.exit).toBe(1)
  })
})

describe('retry', () => {
  test('asks again for a batch that failed, and lifts a block on the way', () => {
    expect(say(failed, 'retry a')).toMatchObject({
      events: [{ type: 'batch-requested', ...at, batch: 'batch_1' }],
      answer: { text: 'a: batch_1 is tried again.', exit: 0 },
    })
    const stuck = sessionAfter(running, ended('a', 'blocked'))
    expect(say(stuck, 'retry a').events.map(({ type }) => type)).toEqual([
      'stream-unblocked',
      'batch-requested',
    ])
  })

  test('prepares a workspace again that could not be made', () => {
    const none = sessionAfter(sessionOf([{ a: {} }]), noticed('x'), notPrepared('a'))
    expect(say(none, 'retry a')).toMatchObject({
      events: [{ type: 'stream-preparing', at: AT, stream: 'a' }],
      answer: { text: 'a: its workspace is prepared again.', exit: 0 },
    })
  })

  test('prepares it also where every batch was skipped meanwhile, and invents no repair', () => {
    const none = sessionAfter(sessionOf([{ a: {}, b: {} }]), noticed('x'), notPrepared('a'), {
      type: 'batch-skipped',
      ...at,
      batch: 'batch_1',
    })
    expect(say(none, 'retry a').events).toEqual([{ type: 'stream-preparing', at: AT, stream: 'a' }])
  })

  test('on a stream with nothing left gives it the failing tests of the last landing', () => {
    const red = sessionAfter(
      allDone(ready, 'a', 'b'),
      landing('merge'),
      judged({ rejected: true, status: 'failed', failing: ['adds', 'subtracts'] }),
    )
    expect(say(red, 'retry a')).toMatchObject({
      events: [{ type: 'repair-requested', ...at, failure: '2 failing\nadds\nsubtracts' }],
      answer: { text: "a has a new batch. Type 'continue'.", exit: 0 },
    })
  })

  test('is refused where nothing failed', () => {
    expect(say(ready, 'retry a')).toEqual(refused("batch_1 has not been tried yet. Type 'continue'."))
    expect(say(running, 'retry a')).toEqual(refused('batch_1 of a is running already.'))
    expect(say(allDone(ready, 'a'), 'retry a')).toEqual(refused('Nothing in a is left to try.'))
    const green = sessionAfter(allDone(ready, 'a'), ...landed('checkpoint'))
    expect(say(green, 'retry a')).toEqual(refused('Nothing in a is left to try.'))
  })
})

describe('skip and cancel', () => {
  test('skip leaves the current batch out, but not one that runs', () => {
    expect(say(ready, 'skip a')).toMatchObject({
      events: [{ type: 'batch-skipped', ...at, batch: 'batch_1' }],
      answer: { text: 'batch_1 of a is left out.', exit: 0 },
    })
    expect(say(running, 'skip a')).toEqual(refused("batch_1 is running. Type 'cancel' first."))
    expect(say(allDone(ready, 'a'), 'skip a')).toEqual(refused('Nothing in a is left to skip.'))
  })

  test('cancel ends what runs, and answers when it has ended', () => {
    expect(say(ready, 'cancel a')).toEqual(refused('Nothing runs in a.'))
    expect(say(running, 'cancel a')).toMatchObject({
      events: [{ type: 'attempt-cancelled', ...at, ...runOf(running, 'a') }],
      answer: null,
    })
  })

  test('a conflict that was skipped lets what is finished be offered again', () => {
    const out = sessionAfter(ready, ...done('b'), ...landed('checkpoint', [leftOut('b')]))
    expect(say(out, 'checkpoint').answer?.exit).toBe(1)
    const skipped = sessionAfter(out, ...say(out, 'skip b').events)
    expect(say(skipped, 'checkpoint').events).toHaveLength(1)
  })
})

describe('pause and resume', () => {
  const pauseAll = { type: 'session-paused', at: AT, by: 'you' } as const
  const pauseA = { type: 'stream-paused', ...at } as const

  test('are about the stream that is named, else about all', () => {
    expect(say(ready, 'pause').events).toEqual([pauseAll])
    expect(say(ready, 'pause all', 'a').events).toEqual([pauseAll])
    expect(say(ready, 'pause', 'a').events).toEqual([pauseA])
    expect(say(ready, 'pause a').events).toEqual([pauseA])
  })

  test('resume undoes what paused', () => {
    expect(say(sessionAfter(ready, pauseA), 'resume a').events).toEqual([{ type: 'stream-continued', ...at }])
    const all = sessionAfter(ready, pauseAll)
    const goOn = [{ type: 'session-continued', at: AT, by: 'you' }]
    expect(say(all, 'resume').events).toEqual(goOn)
    expect(say(all, 'resume a').events).toEqual(goOn)
  })

  test('make sense once', () => {
    expect(say(sessionAfter(ready, pauseAll), 'pause')).toEqual(refused('It is paused already.'))
    expect(say(sessionAfter(ready, pauseA), 'pause a')).toEqual(refused('It is paused already.'))
    expect(say(ready, 'resume')).toEqual(refused('It is not paused.'))
    expect(say(sessionAfter(ready, pauseA), 'resume b')).toEqual(refused('It is not paused.'))
  })
})
