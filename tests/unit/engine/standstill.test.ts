import { describe, expect, test } from 'vitest'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import {
  AT,
  allDone,
  autoTo,
  blocked,
  ended,
  judged,
  landed,
  landing,
  noticed,
  notPrepared,
  readySession,
  requested,
  sessionAfter,
  sessionOf,
  started,
} from '../../helpers/session.ts'

const ready = readySession([{ a: {}, b: {} }, { c: {} }], { workers: 16 })

describe('a standstill', () => {
  test('is when nothing runs, nothing is put together or prepared, and nothing comes by itself', () => {
    expect(isAtStandstill(ready)).toBe(true)
    expect(isAtStandstill(sessionAfter(ready, requested('a')))).toBe(false)
    expect(isAtStandstill(sessionAfter(allDone(ready, 'a'), landing('checkpoint')))).toBe(false)
    expect(isAtStandstill(sessionAfter(sessionOf([{ a: {} }]), noticed('x')))).toBe(false)
  })

  test('is over with the session', () => {
    const one = allDone(readySession([{ a: {} }]), 'a')
    expect(isAtStandstill(one)).toBe(true)
    expect(isAtStandstill(sessionAfter(one, ...landed('merge')))).toBe(false)
  })

  test('is not while auto has something to do, and comes when only a person can go on', () => {
    const auto = readySession([{ a: {} }], { auto: 'on', retries: 0 })
    expect(isAtStandstill(auto)).toBe(false)
    expect(isAtStandstill(sessionAfter(auto, started('a'), ended('a', 'failed')))).toBe(true)
  })
})

describe('what a person is needed for', () => {
  test('nothing, in a session that just waits for the next word', () => {
    expect(waitsForPerson(ready)).toEqual([])
  })

  test('what failed, is blocked or paused, each with why; not who merely waits for another', () => {
    const session = sessionAfter(
      { ...ready, settings: { ...ready.settings, retries: 0 } },
      requested('a'),
      started('a'),
      ended('a', 'failed', { detail: 'exit 3' }),
      blocked('b', 'no key'),
    )
    expect(waitsForPerson(session)).toEqual(['a: failed, batch_1: exit 3', 'b: blocked, no key'])
    const paused = sessionAfter(ready, { type: 'stream-paused', at: AT, stream: 'a', by: 'you' })
    expect(waitsForPerson(paused)).toEqual(['a: paused, '])
  })

  test('a workspace that could not be made', () => {
    expect(
      waitsForPerson(sessionAfter(sessionOf([{ a: {} }]), noticed('x'), notPrepared('a', 'npm ci failed.'))),
    ).toEqual(['a: failed, npm ci failed.'])
  })

  test('the last landing, where it was refused', () => {
    const merging = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), autoTo('on'))
    const refused = sessionAfter(merging, judged({ rejected: true, status: 'failed' }))
    expect(isAtStandstill(refused)).toBe(true)
    expect(waitsForPerson(refused)).toEqual(['merge-1: It does not fit.'])
  })

  test('a batch that was cancelled on auto: nobody else starts it again', () => {
    const auto = readySession([{ a: {} }], { auto: 'on' })
    const cancelled = sessionAfter(auto, started('a'), ended('a', 'cancelled'))
    expect(isAtStandstill(cancelled)).toBe(true)
    expect(waitsForPerson(cancelled)).toEqual(['a: batch_1 was cancelled'])
  })
})
