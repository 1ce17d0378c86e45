import { describe, expect, test } from 'vitest'
import { sensible } from '../../../source/commands/suggest.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { nextEvent } from '../../../source/engine/next-event.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { advance } from '../../../source/engine/update.ts'
import { inspectWorld } from '../../../source/host/inspect-world.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  commit,
  landed,
  leftOut,
  readySession,
  requested,
  sessionAfter,
} from '../../helpers/session.ts'

const say = (session: Session, text: string, focus: string | null = 'a') => {
  const { events, answer, query } = typeCommand(session, {
    ...{ text, focus, at: AT, by: 'you', fromWorker: false },
  })
  const now = events.reduce((before, event) => advance(before, event).session, session)
  const effects = events.flatMap((event) => advance(session, event).effects)
  return { events, query, effects, now, answer: answer(now) }
}

const ready = readySession([{ a: {}, b: {} }])
const leftOutOnly = sessionAfter(allDone(ready, 'a', 'b'), ...landed('checkpoint', [leftOut('a')]))
const conflict = sessionAfter(leftOutOnly, {
  ...{ type: 'stream-synced', at: AT, stream: 'a', base: commit(7), head: commit(8) },
  ...{ conflicts: ['shared.js'], scratch: '/somewhere/a.conflict' },
})
const taken = say(conflict, 'open').now
const batch = 'batch_2'
const aborted = (session: Session) =>
  advance(session, {
    ...{ type: 'conflict-aborted', at: AT, stream: 'a', batch, base: commit(7), head: commit(8) },
    kept: commit(9),
  }).session

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

describe('open', () => {
  test('takes the conflict: no agent starts on it, also when it goes on by itself', () => {
    const opened = say(conflict, 'open')
    expect(opened.events).toEqual([
      { type: 'conflict-handed', at: AT, stream: 'a', batch, to: 'person', by: 'you' },
    ])
    expect(opened.answer).toMatchObject({
      ...{ exit: 0, open: '/somewhere/a.conflict' },
      text: expect.stringContaining("In conflict: shared.js. Resolve it there, then type 'continue'"),
    })
    expect(nextEvent({ ...conflict, auto: 'on' }, AT)).toMatchObject({ type: 'batch-requested', stream: 'a' })
    const auto: Session = { ...taken, auto: 'on' }
    expect(nextEvent(auto, AT)).toBe(null)
    expect(isAtStandstill(auto)).toBe(true)
    expect(waitsForPerson(auto)).toEqual(["a: you resolve shared.js. Type 'continue' when it is done"])
    expect(streamStatus(taken, 'a')).toMatchObject({ name: 'waits', next: 'continue' })
    expect(sensible(taken, 'a')[0]).toBe('continue')
  })

  test('twice it says the same and hands over nothing', () => {
    expect(say(taken, 'open')).toMatchObject({
      events: [],
      answer: { exit: 0, open: '/somewhere/a.conflict' },
    })
    expect(say(taken, 'path').answer?.text).toBe('/somewhere/a.conflict')
  })

  test('waits for its scratch worktree, where its merge was dropped or has not begun', () => {
    for (const session of [aborted(say(taken, 'abort').now), leftOutOnly]) {
      const again = say(session, 'open')
      expect(again).toMatchObject({ effects: [{ type: 'sync-stream', stream: 'a' }], answer: null })
    }
  })

  test.each([
    ['warn', 1],
    ['good', 0],
  ] as const)('is answered with what came of that instead: %s', (tone, exit) => {
    const { events, answer } = typeCommand(leftOutOnly, {
      ...{ text: 'open', focus: 'a', at: AT, by: 'you', fromWorker: false },
    })
    const text = 'This is why.'
    const now = sessionAfter(leftOutOnly, ...events, { type: 'noticed', at: AT, about: 'a', text, tone })
    expect(answer(now)).toEqual({ text, exit })
  })
})

describe('continue on a conflict of a person', () => {
  test('has its markers looked for, and starts no agent', () => {
    expect(say(taken, 'continue')).toMatchObject({
      events: [],
      query: { kind: 'settle', stream: 'a', batch, by: 'you' },
    })
  })

  test('from the orchestrator it is passed over', () => {
    expect(say(taken, 'continue', null).events).toEqual([])
  })

  test('retry gives it back to the agent', () => {
    const { events, now } = say(taken, 'retry')
    expect(events).toMatchObject([{ type: 'conflict-handed', to: 'agent' }, { type: 'batch-requested' }])
    expect(streamStatus(now, 'a').name).toBe('running')
  })
})

describe('abort', () => {
  const dropping = say(taken, 'abort')

  test('is answered when it is done', () => {
    expect(dropping).toMatchObject({
      answer: null,
      effects: [{ type: 'abort-conflict', stream: 'a', batch }],
    })
    expect(inspectWorld(dropping.now)).toContainEqual({ type: 'abort-conflict', stream: 'a', batch })
    expect(isAtStandstill({ ...dropping.now, auto: 'on' })).toBe(false)
    const done = aborted(dropping.now)
    expect(done.streams.a).toMatchObject({ head: commit(8), workspace: { base: commit(7) } })
    expect(done.notes.at(-1)?.text).toMatch(
      /^The merge is dropped; .* kept as [0-9a-f]{10}\. Type 'continue'/,
    )
    expect(inspectWorld(done)).not.toContainEqual({ type: 'abort-conflict', stream: 'a', batch })
    expect(waitsForPerson(done)).toEqual(["a: its merge was dropped. Type 'continue' or 'open'"])
    expect(nextEvent({ ...done, auto: 'on' }, AT)).toBe(null)
  })

  test('continue then begins again, with an agent', () => {
    const { events, now } = say(aborted(dropping.now), 'continue')
    expect(events).toMatchObject([{ type: 'conflict-handed', to: 'agent' }, { type: 'batch-requested' }])
    expect(streamStatus(now, 'a').name).toBe('running')
  })

  test('says why not', () => {
    const why = (session: Session) => say(session, 'abort').answer
    expect(why(ready)).toEqual({ text: 'a has no merge to drop.', exit: 1 })
    expect(why(aborted(dropping.now))).toEqual({ text: 'Its merge is dropped already.', exit: 1 })
    const running = sessionAfter(conflict, requested('a'))
    expect(why(running)).toEqual({ text: "batch_2 is running. Type 'cancel' to end it.", exit: 1 })
  })
})
