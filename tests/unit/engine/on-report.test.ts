import { describe, expect, test } from 'vitest'
import { batchState, currentBatch } from '../../../source/engine/batch-state.ts'
import { openQuestions } from '../../../source/engine/on-report.ts'
import { waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import type { Event } from '../../../source/model/event.ts'
import { type Session, type StreamFacts, sessionSchema } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  blocked,
  done,
  ended,
  landed,
  later,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const running = sessionAfter(readySession([{ a: {}, b: { days: 2 } }]), requested('a'), started('a'))

const progressed =
  (stream: string, reason: string | null): Step =>
  (session) => ({
    ...{ type: 'attempt-progressed', at: AT, completed: [], note: 'at it', blocked: reason },
    ...runOf(session, stream),
  })
const asked =
  (stream: string, text: string): Step =>
  (session) => ({ type: 'question-asked', at: AT, text, ...runOf(session, stream) })
const said = (text: string): Event => ({ type: 'message-left', at: AT, stream: 'a', text })

const stand = (session: Session, id = 'a') => {
  const { name, why, next } = streamStatus(session, id)
  return [name, why, next]
}
const facts = (session: Session, id = 'a') => session.streams[id] as StreamFacts
const stateOf = (session: Session) => {
  const batch = currentBatch(facts(session))
  return batch && batchState(batch)
}
const notes = ({ notes: all }: Session) => all.map(({ text }) => text)

describe('an agent that reports while it works that it is blocked', () => {
  const waiting = sessionAfter(running, progressed('a', 'b.1 and its types'))

  test('is shown with what it waits for, and asks nothing of a person', () => {
    expect(stand(waiting)).toEqual(['blocked', 'waits for b: b.1 and its types', null])
    expect(waitsForPerson(waiting)).toEqual([])
    expect(notes(waiting).at(-1)).toBe('It waits for b: b.1 and its types. The others go on.')
  })

  test('is told about once, however often it says so', () => {
    const again = sessionAfter(waiting, progressed('a', 'b.1 and its types'))
    expect(notes(again)).toEqual(notes(waiting))
    const end = sessionAfter(again, ended('a', 'blocked', { detail: 'b.1 and its types', needs: 'b.1' }))
    expect(notes(end)).toEqual(notes(waiting))
  })

  test('works on when it says so, or when what it waits for lands', () => {
    expect(stand(sessionAfter(waiting, progressed('a', null)))).toEqual(['running', 'at it', null])
    const there = sessionAfter(waiting, ...done('b'), ...landed('checkpoint'))
    expect(stand(there)).toEqual(['running', 'at it', null])
    expect(notes(there)).toContain('b.1, for which it waits, has landed.')
    // Its file still says what it said.
    expect(stand(sessionAfter(there, progressed('a', 'b.1 and its types')))[0]).toBe('running')
  })

  test('needs a person where nothing of the plan is named', () => {
    const session = sessionAfter(running, progressed('a', 'the key of the service'))
    expect(stand(session)).toEqual(['blocked', 'the key of the service', null])
    expect(waitsForPerson(session)).toEqual(['a: blocked, the key of the service'])
  })
})

describe('a batch that ended blocked', () => {
  const waiting = sessionAfter(running, ended('a', 'blocked', { detail: 'b.1', needs: 'b.1' }))

  test('is wanted again when what it needs lands, and starts with the news', () => {
    expect(stand(waiting)).toEqual(['blocked', 'waits for b: b.1', null])
    const finished = sessionAfter(waiting, ...done('b'))
    expect(stand(finished)[0]).toBe('blocked')
    const after = advanced(finished, ...landed('checkpoint'))
    expect(after.events.map(({ type }) => type)).toContain('attempt-opened')
    expect(stand(after.session)[0]).toBe('running')
    expect(currentBatch(facts(after.session))?.news).toBe(
      'The last try stopped because: b.1. Since then b.1 has landed with checkpoint-1, and this workspace has it.',
    )
  })

  test('goes on at once when that landed while it still ran', () => {
    const there = sessionAfter(
      running,
      ...done('b'),
      ...landed('checkpoint').map((step) => later(5000, step)),
    )
    const end = sessionAfter(there, ended('a', 'blocked', { detail: 'b.1', needs: 'b.1' }))
    expect(facts(end).block).toBeNull()
    expect(stateOf(end)).toBe('running')
  })

  test("is a person's when it had that from its beginning: the same once more would end the same", () => {
    const there = sessionAfter(
      readySession([{ a: {}, b: { days: 2 } }]),
      ...done('b'),
      ...landed('checkpoint'),
    )
    const begun = sessionAfter(there, later(9000, requested('a')), later(9000, started('a')))
    const end = sessionAfter(begun, ended('a', 'blocked', { detail: 'b.1', needs: 'b.1' }))
    expect(stateOf(end)).toBe('blocked')
    expect(waitsForPerson(end)).toEqual(['a: blocked, b.1 (b.1 had landed before it began)'])
  })

  test('goes on without what is left out for good', () => {
    const after = sessionAfter(waiting, {
      type: 'batch-skipped',
      at: AT,
      stream: 'b',
      batch: 'batch_1',
      by: 'you',
    })
    expect(stand(after)[0]).toBe('running')
    expect(currentBatch(facts(after))?.news).toContain('b.1 was left out: do without it.')
  })

  test('that a person had blocked is not started by a landing', () => {
    const session = sessionAfter(readySession([{ a: {}, b: {} }]), blocked('a', 'until b', 'b'))
    const after = sessionAfter(allDone(session, 'b'), ...landed('checkpoint'))
    expect(facts(after).block).toBeNull()
    expect(stateOf(after)).toBe('open')
  })
})

test('who waits for each other is told to the person, once, and no longer waits for good', () => {
  const one = sessionAfter(running, ended('a', 'blocked', { detail: 'b', needs: 'b' }))
  const both = sessionAfter(one, blocked('b', 'the interface of a', 'a'))
  const told = notes(both).filter((text) => text.includes('wait for each other'))
  expect(told).toEqual([
    "⚠ b → a → b: these wait for each other, so none goes on by itself. Tell one of them how to go on without, with '> TEXT' and 'unblock'.",
  ])
  expect(waitsForPerson(both)).toEqual([
    'a: blocked, waits for b',
    'b: blocked, waits for a: the interface of a',
  ])
  expect(stand(both)).toEqual(['blocked', 'waits for b', 'unblock a'])
})

test('in auto mode a checkpoint is taken for whom only that holds up, while others still work', () => {
  const busy = sessionAfter(
    readySession([{ a: {}, b: { days: 2 }, c: {} }], { auto: 'on' }),
    ...['a', 'b', 'c'].map(started),
    ended('b', 'done'),
  )
  expect(busy.landings).toEqual([])
  const waits = sessionAfter(busy, progressed('a', 'b.1'))
  expect(waits.landings).toMatchObject([{ kind: 'checkpoint', state: 'composing' }])
})

describe('a question to the person', () => {
  const open = sessionAfter(running, asked('a', 'Which port?'))

  test('waits for an answer while the agent works on', () => {
    expect(stand(open)).toEqual(['running', 'asks you: Which port?', null])
    expect(waitsForPerson(open)).toEqual(['a: asks Which port?'])
    expect(notes(open).at(-1)).toBe("It asks you: Which port? Answer with '> TEXT'.")
  })

  test('is asked once, however often its worker tells of it', () => {
    expect(sessionAfter(open, asked('a', 'Which port?'))).toEqual(open)
    const answered = sessionAfter(open, said('8080'), asked('a', 'Which port?'))
    expect(openQuestions(facts(answered))).toEqual([])
  })

  test('is answered by what is said to the stream', () => {
    const answered = sessionAfter(open, said('8080'))
    expect(openQuestions(facts(answered))).toEqual([])
    expect(stand(answered)[0]).toBe('running')
  })

  test('for whose answer its agent stopped starts it again when it is answered', () => {
    const stopped = sessionAfter(open, ended('a', 'blocked', { detail: 'the answer', needs: null }))
    expect(stand(stopped)[0]).toBe('blocked')
    const answered = sessionAfter(stopped, said('8080'))
    expect(stand(answered)[0]).toBe('running')
    expect(facts(answered).messages).toEqual(['8080'])
  })

  test('does not outlive the work', () => {
    const over = sessionAfter(open, ended('a', 'done'))
    expect(openQuestions(facts(over))).toEqual([])
  })
})

test('a session of before these reports opens', () => {
  const old = JSON.parse(JSON.stringify(running))
  for (const batch of old.streams.a.batches) {
    delete batch.news
    for (const attempt of batch.attempts) {
      delete attempt.waits
      delete attempt.questions
    }
  }
  expect(sessionSchema.parse(old)).toEqual(running)
})
