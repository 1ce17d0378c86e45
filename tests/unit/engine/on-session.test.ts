import { describe, expect, test } from 'vitest'
import { newSession } from '../../../source/engine/new-session.ts'
import { onDecision, onOpened } from '../../../source/engine/on-session.ts'
import { update } from '../../../source/engine/update.ts'
import { sessionSchema } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  autoTo,
  commit,
  done,
  landed,
  noticed,
  notPrepared,
  planOf,
  readySession,
  requested,
  runOf,
  SETTINGS,
  sessionAfter,
  sessionOf,
  started,
  typesOf,
} from '../../helpers/session.ts'

const lastNote = (session: ReturnType<typeof readySession>) => session.notes.at(-1)

describe('a new session', () => {
  const session = sessionOf([{ a: { days: 2, tasks: 5 }, b: {} }])

  test('has every stream with its batches, nothing prepared and nothing begun', () => {
    expect(Object.keys(session.streams)).toEqual(['a', 'b'])
    expect(session.streams.a?.batches.map(({ id, kind, tasks }) => [id, kind, tasks])).toEqual([
      ['batch_1', 'tasks', ['a.1', 'a.2', 'a.3']],
      ['batch_2', 'tasks', ['a.4', 'a.5']],
    ])
    expect(session.streams.a?.workspace).toEqual({ state: 'none', path: null, detail: '', base: null })
    expect(session.streams.b?.batches[0]).toMatchObject({
      wanted: false,
      attempts: [],
      skipped: false,
      landedIn: null,
    })
  })

  test('is what the db can hold', () => {
    expect(sessionSchema.parse(session)).toEqual(session)
  })

  test('opens as it is given', () => {
    const made = newSession({
      id: 'x',
      slug: 'p',
      at: 5,
      plan: planOf([{ a: {} }]),
      planFile: 'p.md',
      settings: SETTINGS,
      repo: session.repo,
      integration: commit(9),
      auto: 'on',
    })
    expect(made).toMatchObject({
      createdAt: 5,
      integration: commit(9),
      auto: 'on',
      paused: false,
      ended: null,
    })
    expect(onOpened({ type: 'session-opened', at: 5, session: made })).toEqual({ session: made, effects: [] })
  })
})

describe('stopping, resuming and finishing', () => {
  test('a stop ends the session, switches auto off and asks the host to stop', () => {
    const session = readySession([{ a: {} }], { auto: 'on' })
    const stopped = advanced(session, { type: 'session-stopped', at: AT, by: 'you' })
    expect(stopped.session).toMatchObject({ auto: 'off', ended: { at: AT, how: 'stopped' } })
    expect(stopped.effects).toEqual([{ type: 'stop-session' }])
  })

  test('a stop of a finished session leaves it finished', () => {
    const all = allDone(readySession([{ a: {} }]), 'a')
    const finished = sessionAfter(all, ...landed('merge'))
    expect(finished.ended?.how).toBe('finished')
    const stopped = sessionAfter(finished, { type: 'session-stopped', at: AT, by: 'you' })
    expect(stopped.ended).toEqual(finished.ended)
  })

  test('nothing begins by itself in a session that was stopped, until it is resumed', () => {
    const stopped = sessionAfter(readySession([{ a: {} }]), { type: 'session-stopped', at: AT, by: 'you' })
    const asked = advanced(stopped, requested('a'))
    expect(typesOf(asked)).toEqual(['batch-requested'])
    const resumed = advanced(asked.session, { type: 'session-resumed', at: AT, workers: 1, agent: null })
    expect(typesOf(resumed)).toEqual(['session-resumed', 'attempt-opened'])
    expect(resumed.session.ended).toBeNull()
  })

  test('a resumed session takes the workers and the agent of the new start, and prepares again what failed', () => {
    const failed = sessionAfter(sessionOf([{ a: {}, b: {} }]), noticed('begun'), notPrepared('a'))
    const resumed = advanced(failed, { type: 'session-resumed', at: AT, workers: 5, agent: 'cmd: other' })
    expect(resumed.session.settings).toMatchObject({ workers: 5, agent: 'cmd: other' })
    expect(typesOf(resumed)).toEqual(['session-resumed', 'stream-preparing', 'stream-preparing'])
    const same = sessionAfter(failed, { type: 'session-resumed', at: AT, workers: 5, agent: null })
    expect(same.settings.agent).toBe(SETTINGS.agent)
  })

  test('a finished session stays finished when it is opened again', () => {
    const finished = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    const again = advanced(finished, { type: 'session-resumed', at: AT, workers: 3, agent: null })
    expect(again.session.ended?.how).toBe('finished')
    expect(typesOf(again)).toEqual(['session-resumed'])
  })

  test('the end says how to bring it home', () => {
    const finished = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    expect(finished.ended).toEqual({ at: AT, how: 'finished', detail: 'br/a-plan/integration' })
    expect(lastNote(finished)).toMatchObject({
      text: 'Everything in the plan has landed. Bring it home: git merge br/a-plan/integration',
      tone: 'good',
    })
  })
})

describe('pausing', () => {
  const running = sessionAfter(
    readySession([{ a: {}, b: {}, c: {} }]),
    requested('a'),
    requested('b'),
    started('a'),
    started('b'),
  )
  const runs = ['a', 'b'].map((stream) => runOf(running, stream).run)

  test('holds every try that runs, and starts nothing new', () => {
    const paused = advanced(running, { type: 'session-paused', at: AT, by: 'you' })
    expect(paused.effects).toEqual(runs.map((run) => ({ type: 'hold-attempt', run, hold: true })))
    expect(typesOf(advanced(paused.session, requested('c')))).toEqual(['batch-requested'])
  })

  test('lets go of what it held, starts what was asked for meanwhile, and keeps a paused stream held', () => {
    const paused = sessionAfter(
      running,
      { type: 'stream-paused', at: AT, stream: 'a', by: 'you' },
      { type: 'session-paused', at: AT, by: 'you' },
      requested('c'),
    )
    const goes = advanced(paused, { type: 'session-continued', at: AT, by: 'you' })
    expect(goes.effects).toEqual([
      { type: 'hold-attempt', run: runs[1], hold: false },
      { type: 'start-attempt', ...runOf(goes.session, 'c') },
    ])
  })

  test('a stream that goes on in a paused session stays held', () => {
    const paused = sessionAfter(
      running,
      { type: 'stream-paused', at: AT, stream: 'a', by: 'you' },
      { type: 'session-paused', at: AT, by: 'you' },
    )
    expect(advanced(paused, { type: 'stream-continued', at: AT, stream: 'a', by: 'you' }).effects).toEqual([])
  })
})

describe('decisions, notices and auto', () => {
  test('a decision is kept with who said it and when, and shared at once', () => {
    const { session, effects } = onDecision(readySession([{ a: {} }]), {
      type: 'decision-recorded',
      at: 5,
      by: 'a',
      text: 'Tabs',
    })
    expect(session.decisions).toEqual([{ at: 5, by: 'a', text: 'Tabs' }])
    expect(effects).toEqual([{ type: 'share-decisions' }])
    expect(lastNote(session)?.text).toBe('Decision by a, shared with every worker: Tabs')
  })

  test('a notice is a line of the conversation and nothing else', () => {
    const session = readySession([{ a: {} }])
    const { session: now, effects } = update(session, noticed('hello'))
    expect(effects).toEqual([])
    expect(now).toEqual({ ...session, noteSeq: session.noteSeq + 1, notes: now.notes })
    expect(lastNote(now)).toMatchObject({ text: 'hello', about: 'orchestrator', seq: session.noteSeq + 1 })
  })

  test('the newest 300 lines of the conversation are kept, and their numbers go on', () => {
    const many = Array.from({ length: 350 }, (_, index) => noticed(`line ${index}`))
    const session = sessionAfter(sessionOf([{ a: {} }]), ...many)
    expect(session.notes).toHaveLength(300)
    expect(lastNote(session)).toMatchObject({ text: 'line 349', seq: 350 })
  })

  test('auto that is switched on begins at once; switched off it leaves what runs alone', () => {
    const session = readySession([{ a: {}, b: {} }], { workers: 1 })
    const on = advanced(session, autoTo('on'))
    expect(typesOf(on)).toEqual(['auto-switched', 'batch-requested', 'attempt-opened', 'batch-requested'])
    const off = advanced(on.session, autoTo('off'))
    expect(off.effects).toEqual([])
    expect(off.session.auto).toBe('off')
  })

  test('what is done stays done whatever is said', () => {
    const session = sessionAfter(readySession([{ a: {}, b: {} }]), ...done('a'))
    const later = sessionAfter(session, noticed('x'), autoTo('on'), autoTo('off'))
    expect(later.streams.a?.batches).toEqual(session.streams.a?.batches)
  })
})
