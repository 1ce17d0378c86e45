import { describe, expect, test } from 'vitest'
import { isLanding } from '../../../source/engine/next-event.ts'
import { runningStreams } from '../../../source/engine/workers.ts'
import type { Event } from '../../../source/model/event.ts'
import type { Landing, Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  autoTo,
  commit,
  ended,
  judged,
  landed,
  landing,
  landingFailed,
  leftOut,
  noticed,
  prepared,
  published,
  readySession,
  sessionAfter,
  sessionOf,
  started,
  typesOf,
} from '../../helpers/session.ts'

const pause: Event = { type: 'session-paused', at: AT, by: 'you' }
const landingsOf = ({ landings }: Session) => landings.map(({ kind, state }) => `${kind} ${state}`)
const newLandings = ({ events }: { events: Event[] }): Landing['kind'][] =>
  events.flatMap((event) => (event.type === 'landing-requested' ? [event.kind] : []))
const preparing = ({ streams }: Session) =>
  Object.values(streams).flatMap(({ id, workspace }) => (workspace.state === 'preparing' ? [id] : []))

describe('auto', () => {
  test('continues every stream that can go on', () => {
    const session = readySession([{ a: {}, b: {}, c: { after: ['a'] } }], { auto: 'on' })
    expect(runningStreams(session)).toEqual(['a', 'b'])
  })

  test('does nothing in a paused session', () => {
    const session = sessionAfter(readySession([{ a: {} }]), pause)
    expect(typesOf(advanced(session, autoTo('on')))).toEqual(['auto-switched'])
  })

  test('goes from the first batch to the end by itself', () => {
    let { session, events } = advanced(
      sessionOf([{ a: { days: 2 }, b: {} }, { c: {} }], { auto: 'on' }),
      noticed('x'),
    )
    const kinds: string[] = newLandings({ events })
    for (let step = 0; step < 50 && !session.ended; step += 1) {
      const [first] = preparing(session)
      const running = runningStreams(session).at(-1)
      const steps = first
        ? [prepared(first)]
        : isLanding(session)
          ? [judged(), published]
          : [started(running as string), ended(running as string, 'done')]
      ;({ session, events } = advanced(session, ...steps))
      kinds.push(...newLandings({ events }))
    }
    expect(session.ended?.how).toBe('finished')
    // The first day's work is landed while the second day's is under way.
    expect(kinds).toEqual(['checkpoint', 'merge', 'merge'])
  })

  describe('a checkpoint', () => {
    test('when the day is done: whoever has begun has something to give', () => {
      const session = readySession([{ a: { days: 2 }, b: { days: 2 } }], { auto: 'on' })
      const first = advanced(session, started('a'), ended('a', 'done'))
      expect(newLandings(first)).toEqual([])
      const second = advanced(first.session, started('b'), ended('b', 'done'))
      expect(newLandings(second)).toEqual(['checkpoint'])
      expect(runningStreams(second.session)).toEqual(['a', 'b'])
    })

    test('when a finished stream is awaited by one of its group, even while others run', () => {
      const session = readySession([{ a: {}, b: { days: 3 }, c: { after: ['a'] } }], { auto: 'on' })
      expect(newLandings(advanced(session, started('a'), ended('a', 'done')))).toEqual(['checkpoint'])
    })

    test('when nothing runs and nothing is about to', () => {
      const session = readySession([{ a: {}, b: { days: 2 } }], { auto: 'on', retries: 0 })
      const finished = advanced(session, started('a'), ended('a', 'done'))
      expect(newLandings(finished)).toEqual([])
      expect(newLandings(advanced(finished.session, started('b'), ended('b', 'failed')))).toEqual([
        'checkpoint',
      ])
    })

    test('not while a workspace that is about to be used is being prepared', () => {
      const begun = sessionAfter(
        sessionOf([{ a: {}, b: {} }], { auto: 'on', retries: 0 }),
        noticed('x'),
        prepared('a'),
      )
      const failed = sessionAfter(begun, started('a'))
      const end = advanced(failed, ended('a', 'done'), prepared('b'), started('b'), ended('b', 'failed'))
      expect(newLandings(end)).toEqual(['checkpoint'])
    })
  })

  describe('a merge', () => {
    test('when every stream of the group is finished', () => {
      const session = sessionAfter(
        readySession([{ a: {}, b: {} }], { auto: 'on' }),
        started('a'),
        ended('a', 'done'),
      )
      expect(newLandings(advanced(session, started('b'), ended('b', 'done')))).toEqual(['merge'])
    })

    test('is asked for also when checkpoints have landed everything', () => {
      const all = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('checkpoint'))
      expect(newLandings(advanced(all, autoTo('on')))).toEqual(['merge'])
    })

    test('that left somebody out is made good by the next one', () => {
      const session = sessionAfter(allDone(readySession([{ a: {}, b: {} }]), 'a', 'b'), autoTo('on'))
      const out = advanced(session, judged({ leftOut: [leftOut('b')] }), published)
      expect(runningStreams(out.session)).toEqual(['b'])
      const mended = advanced(out.session, started('b'), ended('b', 'done'))
      expect(newLandings(mended)).toEqual(['merge'])
      expect(sessionAfter(mended.session, judged(), published).ended?.how).toBe('finished')
    })
  })

  describe('never asks for the same again', () => {
    const merging = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), autoTo('on'))

    test.each([
      ['rejected', judged({ rejected: true, status: 'did-not-run' })],
      ['failed', landingFailed],
    ])('after it was %s', (state, step) => {
      const refused = advanced(merging, step)
      expect(newLandings(refused)).toEqual([])
      expect(newLandings(advanced(refused.session, noticed('x'), autoTo('off'), autoTo('on')))).toEqual([])
      expect(landingsOf(refused.session)).toEqual([`merge ${state}`])
    })

    test('nor after an update that brought nothing', () => {
      const refused = sessionAfter(merging, judged({ rejected: true, status: 'failed' }))
      expect(newLandings(advanced(refused, landing('update'), landingFailed))).toEqual(['update'])
    })

    test('but asks on a new base, and with a new offer', () => {
      const refused = sessionAfter(merging, judged({ rejected: true, status: 'failed' }))
      const updated = advanced(refused, ...landed('update'))
      expect(updated.session.integration).not.toBe(commit(0))
      expect(newLandings(updated)).toEqual(['update', 'merge'])
      const repaired = advanced(
        refused,
        { type: 'repair-requested', at: AT, stream: 'a', failure: 'x', by: 'you' },
        started('a'),
        ended('a', 'done'),
      )
      expect(newLandings(repaired)).toEqual(['merge'])
    })
  })

  describe('leaves to a person what waits for one', () => {
    const running = sessionAfter(readySession([{ a: { days: 2 } }], { auto: 'on', retries: 0 }), started('a'))

    test.each(['failed', 'timed-out', 'lost', 'empty', 'not-started', 'cancelled', 'blocked'] as const)(
      'a batch that ended as %s',
      (kind) => {
        const end = advanced(running, ended('a', kind))
        expect(typesOf(end)).toEqual(['attempt-ended'])
        expect(typesOf(advanced(end.session, noticed('x'), autoTo('off'), autoTo('on')))).not.toContain(
          'attempt-opened',
        )
      },
    )

    test('until the block is lifted: then it goes on', () => {
      const end = sessionAfter(running, ended('a', 'blocked'))
      const go = advanced(end, { type: 'stream-unblocked', at: AT, stream: 'a', by: 'you' })
      expect(typesOf(go)).toEqual(['stream-unblocked', 'batch-requested', 'attempt-opened'])
    })
  })

  test('until-checkpoint is over when something has landed', () => {
    const session = readySession([{ a: { days: 3 } }], { auto: 'until-checkpoint' })
    const day = advanced(session, started('a'), ended('a', 'done'))
    expect(newLandings(day)).toEqual(['checkpoint'])
    const over = advanced(day.session, judged(), ended('a', 'done'), published, noticed('x'))
    expect(over.session.auto).toBe('off')
    expect(typesOf(over).slice(-2)).toEqual(['landing-published', 'noticed'])
  })
})
