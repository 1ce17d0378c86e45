import { describe, expect, test } from 'vitest'
import { forecastText } from '../../../source/commands/forecast-text.ts'
import { outlook } from '../../../source/engine/outlook.ts'
import { byWayLeft } from '../../../source/engine/workers.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  ended,
  later,
  type Phases,
  readySession,
  requested,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const PLAN: Phases = [{ a: { days: 4 }, b: { days: 4 }, c: { days: 4 } }, { last: {} }]

/** Minutes, ms. */
const MINUTE = 60_000

/** Does the stream's next batch in so many minutes, beginning at that one. */
const work = (session: Session, stream: string, from: number, minutes: number): Session =>
  sessionAfter(
    session,
    later(from * MINUTE, requested(stream)),
    later(from * MINUTE, started(stream)),
    later((from + minutes) * MINUTE, ended(stream, 'done')),
  )

/** Each has done two of its four batches; the first one in so many minutes each, the others in ten. */
const half = (minutes: number): Session =>
  ['a', 'b', 'c'].reduce((session, id) => {
    const each = id === 'a' ? minutes : 10
    return work(work(session, id, 0, each), id, each, each)
  }, readySession(PLAN))

describe('the outlook', () => {
  test('is the plan where all goes as planned, and before anything is known', () => {
    for (const session of [readySession(PLAN), half(10)])
      expect(outlook(session, 20 * MINUTE)).toMatchObject({
        planned: 5,
        end: 5,
        late: 0,
        causes: [],
        stuck: [],
      })
  })

  test('makes nothing of work that took seconds, nor of a session that is over', () => {
    const seconds = ['a', 'b', 'c'].reduce(
      (session, id) => work(session, id, 0, id === 'a' ? 0.5 : 0.1),
      readySession(PLAN),
    )
    expect(outlook(seconds, MINUTE).late).toBe(0)
    const over: Session = { ...half(20), ended: { at: 1, how: 'finished', detail: '' } }
    expect(outlook(over, 40 * MINUTE)).toMatchObject({ late: 0, causes: [] })
  })

  test('is later when a stream is slow, with the evidence', () => {
    const { end, causes } = outlook(half(20), 40 * MINUTE)
    // 80 minutes for 6 days: a takes 1.5 days for each of its own, and so 6 for 4, before the last one.
    expect({ end, causes }).toEqual({ end: 7, causes: ['a runs 1.5x its plan (2 batches)'] })
    expect(forecastText(half(20), 40 * MINUTE)).toBe(
      'day 2.3 of 5, end day 7 instead of 5, 6 sooner than one after another (13). Why: a runs 1.5x its plan (2 batches).',
    )
  })

  test('is sooner when the longest stream is fast', () => {
    const quick = [work(work(readySession([{ a: { days: 4 }, b: { days: 2 } }]), 'a', 0, 5), 'a', 5, 5)].map(
      (session) => work(session, 'b', 0, 10),
    )[0] as Session
    const { late, causes } = outlook(quick, 10 * MINUTE)
    expect(late).toBeLessThan(0)
    expect(causes).toEqual(['a runs 0.8x its plan (2 batches)'])
  })

  test('counts what a running batch has done so far, and no more than it is', () => {
    const running = sessionAfter(
      half(10),
      later(20 * MINUTE, requested('a')),
      later(20 * MINUTE, started('a')),
    )
    const at = (minutes: number) => outlook(running, minutes * MINUTE).times.get('a')?.end
    expect([at(20), at(25), at(30), at(90)]).toEqual([4, 3.5, 3, 3])
  })

  test('names what waits for a person, and what that holds up', () => {
    const session = readySession(PLAN, { retries: 0 })
    const failed = sessionAfter(session, requested('a'), started('a'), ended('a', 'failed'))
    expect(outlook(failed, MINUTE)).toMatchObject({ stuck: ['a', 'last'], late: 0 })
    expect(forecastText(failed, MINUTE)).toContain(
      'At the earliest, for what waits for you holds up a, last.',
    )
  })

  test('says who could be at work when nobody is slow', () => {
    const session = ['a', 'a', 'b', 'b'].reduce(
      (now, id, index) => work(now, id, 10 * (index % 2), 10),
      readySession(PLAN),
    )
    expect(outlook(session, 20 * MINUTE)).toMatchObject({ end: 7, late: 2 })
    expect(outlook(session, 20 * MINUTE).causes[0]).toContain('could go on and nobody is at it')
  })
})

test('the stream that really has the longest way to go comes first', () => {
  expect(byWayLeft(half(10)).slice(0, 3)).toEqual(['a', 'b', 'c'])
  const slowC = ['a', 'b', 'c'].reduce(
    (now, id) => work(now, id, 0, id === 'c' ? 20 : 10),
    readySession(PLAN),
  )
  expect(byWayLeft(slowC)[0]).toBe('c')
})
