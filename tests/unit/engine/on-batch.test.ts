import { describe, expect, test } from 'vitest'
import { batchState } from '../../../source/engine/batch-state.ts'
import { nextBatch, tasksOf, withExtraBatch } from '../../../source/engine/on-batch.ts'
import { isAtStandstill } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { update } from '../../../source/engine/update.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Ending, Session } from '../../../source/model/session.ts'
import { attention } from '../../../source/ui/present/attention.ts'
import {
  AT,
  advanced,
  commit,
  done,
  ended,
  readySession,
  requested,
  runOf,
  sessionAfter,
  silent,
  started,
  typesOf,
} from '../../helpers/session.ts'

const stateOf = (session: Session, stream = 'a', index = 0) => {
  const batch = session.streams[stream]?.batches[index]
  return batch && batchState(batch)
}
const attemptsOf = (session: Session, stream = 'a') => session.streams[stream]?.batches[0]?.attempts ?? []

describe('an agent that looks stuck', () => {
  const running = sessionAfter(readySession([{ a: {}, b: {} }]), requested('a'), started('a'))
  const stuck = sessionAfter(running, silent('a', 500))

  test('is said to be, with what was seen and since when, and is left alone', () => {
    expect(streamStatus(stuck, 'a')).toEqual({
      name: 'stuck',
      why: 'no output, and 0.0 s of CPU in the last 5 min',
      since: 500,
      next: 'cancel a',
    })
    expect(attention(stuck)).toContain('a')
    expect(stuck.notes.at(-1)?.text).toContain("It is left alone: wait, or type 'cancel a'.")
    expect(advanced(running, silent('a', 500)).effects).toEqual([])
    expect(isAtStandstill(stuck)).toBe(false)
  })

  test('is running again when it shows signs of life', () => {
    const session = sessionAfter(stuck, silent('a', null))
    expect(streamStatus(session, 'a').name).toBe('running')
    expect(session.notes.at(-1)?.text).toBe('batch_1 shows signs of life again.')
  })

  test('is not stuck any more once it has ended, and what comes late changes nothing', () => {
    const late = silent('a', 500) as (session: Session) => Event
    const over = sessionAfter(stuck, ended('a', 'failed'))
    expect(over.streams.a?.batches[0]?.attempts[0]?.silent).toBe(null)
    const ten = sessionAfter(running, ended('a', 'cancelled'))
    expect(sessionAfter(ten, late(running))).toEqual(ten)
  })
})

describe('from asked for to running', () => {
  const ready = readySession([{ a: { days: 2, tasks: 3 } }])

  test('a batch that is asked for starts at once where a worker is free', () => {
    const asked = advanced(ready, requested('a'))
    expect(asked.events[1]).toEqual({
      type: 'attempt-opened',
      at: AT,
      stream: 'a',
      batch: 'batch_1',
      run: 'one.a.batch_1.1',
      agent: 'cmd: work',
    })
    expect(asked.effects).toEqual([
      { type: 'start-attempt', stream: 'a', batch: 'batch_1', run: 'one.a.batch_1.1' },
    ])
    expect(asked.session.streams.a?.batches[0]?.wanted).toBe(false)
    expect(stateOf(asked.session)).toBe('running')
  })

  test('a started try knows its worker and base, and says how much it is', () => {
    const { session, effects } = advanced(ready, requested('a'), started('a'))
    expect(attemptsOf(session)[0]).toMatchObject({
      startedAt: AT,
      base: commit(0),
      worker: { pid: 7, startTime: '1', socket: '/s' },
      told: 0,
    })
    expect(effects).toHaveLength(1)
    expect(session.notes.at(-1)?.text).toBe('batch_1 started: 2 tasks.')
  })

  test("a person's batch is said to be theirs, with the folder to work in", () => {
    const manual = { ...ready, settings: { ...ready.settings, agent: 'manual' } }
    const asked = sessionAfter(manual, requested('a'))
    const { session } = update(asked, {
      type: 'attempt-started',
      at: AT,
      ...runOf(asked, 'a'),
      base: commit(0),
      worker: null,
      told: 0,
    })
    expect(session.notes.at(-1)?.text).toBe(
      "batch_1 is yours: Task 1 · Task 2. Work in /workspaces/a and type 'check' when it is done.",
    )
  })

  test('progress is kept with the try', () => {
    const running = sessionAfter(ready, requested('a'), started('a'))
    const { session, effects } = update(running, {
      type: 'attempt-progressed',
      at: AT,
      ...runOf(running, 'a'),
      completed: ['a.1'],
      note: 'half way',
    })
    expect(attemptsOf(session)[0]).toMatchObject({ completed: ['a.1'], note: 'half way' })
    expect(effects).toEqual([])
  })

  test('each stream has the agent that is set for it', () => {
    const session = sessionAfter(
      readySession([{ a: {}, b: {} }], { agents: { b: 'manual' } }),
      requested('a'),
      requested('b'),
    )
    expect([attemptsOf(session, 'a')[0]?.agent, attemptsOf(session, 'b')[0]?.agent]).toEqual([
      'cmd: work',
      'manual',
    ])
  })
})

describe('cancelling and handing in', () => {
  const running = sessionAfter(readySession([{ a: {} }]), requested('a'), started('a'))
  const address = runOf(running, 'a')

  test('a cancel marks the try and asks for its end; it ends when the worker says so', () => {
    const { session, effects } = update(running, { type: 'attempt-cancelled', at: AT, ...address, by: 'you' })
    expect(attemptsOf(session)[0]?.cancelled).toBe(true)
    expect(stateOf(session)).toBe('running')
    expect(effects).toEqual([{ type: 'end-attempt', ...address }])
  })

  test('handing in changes nothing until the work is taken', () => {
    expect(update(running, { type: 'attempt-handed-in', at: AT, ...address, by: 'you' })).toEqual({
      session: running,
      effects: [{ type: 'hand-in-attempt', ...address }],
    })
  })
})

describe('how a try ends', () => {
  const ready = readySession([{ a: { days: 2 } }])
  const running = sessionAfter(ready, requested('a'), started('a'))

  test('done: the head moves, the branch is published, and the next batch is named', () => {
    const { session, effects } = advanced(
      running,
      ended('a', 'done', { head: commit(9), detail: '1 files changed' }),
    )
    expect(session.streams.a?.head).toBe(commit(9))
    expect(effects).toEqual([{ type: 'publish-stream', stream: 'a' }])
    expect(session.notes.slice(-2).map(({ text }) => text)).toEqual([
      'batch_1: 1 task, commit 0000000. 1 files changed',
      "Done. Type 'check' for more",
    ])
    expect(stateOf(session)).toBe('finished')
  })

  test('done with the last batch: it says to land it', () => {
    const last = sessionAfter(sessionAfter(running, ended('a', 'done')), ...done('a'))
    expect(last.notes.at(-1)?.text).toBe("Done. Nothing more here. Type 'checkpoint'")
  })

  test('blocked: the stream waits with the reason and whom it needs, and nothing is tried again', () => {
    const end = advanced(running, ended('a', 'blocked', { detail: 'no key', needs: null }))
    expect(end.session.streams.a?.block).toMatchObject({ reason: 'no key', by: 'its worker', needs: null })
    expect(typesOf(end)).toEqual(['attempt-ended'])
    expect(stateOf(end.session)).toBe('blocked')
  })

  test.each(['failed', 'timed-out'] as const)('%s: tried again with the failure, `retries` times', (kind) => {
    let session = running
    for (const number of [2, 3]) {
      const again = advanced(session, ended('a', kind, { detail: `wrong ${number}` }))
      expect(typesOf(again)).toEqual(['attempt-ended', 'attempt-opened'])
      expect(again.session.streams.a?.batches[0]?.failure).toBe(`wrong ${number}`)
      expect(runOf(again.session, 'a').run).toBe(`one.a.batch_1.${number}`)
      session = sessionAfter(again.session, started('a'))
    }
    const last = advanced(session, ended('a', kind))
    expect(typesOf(last)).toEqual(['attempt-ended'])
    expect(stateOf(last.session)).toBe(kind)
    expect(last.session.notes.at(-1)?.text).toContain("Your call: 'retry', 'skip', or 'log' to look.")
  })

  test.each(['lost', 'empty'] as const)('%s: waits for a person, and is tried again only on auto', (kind) => {
    expect(typesOf(advanced(running, ended('a', kind)))).toEqual(['attempt-ended'])
    const auto = sessionAfter(readySession([{ a: { days: 2 } }], { auto: 'on' }), started('a'))
    expect(typesOf(advanced(auto, ended('a', kind)))).toEqual(['attempt-ended', 'attempt-opened'])
  })

  test.each(['cancelled', 'not-started'] as const)(
    '%s: never tried again by itself, not on auto either',
    (kind) => {
      const auto = sessionAfter(readySession([{ a: { days: 2 } }], { auto: 'on' }), started('a'))
      expect(typesOf(advanced(auto, ended('a', kind)))).toEqual(['attempt-ended'])
    },
  )

  test('a cancelled try counts as none and leaves the failure that is known', () => {
    const failedOnce = sessionAfter(running, ended('a', 'failed', { detail: 'wrong' }), started('a'))
    const cancelled = sessionAfter(failedOnce, ended('a', 'cancelled'))
    expect(cancelled.streams.a?.batches[0]?.failure).toBe('wrong')
    const again = sessionAfter(cancelled, requested('a'), started('a'))
    expect(typesOf(advanced(again, ended('a', 'failed')))).toEqual(['attempt-ended', 'attempt-opened'])
  })

  test('a batch that is done at last forgets its failure', () => {
    const again = sessionAfter(
      running,
      ended('a', 'failed', { detail: 'wrong' }),
      started('a'),
      ended('a', 'done'),
    )
    expect(again.streams.a?.batches[0]).toMatchObject({ failure: null, wanted: false })
  })

  test('every note of the end is a warning of the stream', () => {
    const { session } = advanced(running, ended('a', 'done', { notes: ['.env was left out.'] }))
    expect(session.notes).toContainEqual(
      expect.objectContaining({ about: 'a', text: '.env was left out.', tone: 'warn' }),
    )
  })

  test.each([
    'done',
    'empty',
    'blocked',
    'failed',
    'cancelled',
    'timed-out',
    'lost',
    'not-started',
  ] as Ending['kind'][])('%s is kept as it was reported, with a sentence', (kind) => {
    const session = sessionAfter(running, ended('a', kind, { detail: 'the evidence' }))
    expect(attemptsOf(session)[0]).toMatchObject({ endedAt: AT, ending: { kind, detail: 'the evidence' } })
    expect(session.notes.slice(running.notes.length).some(({ text }) => text.includes('the evidence'))).toBe(
      true,
    )
  })
})

describe('skipping', () => {
  test('leaves the batch out and names the next one', () => {
    const session = readySession([{ a: { days: 2 } }])
    const { session: now } = update(session, {
      type: 'batch-skipped',
      at: AT,
      stream: 'a',
      batch: 'batch_1',
      by: 'you',
    })
    expect(stateOf(now)).toBe('skipped')
    expect(now.notes.slice(-2).map(({ text }) => text)).toEqual([
      'batch_1 skipped by you.',
      "Found batch_2. Type 'continue'",
    ])
  })
})

describe('extra batches', () => {
  const extra = { kind: 'conflict' as const, files: ['x.js'], failure: 'x.js conflicts' }
  const idsOf = (session: Session) => session.streams.a?.batches.map(({ id }) => id)

  test('come before the open ones, under a number nobody has', () => {
    const session = sessionAfter(readySession([{ a: { days: 3 } }]), ...done('a'))
    const now = withExtraBatch(session, 'a', extra)
    expect(idsOf(now)).toEqual(['batch_1', 'batch_4', 'batch_2', 'batch_3'])
    expect(now.streams.a?.batches[1]).toMatchObject({ ...extra, tasks: [], wanted: false, landedIn: null })
    expect(nextBatch(now, 'a')?.id).toBe('batch_4')
  })

  test('come after the one that runs, and after everything where nothing is open', () => {
    const running = sessionAfter(readySession([{ a: { days: 2 } }]), requested('a'))
    expect(idsOf(withExtraBatch(running, 'a', extra))).toEqual(['batch_1', 'batch_3', 'batch_2'])
    const finished = sessionAfter(readySession([{ a: {} }]), ...done('a'))
    expect(idsOf(withExtraBatch(finished, 'a', extra))).toEqual(['batch_1', 'batch_2'])
  })

  test('a repair is asked for with the failing log', () => {
    const finished = sessionAfter(readySession([{ a: {} }]), ...done('a'))
    const { session } = update(finished, {
      type: 'repair-requested',
      at: AT,
      stream: 'a',
      failure: 'not ok 1',
      by: 'you',
    })
    expect(session.streams.a?.batches.at(-1)).toMatchObject({ kind: 'repair', failure: 'not ok 1' })
    expect(session.notes.at(-1)?.text).toBe('A repair batch was asked for by you.')
  })

  test('are called by what they mend', () => {
    const session = readySession([{ a: { tasks: 2 } }])
    expect(tasksOf(session, 'a', 'batch_1')).toBe('2 tasks')
    expect(tasksOf(withExtraBatch(session, 'a', extra), 'a', 'batch_2')).toBe('conflict in x.js')
    expect(tasksOf(withExtraBatch(session, 'a', { ...extra, files: [] }), 'a', 'batch_2')).toBe(
      'conflict in no file any more',
    )
    expect(tasksOf(withExtraBatch(session, 'a', { ...extra, kind: 'repair' }), 'a', 'batch_2')).toBe(
      'failing tests to mend',
    )
  })
})

test('the next batch is none while one runs or is asked for, or nothing is left', () => {
  const session = readySession([{ a: {} }], { workers: 1 })
  expect(nextBatch(session, 'a')?.id).toBe('batch_1')
  expect(nextBatch(sessionAfter(session, requested('a')), 'a')).toBeUndefined()
  expect(nextBatch(sessionAfter(session, ...done('a')), 'a')).toBeUndefined()
  expect(nextBatch(session, 'nobody')).toBeUndefined()
})
