import { describe, expect, test } from 'vitest'
import { foundSentence, streamStatus } from '../../../source/engine/stream-status.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Batch, Ending, Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  done,
  ended,
  landed,
  later,
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

const ready = readySession([{ a: { days: 2 }, b: { after: ['a'] } }, { c: {} }])
const running = sessionAfter(ready, requested('a'), started('a'))
const pauseAll: Event = { type: 'session-paused', at: AT, by: 'you' }
const pauseA: Event = { type: 'stream-paused', at: AT, stream: 'a', by: 'you' }
const stand = (session: Session, id = 'a') => {
  const { name, why, next } = streamStatus(session, id)
  return [name, why, next]
}

describe('a stream', () => {
  test('is ready with its first batch, and waits with each later one', () => {
    expect(stand(ready)).toEqual(['ready', "Found batch_1. Type 'continue'", 'continue'])
    expect(stand(sessionAfter(ready, ...done('a')))).toEqual([
      'waits',
      "Found batch_2. Type 'continue'",
      'continue',
    ])
    expect(foundSentence(ready.streams.a?.batches[0] as Batch)).toBe("Found batch_1. Type 'continue'")
  })

  test('is ready while its workspace is still being prepared', () => {
    expect(stand(sessionAfter(sessionOf([{ a: {} }]), noticed('x')))).toEqual([
      'ready',
      'its workspace is being prepared',
      'continue',
    ])
  })

  test('runs, with what its worker says of itself', () => {
    expect(stand(running)).toEqual(['running', 'batch_1', null])
    const told = sessionAfter(running, {
      type: 'attempt-progressed',
      at: AT,
      ...runOf(running, 'a'),
      completed: [],
      note: 'writing tests',
    })
    expect(stand(told)).toEqual(['running', 'writing tests', null])
  })

  test('where a person is the worker, check is what comes next', () => {
    const manual = readySession([{ a: {} }], { agent: 'manual' })
    expect(stand(sessionAfter(manual, requested('a'), started('a')))).toEqual(['running', 'batch_1', 'check'])
  })

  test('is queued while every worker is taken', () => {
    const one = sessionAfter(readySession([{ a: {}, b: {} }], { workers: 1 }), requested('a'), requested('b'))
    expect(stand(one, 'b')).toEqual(['queued', 'batch_1 starts when a worker is free', null])
  })

  test('is blocked by a person or its worker with the reason, and by what has not landed without one', () => {
    expect(stand(sessionAfter(ready, blocked('a', 'no key')))).toEqual(['blocked', 'no key', 'unblock a'])
    expect(stand(ready, 'b')).toEqual(['blocked', 'waits for a', null])
    expect(stand(ready, 'c')).toEqual(['blocked', 'waits for a, b', null])
  })

  test('names three of many it waits for', () => {
    const many = readySession([{ a: {}, b: {}, c: {}, d: {} }, { e: {} }])
    expect(stand(many, 'e')[1]).toBe('waits for a, b, c …')
  })

  test('is paused alone or with all, and held where it runs', () => {
    expect(stand(sessionAfter(ready, pauseA))).toEqual(['paused', '', 'resume'])
    expect(stand(sessionAfter(ready, pauseAll))).toEqual(['paused', '', 'resume'])
    expect(stand(sessionAfter(running, pauseA))).toEqual(['paused', 'batch_1 is held', 'resume'])
  })

  test('that is complete says which declared files its work did not touch', () => {
    const all = allDone(ready, 'a')
    const plan = {
      ...all.plan,
      phases: all.plan.phases.map((phase) => ({
        ...phase,
        streams: phase.streams.map((each) => ({ ...each, files: [...each.files, 'docs/a.md'] })),
      })),
    }
    expect(stand({ ...all, plan })[1]).toBe('not landed yet, did not touch docs/a.md')
    expect(stand(sessionAfter({ ...all, plan }, ...landed('checkpoint')))[1]).toBe(
      'landed, did not touch docs/a.md',
    )
  })

  test('is complete when it has landed, and before that says to land it', () => {
    const all = allDone(ready, 'a')
    expect(stand(all)).toEqual(['complete', 'not landed yet', 'checkpoint'])
    expect(stand(sessionAfter(all, ...landed('checkpoint')))).toEqual(['complete', 'landed', null])
  })

  test('is complete also in a paused session', () => {
    expect(stand(sessionAfter(allDone(ready, 'a'), pauseAll))[0]).toBe('complete')
  })

  test('that was left out has its conflict to go on with', () => {
    const out = sessionAfter(allDone(ready, 'a'), ...landed('checkpoint', [leftOut('a')]))
    expect(stand(out)).toEqual(['waits', "Found batch_3. Type 'continue'", 'continue'])
  })

  test('without a workspace has failed', () => {
    const failed = sessionAfter(sessionOf([{ a: {} }]), noticed('x'), notPrepared('a', 'npm ci failed.'))
    expect(stand(failed)).toEqual(['failed', 'npm ci failed.', 'retry'])
  })

  test.each([
    ['failed', 'failed'],
    ['timed-out', 'failed'],
    ['lost', 'failed'],
    ['not-started', 'failed'],
    ['empty', 'failed'],
    ['cancelled', 'waits'],
    ['blocked', 'blocked'],
  ] as [Ending['kind'], string][])('whose try ended as %s is %s', (kind, name) => {
    const session = sessionAfter(
      { ...running, settings: { ...running.settings, retries: 0 } },
      ended('a', kind, { detail: 'why' }),
    )
    expect(stand(session)[0]).toBe(name)
    if (name === 'failed') expect(stand(session)).toEqual(['failed', 'batch_1: why', 'retry'])
  })

  test('that was blocked and is free again waits', () => {
    const free = sessionAfter(running, ended('a', 'blocked'), {
      type: 'stream-unblocked',
      at: AT,
      stream: 'a',
      by: 'you',
    })
    expect(stand(free)[0]).toBe('waits')
  })
})

test('the age is that of the newest fact', () => {
  expect(streamStatus(ready, 'a').since).toBeNull()
  expect(streamStatus(running, 'a').since).toBe(AT)
  const after = sessionAfter(running, later(5000, ended('a', 'done')))
  expect(streamStatus(after, 'a').since).toBe(5000)
})
