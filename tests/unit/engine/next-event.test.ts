import { describe, expect, test } from 'vitest'
import { canStart, nextEvent } from '../../../source/engine/next-event.ts'
import { runningStreams } from '../../../source/engine/workers.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  blocked,
  done,
  ended,
  landed,
  leftOut,
  noticed,
  notPrepared,
  type Phases,
  readySession,
  requested,
  sessionAfter,
  sessionOf,
  started,
  typesOf,
} from '../../helpers/session.ts'

const pause: Event = { type: 'session-paused', at: AT, by: 'you' }
const preparing = ({ streams }: Session) =>
  Object.values(streams).flatMap(({ id, workspace }) => (workspace.state === 'preparing' ? [id] : []))

describe('starting', () => {
  const four: Phases = [{ short: {}, longest: { days: 5 }, long: { days: 3 }, other: { days: 3 } }]

  test('never more than there are workers, the longest way to go first, equal ones in the plan’s order', () => {
    const paused = sessionAfter(readySession(four, { workers: 2 }), pause)
    const all = sessionAfter(paused, ...['short', 'long', 'other', 'longest'].map(requested))
    const go = sessionAfter(all, { type: 'session-continued', at: AT, by: 'you' })
    expect(runningStreams(go).sort()).toEqual(['long', 'longest'])
    const one = sessionAfter(go, started('longest'), ended('longest', 'done'))
    expect(runningStreams(one).sort()).toEqual(['long', 'other'])
  })

  test('the way to go counts what depends on a stream, and every group after it', () => {
    const session = sessionAfter(
      readySession([{ a: { days: 2 }, b: {}, c: { days: 4, after: ['b'] } }], { workers: 1 }),
      pause,
      requested('a'),
      requested('b'),
    )
    expect(runningStreams(sessionAfter(session, { type: 'session-continued', at: AT, by: 'you' }))).toEqual([
      'b',
    ])
  })

  test('only what was asked for', () => {
    expect(runningStreams(readySession(four))).toEqual([])
  })

  test('a try that failed for the last time makes room for the next stream', () => {
    const session = sessionAfter(
      readySession([{ a: {}, b: {} }], { workers: 1, retries: 0 }),
      requested('a'),
      requested('b'),
    )
    expect(runningStreams(session)).toEqual(['a'])
    expect(runningStreams(sessionAfter(session, ended('a', 'failed')))).toEqual(['b'])
  })
})

describe('dependencies and barriers', () => {
  const chain: Phases = [{ a: {}, b: { after: ['a'] }, c: { softAfter: ['a'] } }]

  test('a dependency is satisfied when it has landed, not when it is finished', () => {
    const asked = sessionAfter(readySession(chain), requested('b'), ...done('a'))
    expect(canStart(asked, 'b')).toBe(false)
    expect(runningStreams(asked)).toEqual([])
    expect(runningStreams(sessionAfter(asked, ...landed('checkpoint')))).toEqual(['b'])
  })

  test('a soft dependency holds nothing up', () => {
    expect(runningStreams(sessionAfter(readySession(chain), requested('c')))).toEqual(['c'])
  })

  test('nothing after a barrier starts before everything before it has landed', () => {
    const session = readySession([{ a: {}, b: {} }, { c: {} }])
    const asked = sessionAfter(session, requested('c'), ...done('a'), ...done('b'))
    const partly = sessionAfter(asked, ...landed('checkpoint', [leftOut('b')]))
    expect(runningStreams(partly)).toEqual([])
    expect(runningStreams(sessionAfter(partly, ...done('b'), ...landed('checkpoint')))).toEqual(['c'])
  })

  test('a skipped batch holds nothing up', () => {
    const asked = sessionAfter(readySession(chain), requested('b'))
    const skipped = sessionAfter(asked, {
      type: 'batch-skipped',
      at: AT,
      stream: 'a',
      batch: 'batch_1',
      by: 'you',
    })
    expect(runningStreams(skipped)).toEqual(['b'])
  })

  test.each([
    ['blocked', blocked('a')],
    ['paused', { type: 'stream-paused', at: AT, stream: 'a', by: 'you' }],
    ['in a paused session', pause],
  ] as [string, Event][])('a stream that is %s cannot start', (_, event) => {
    const session = readySession([{ a: {} }])
    expect(canStart(session, 'a')).toBe(true)
    expect(canStart(sessionAfter(session, event), 'a')).toBe(false)
  })

  test('a stream without a workspace, or without a place in the plan, cannot start', () => {
    expect(canStart(sessionOf([{ a: {} }]), 'a')).toBe(false)
    expect(canStart(readySession([{ a: {} }]), 'nobody')).toBe(false)
  })
})

describe('preparing ahead', () => {
  const many: Phases = [{ a: {}, b: {}, c: {}, d: {}, e: {}, f: {} }, { later: { days: 9 } }]

  test('two workspaces more than there are workers', () => {
    expect(preparing(sessionAfter(sessionOf(many, { workers: 1 }), noticed('x')))).toEqual(['a', 'b', 'c'])
    expect(preparing(sessionAfter(sessionOf(many, { workers: 16 }), noticed('x')))).toHaveLength(7)
  })

  test('streams that may start now before those that may not yet, whatever their length', () => {
    const waits: Phases = [{ a: {}, long: { days: 9, after: ['a'] }, b: {}, c: {} }]
    expect(preparing(sessionAfter(sessionOf(waits, { workers: 1 }), noticed('x')))).toEqual(['a', 'b', 'c'])
  })

  test('moves on as streams get finished', () => {
    const session = readySession([{ a: {}, b: {}, c: {}, d: {} }], { workers: 1 })
    expect(session.streams.d?.workspace.state).toBe('none')
    expect(preparing(sessionAfter(session, ...done('a')))).toEqual(['d'])
  })

  test('a workspace that failed is not prepared again by itself', () => {
    const session = sessionAfter(sessionOf([{ a: {} }]), noticed('x'), notPrepared('a'))
    expect(nextEvent(session, AT)).toBeNull()
  })
})

describe('the end', () => {
  test('comes with the merge of the last group, not with a checkpoint', () => {
    const all = allDone(readySession([{ a: {} }]), 'a')
    const checkpointed = advanced(all, ...landed('checkpoint'))
    expect(checkpointed.session.ended).toBeNull()
    expect(typesOf(advanced(checkpointed.session, ...landed('merge'))).at(-1)).toBe('session-finished')
  })

  test('nothing happens by itself after it', () => {
    const finished = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    expect(nextEvent({ ...finished, auto: 'on' }, AT)).toBeNull()
  })
})
