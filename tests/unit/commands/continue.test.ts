import { describe, expect, test } from 'vitest'
import { typeCommand } from '../../../source/commands/type-command.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  allDone,
  blocked,
  done,
  ended,
  landing,
  noticed,
  notPrepared,
  readySession,
  requested,
  sessionAfter,
  sessionOf,
  started,
} from '../../helpers/session.ts'

/** Types it, applies what comes of it, and gives the answer. */
const say = (session: Session, text: string, focus: string | null = null) => {
  const outcome = typeCommand(session, { text, focus, at: AT, by: 'you', fromWorker: false })
  const so = advanced(session, ...outcome.events)
  return { ...so, answer: outcome.answer(so.session) }
}

const ready = readySession([{ a: { days: 2 }, b: {}, c: { after: ['a'] } }])

describe('continue on a stream', () => {
  test('starts its next batch and says how much it is', () => {
    expect(say(ready, 'continue', 'a').answer).toEqual({ text: 'a: batch_1 starts: 1 task.', exit: 0 })
    expect(say(sessionAfter(ready, ...done('a')), 'continue a').answer?.text).toBe(
      'a: batch_2 starts: 1 task.',
    )
  })

  test('that has no free worker or no workspace yet is taken down for later', () => {
    const one = sessionAfter(readySession([{ a: {}, b: {} }], { workers: 1 }), requested('a'))
    expect(say(one, 'continue b').answer?.text).toBe('b: batch_1 starts when a worker is free (1 at a time).')
    const early = sessionAfter(sessionOf([{ a: {} }]), noticed('x'))
    expect(say(early, 'continue a').answer?.text).toBe('a: batch_1 starts as soon as its workspace is ready.')
  })

  test('that failed, was cancelled or was blocked tries again', () => {
    const quick = { ...ready, settings: { ...ready.settings, retries: 0 } }
    for (const kind of ['failed', 'cancelled', 'lost'] as const) {
      const session = sessionAfter(quick, requested('a'), started('a'), ended('a', kind))
      expect(say(session, 'continue a').answer?.text, kind).toBe('a: batch_1 starts: 1 task.')
    }
  })

  test.each([
    ['runs', sessionAfter(ready, requested('a')), "batch_1 of a is running. Type 'check' to look."],
    ['is blocked', sessionAfter(ready, blocked('a', 'no key')), 'a is blocked: no key.'],
    [
      'is paused',
      sessionAfter(ready, { type: 'stream-paused', at: AT, stream: 'a', by: 'you' }),
      "a is paused. Type 'resume' first.",
    ],
    ['is finished', allDone(ready, 'a'), "Nothing is left to do in a. Type 'checkpoint' to land it."],
    [
      'is asked for',
      sessionAfter(readySession([{ b: {}, a: {} }], { workers: 1 }), requested('b'), requested('a')),
      'batch_1 of a is asked for and starts when a worker is free.',
    ],
    [
      'has no workspace',
      sessionAfter(sessionOf([{ a: {} }]), noticed('x'), notPrepared('a')),
      "npm ci failed. Type 'retry' when that is mended.",
    ],
  ])('that %s is refused, and told what would help', (_, session, text) => {
    const { answer, events } = say(session, 'continue a')
    expect(answer).toEqual({ text, exit: 1 })
    expect(events).toEqual([])
  })

  test('that waits for another is told for which', () => {
    expect(say(ready, 'continue c').answer).toEqual({ text: 'c is blocked: waits for a.', exit: 1 })
  })
})

describe('continue on the orchestrator', () => {
  test('starts every stream that waits, and none that waits for another', () => {
    expect(say(ready, 'continue').answer?.text).toBe('a: batch_1 starts: 1 task.\nb: batch_1 starts: 1 task.')
  })

  test('does not try again what failed', () => {
    const quick = { ...ready, settings: { ...ready.settings, retries: 0 } }
    const failed = sessionAfter(quick, requested('a'), started('a'), ended('a', 'failed'))
    expect(say(failed, 'continue').answer?.text).toBe('b: batch_1 starts: 1 task.')
  })

  test('says why nothing waits', () => {
    const running = sessionAfter(ready, requested('a'), requested('b'))
    expect(say(running, 'continue').answer).toEqual({
      text: "Nothing waits: a, b running. Type 'status' to look.",
      exit: 1,
    })
    const all = allDone(readySession([{ a: {} }]), 'a')
    expect(say(all, 'continue').answer?.text).toContain("'checkpoint' to land what is finished")
    expect(say(sessionAfter(all, landing('checkpoint')), 'continue').answer?.text).toContain(
      'being put together',
    )
  })
})
