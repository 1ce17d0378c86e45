import { describe, expect, test } from 'vitest'
import { update } from '../../../source/engine/update.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  blocked,
  commit,
  done,
  ended,
  landed,
  leftOut,
  noticed,
  notPrepared,
  prepared,
  readySession,
  requested,
  runOf,
  sessionAfter,
  sessionOf,
  started,
  typesOf,
} from '../../helpers/session.ts'

const textsOf = (session: Session, about: string) =>
  session.notes.filter((note) => note.about === about).map(({ text }) => text)

describe('preparing a workspace', () => {
  const begun = advanced(sessionOf([{ a: {} }]), noticed('begun'))

  test('is asked for once', () => {
    expect(typesOf(begun)).toEqual(['noticed', 'stream-preparing'])
    expect(begun.effects).toEqual([{ type: 'prepare-stream', stream: 'a' }])
    expect(begun.session.streams.a?.workspace.state).toBe('preparing')
  })

  test('makes the stream ready, says what can be typed, and keeps the notes as warnings', () => {
    const { session } = advanced(begun.session, prepared('a', ['LFS files were not fetched.']))
    expect(session.streams.a).toMatchObject({
      head: commit(0),
      workspace: { state: 'ready', path: '/workspaces/a', base: commit(0), detail: '' },
    })
    expect(textsOf(session, 'a')).toEqual(['LFS files were not fetched.', "Found batch_1. Type 'continue'"])
  })

  test('a second time keeps the head of the work that is there', () => {
    const worked = sessionAfter(readySession([{ a: { days: 2 } }]), ...done('a'))
    const { head } = worked.streams.a as Session['streams'][string]
    expect(sessionAfter(worked, prepared('a')).streams.a?.head).toBe(head)
  })

  test('that fails is said with its reason, and is not tried again by itself', () => {
    const failed = advanced(begun.session, notPrepared('a', 'npm ci failed.'))
    expect(failed.session.streams.a?.workspace).toMatchObject({ state: 'failed', detail: 'npm ci failed.' })
    expect(textsOf(failed.session, 'a')).toEqual(["npm ci failed. Type 'retry' when that is mended."])
    expect(typesOf(failed)).toEqual(['stream-not-prepared'])
  })

  test('starts what was asked for meanwhile', () => {
    const asked = sessionAfter(begun.session, requested('a'))
    expect(typesOf(advanced(asked, prepared('a')))).toEqual(['stream-prepared', 'attempt-opened'])
  })
})

describe('syncing and publishing', () => {
  const synced = (conflicts: string[]): Event => ({
    type: 'stream-synced',
    at: AT,
    stream: 'a',
    base: commit(7),
    head: commit(8),
    conflicts,
  })

  test('a sync moves the base and the head', () => {
    const { session, effects } = update(readySession([{ a: {} }]), synced([]))
    expect(session.streams.a).toMatchObject({
      head: commit(8),
      workspace: { base: commit(7), state: 'ready' },
    })
    expect(effects).toEqual([])
  })

  test('the files of a conflict become those that git found', () => {
    const out = sessionAfter(
      allDone(readySession([{ a: {}, b: {} }]), 'a', 'b'),
      ...landed('checkpoint', [leftOut('a')]),
    )
    const { session } = update(out, synced(['real.js']))
    expect(session.streams.a?.batches.at(-1)).toMatchObject({ kind: 'conflict', files: ['real.js'] })
    expect(textsOf(session, 'a').at(-1)).toContain('in conflict: real.js')
  })

  test('a published branch is silent, one that could not be moved is said', () => {
    const session = readySession([{ a: {} }])
    const event = { type: 'stream-published', at: AT, stream: 'a' } as const
    expect(update(session, { ...event, detail: null }).session).toEqual(session)
    const told = update(session, { ...event, detail: 'It is checked out.' }).session
    expect(told.notes.at(-1)).toMatchObject({ text: 'It is checked out.', tone: 'warn', about: 'a' })
  })
})

describe('blocking and unblocking', () => {
  const session = readySession([{ a: {}, b: {} }])

  test('a blocked stream keeps why, who, when and whom it needs, and does not start', () => {
    const { session: now } = advanced(session, blocked('a', 'no key', 'b'))
    expect(now.streams.a?.block).toEqual({ reason: 'no key', by: 'you', at: AT, needs: 'b' })
    expect(typesOf(advanced(now, requested('a')))).toEqual(['batch-requested'])
  })

  test('the other streams go on', () => {
    const now = sessionAfter(session, blocked('a'))
    expect(typesOf(advanced(now, requested('b')))).toEqual(['batch-requested', 'attempt-opened'])
  })

  test('an unblocked stream starts what was asked for, else says what can be typed', () => {
    const unblock: Event = { type: 'stream-unblocked', at: AT, stream: 'a', by: 'you' }
    const asked = sessionAfter(session, blocked('a'), requested('a'))
    expect(typesOf(advanced(asked, unblock))).toEqual(['stream-unblocked', 'attempt-opened'])
    const idle = sessionAfter(session, blocked('a'), unblock)
    expect(idle.streams.a?.block).toBeNull()
    expect(textsOf(idle, 'a').slice(-2)).toEqual(['Unblocked by you.', "Found batch_1. Type 'continue'"])
  })

  test('a block that names a stream lifts when that stream has landed, and no other block does', () => {
    const three = readySession([{ a: {}, b: {}, c: {} }])
    const waiting = sessionAfter(three, blocked('a', 'needs b', 'b'), blocked('c', 'no key'), ...done('b'))
    expect(waiting.streams.a?.block).not.toBeNull()
    const later = sessionAfter(waiting, ...landed('checkpoint'))
    expect(later.streams.a?.block).toBeNull()
    expect(later.streams.c?.block).not.toBeNull()
  })
})

describe('pausing one stream', () => {
  const running = sessionAfter(readySession([{ a: {}, b: {} }]), requested('a'), requested('b'), started('a'))
  const pause: Event = { type: 'stream-paused', at: AT, stream: 'a', by: 'you' }
  const resume: Event = { type: 'stream-continued', at: AT, stream: 'a', by: 'you' }

  test('holds its own try and no other, and lets it go again', () => {
    const { run } = runOf(running, 'a')
    const paused = advanced(running, pause)
    expect(paused.effects).toEqual([{ type: 'hold-attempt', run, hold: true }])
    expect(advanced(paused.session, resume).effects).toEqual([{ type: 'hold-attempt', run, hold: false }])
  })

  test('keeps what was asked for until it goes on', () => {
    const paused = sessionAfter(readySession([{ a: {} }]), pause, requested('a'))
    expect(paused.streams.a?.batches[0]).toMatchObject({ wanted: true, attempts: [] })
    expect(typesOf(advanced(paused, resume))).toEqual(['stream-continued', 'attempt-opened'])
  })
})

describe('what is said to a stream', () => {
  test('is kept in order until a batch that was told it is done; what came meanwhile stays', () => {
    const say = (text: string): Event => ({ type: 'message-left', at: AT, stream: 'a', text })
    const told = sessionAfter(readySession([{ a: {} }]), say('one'), say('two'))
    expect(told.streams.a?.messages).toEqual(['one', 'two'])
    const opened = sessionAfter(told, requested('a'))
    expect(opened.streams.a?.messages).toEqual(['one', 'two'])
    const failed = sessionAfter(opened, started('a'), ended('a', 'failed'))
    expect(failed.streams.a?.messages).toEqual(['one', 'two'])
    const meanwhile = sessionAfter(opened, started('a'), say('three'), ended('a', 'done'))
    expect(meanwhile.streams.a?.messages).toEqual(['three'])
  })
})

test('an event of a stream that is not there changes no stream', () => {
  const session = readySession([{ a: {} }])
  for (const event of [prepared('x'), notPrepared('x'), blocked('x')])
    expect(update(session, event).session.streams, event.type).toEqual(session.streams)
})
