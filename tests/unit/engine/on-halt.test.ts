import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { tryAgainAt } from '../../../source/engine/halts.ts'
import { awaitHalts } from '../../../source/engine/on-halt.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import { runningStreams } from '../../../source/engine/workers.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Ending, Halt, Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  ended,
  later,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const AGENT = 'cmd: work'
const HOUR = 3_600_000
const NOON = new Date(2026, 10, 25, 12, 0).getTime()

const ready = readySession([{ a: {}, b: {}, c: {} }])
const running = sessionAfter(
  ready,
  ...[requested('a'), started('a'), requested('b'), started('b'), requested('c'), started('c')],
)

/** The stream's batch ends for that reason. */
const endedFor = (
  stream: string,
  reason: NonNullable<Ending['reason']>,
  retryAt: number | null = null,
  at = NOON,
): Step => {
  const kind = ['network', 'crashed', 'max-turns'].includes(reason) ? 'failed' : 'blocked'
  return later(at, ended(stream, kind, { detail: `${reason} it was`, reason, retryAt }))
}
const clock = (at: number, until: number | null = at): Event => ({
  ...{ type: 'halt-over', agent: AGENT, at, until, stream: null, by: 'clock' },
})
const lifted: Event = { type: 'halt-lifted', agent: AGENT, at: NOON }
const say = (session: Session, text: string, focus: string | null = null): Event[] =>
  typeCommand(session, { text, focus, at: AT, by: 'you', fromWorker: false }).events
const statusOf = (session: Session, stream: string) => streamStatus(session, stream)
const haltOf = ({ halts }: Session): Halt => halts[AGENT] as Halt

describe('a limit of the provider', () => {
  const limited = advanced(running, endedFor('a', 'rate-limited', NOON + 2 * HOUR))

  test('holds every stream of the agent until it resets, and says until when', () => {
    expect(statusOf(limited.session, 'a')).toEqual({
      name: 'blocked',
      why: 'rate limit until 14:00',
      since: NOON,
      next: null,
    })
    expect(runningStreams(limited.session)).toEqual(['b', 'c'])
    expect(limited.session.notes.at(-1)?.text).toBe(
      'batch_1 waits: rate-limited it was. No stream of cmd: work starts meanwhile. One tries again in 2 h.',
    )
  })

  test('arms one timer, again after a restart', () => {
    const timer = { type: 'await-halt', agent: AGENT, until: NOON + 2 * HOUR }
    expect(limited.effects).toEqual([timer])
    expect(awaitHalts(limited.session)).toEqual([timer])
  })

  test('that others meet as well is no news: the latest reset counts, and it is one try', () => {
    const all = sessionAfter(
      limited.session,
      endedFor('b', 'rate-limited', NOON + 3 * HOUR),
      endedFor('c', 'rate-limited', null),
    )
    expect(haltOf(all)).toMatchObject({ until: NOON + 3 * HOUR, tries: 1 })
    expect(runningStreams(all)).toEqual([])
    expect(isAtStandstill(all)).toBe(false)
    expect(waitsForPerson(all)).toEqual([])
  })

  const all = sessionAfter(
    limited.session,
    endedFor('b', 'rate-limited', NOON + 2 * HOUR),
    endedFor('c', 'rate-limited', NOON + 2 * HOUR),
  )
  const over = sessionAfter(all, clock(NOON + 2 * HOUR))

  test('is tried by one stream when its time has come, and by the others only when that got through', () => {
    expect(runningStreams(over)).toEqual(['a'])
    expect(statusOf(over, 'b')).toMatchObject({ name: 'blocked', why: 'rate limit, one stream tries first' })
    expect(runningStreams(sessionAfter(over, started('a')))).toEqual(['a'])
    const through = sessionAfter(over, started('a'), lifted)
    expect(runningStreams(through)).toEqual(['a', 'b', 'c'])
    expect(through.halts).toEqual({})
  })

  test('that still holds waits longer each time, and nobody else has started meanwhile', () => {
    const again = sessionAfter(over, endedFor('a', 'rate-limited', null, NOON + 2 * HOUR))
    expect(haltOf(again)).toMatchObject({
      tries: 2,
      until: NOON + 2 * HOUR + 120_000,
      isOver: false,
      probe: null,
    })
    expect(runningStreams(again)).toEqual([])
  })

  test('is believed once: a reset that is told wrong again and again makes no storm', () => {
    const soon = NOON + 2 * HOUR + 1000
    const again = sessionAfter(over, endedFor('a', 'rate-limited', soon, NOON + 2 * HOUR))
    expect(haltOf(again).until).toBe(NOON + 2 * HOUR + 120_000)
  })

  test('does not listen to a timer that is out of date', () => {
    expect(sessionAfter(all, clock(NOON + HOUR))).toEqual(all)
    expect(sessionAfter(over, clock(NOON + 2 * HOUR))).toEqual(over)
  })

  test('gives way to a person who says retry: that stream tries at once', () => {
    const now = sessionAfter(all, ...say(all, 'retry b'))
    expect(runningStreams(now)).toEqual(['b'])
    expect(haltOf(now)).toMatchObject({ isOver: true, probe: runOf(now, 'b').run })
    expect(runningStreams(sessionAfter(now, lifted))).toEqual(['a', 'b', 'c'])
  })

  test('does not count as a try of the batch', () => {
    let session = all
    for (let time = 0; time < 4; time += 1) {
      session = sessionAfter(session, ...say(session, 'retry a'), endedFor('a', 'rate-limited'))
    }
    session = sessionAfter(session, ...say(session, 'retry a'), lifted, ended('a', 'failed'))
    expect(runningStreams(session)).toContain('a')
  })

  test('is tried by another one when the first was cancelled', () => {
    const cancelled = sessionAfter(over, ended('a', 'cancelled'))
    expect(runningStreams(cancelled)).toEqual(['b'])
    expect(haltOf(cancelled).probe).toBe(runOf(cancelled, 'b').run)
  })

  test('is over when the one that tried has ended its batch, whether or not anybody heard it speak', () => {
    expect(sessionAfter(over, ended('a', 'done')).halts).toEqual({})
  })

  test('does not concern streams of another agent', () => {
    const other = { ...all, settings: { ...all.settings, agents: { c: 'manual' } } }
    expect(statusOf(other, 'c').name).not.toBe('blocked')
    expect(runningStreams(sessionAfter(other, later(NOON, lifted)))).toContain('c')
  })

  test('in auto mode starts nothing, and is no standstill', () => {
    const auto = sessionAfter(all, { type: 'auto-switched', at: NOON, to: 'on', by: 'you' })
    expect(runningStreams(auto)).toEqual([])
    expect(isAtStandstill(auto)).toBe(false)
    expect(runningStreams(sessionAfter(auto, clock(NOON + 2 * HOUR)))).toEqual(['a'])
  })
})

describe('a missing login', () => {
  const { session, effects } = advanced(
    running,
    endedFor('a', 'auth'),
    endedFor('b', 'auth'),
    endedFor('c', 'auth'),
  )

  test('is not tried again by itself: every stream of the agent waits, and it says what to do', () => {
    expect(effects).toEqual([])
    expect(runningStreams(session)).toEqual([])
    expect(statusOf(session, 'b')).toMatchObject({
      name: 'blocked',
      why: 'not logged in: auth it was',
      next: 'retry b',
    })
    expect(isAtStandstill(session)).toBe(true)
    expect(waitsForPerson(session)).toContain('a: blocked, not logged in: auth it was')
  })

  test('is tried by the stream a person names; the others follow when it got through', () => {
    const now = sessionAfter(session, ...say(session, 'retry c'))
    expect(runningStreams(now)).toEqual(['c'])
    expect(runningStreams(sessionAfter(now, lifted))).toEqual(['a', 'b', 'c'])
  })

  test('may have been mended when the session is opened again', () => {
    const stopped = sessionAfter(session, { type: 'session-stopped', at: NOON, by: 'you' })
    const open = sessionAfter(stopped, { type: 'session-resumed', at: NOON, workers: 3, agent: null })
    expect(runningStreams(open)).toEqual(['a'])
  })
})

describe('no network', () => {
  test('is tried again by itself, later each time, and by a person after some hours', () => {
    const ending = { kind: 'failed', exit: null, signal: null, detail: '', reason: 'network' } as const
    const waits = Array.from({ length: 13 }, (_, index) => tryAgainAt(ending, index + 1, 0))
    expect(waits.slice(0, 4)).toEqual([15_000, 30_000, 60_000, 120_000])
    expect(waits[10]).toBe(15 * 60_000)
    expect(waits[11]).toBe(null)
  })

  test('says when the next try is', () => {
    const session = sessionAfter(running, endedFor('a', 'network'))
    expect(statusOf(session, 'a').why).toBe('no network, next try at 12:00')
  })
})

describe('what is not tried again by itself', () => {
  test('a refusal blocks its stream alone', () => {
    const session = sessionAfter(running, endedFor('a', 'refused'))
    expect(session.halts).toEqual({})
    expect(statusOf(session, 'a')).toMatchObject({ name: 'blocked', next: 'unblock a' })
    expect(runningStreams(session)).toEqual(['b', 'c'])
  })

  test('a turn that used up what it may take, twice', () => {
    const session = sessionAfter(running, endedFor('a', 'max-turns'))
    expect(statusOf(session, 'a')).toMatchObject({ name: 'failed', next: 'retry' })
  })

  test('while a crash is', () => {
    expect(runningStreams(sessionAfter(running, endedFor('a', 'crashed')))).toContain('a')
  })
})
