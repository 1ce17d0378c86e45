import { describe, expect, test } from 'vitest'
import type { Effect } from '../../../source/model/effect.ts'
import type { Routed } from '../../../source/model/routing.ts'
import {
  AT,
  advanced,
  ended,
  judged,
  landing,
  leftOut,
  published,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
} from '../../helpers/session.ts'

const ROUTED: Routed = {
  ...{ estimated: 'simple', level: 'moderate', score: 4, reasons: ['1 file declared'] },
  ...{ why: ['1 level up after failures'], model: 'middle', alternatives: [], expected: 1 },
}
const routed: Step = (session) => ({ type: 'attempt-routed', at: AT, ...runOf(session, 'a'), routed: ROUTED })
const settled =
  (model: string | null, refused: string[] = []): Step =>
  (session) => ({ type: 'model-settled', at: AT, ...runOf(session, 'a'), model, refused })

const begun = sessionAfter(readySession([{ a: { tasks: 1 } }]), requested('a'), routed, started('a'))
const notes = (...steps: Step[]) => sessionAfter(begun, ...steps).notes.slice(begun.notes.length)
const logged = ({ effects }: { effects: Effect[] }) =>
  effects.flatMap((effect) => (effect.type === 'log-prediction' ? [effect.outcome] : []))

describe('the model that came back', () => {
  test('is no news where it is the one that was asked for', () => {
    expect(notes(settled('middle'))).toEqual([])
  })

  test('is said once where it is another, with why', () => {
    expect(notes(settled('large', ['middle']), settled('large', ['middle']))).toMatchObject([
      { text: 'Model middle is not available; it works with large.', tone: 'warn' },
    ])
    expect(notes(settled('odd'))).toMatchObject([{ text: 'Model middle was asked for; it works with odd.' }])
    expect(notes(settled(null))).toMatchObject([{ text: expect.stringContaining('it works with its own') }])
  })
})

describe('what was predicted is logged', () => {
  test('with how the try ended', () => {
    expect(logged(advanced(begun, ended('a', 'done')))).toEqual(['done'])
    expect(logged(advanced(begun, ended('a', 'failed')))).toEqual(['failed'])
  })

  test('and once more when the tests are red with it after all', () => {
    const done = sessionAfter(begun, ended('a', 'done'))
    const red = [landing('checkpoint'), judged({ leftOut: [leftOut('a', 'tests')] }), published]
    expect(logged(advanced(done, ...red))).toEqual(['left-out'])
    const rejected = [landing('checkpoint'), judged({ leftOut: [leftOut('a', 'tests')], rejected: true })]
    expect(logged(advanced(done, ...rejected))).toEqual(['left-out'])
    expect(
      logged(advanced(done, landing('checkpoint'), judged({ leftOut: [leftOut('a')] }), published)),
    ).toEqual([])
  })

  test('not where nothing was predicted', () => {
    const plain = sessionAfter(readySession([{ a: {} }]), requested('a'), started('a'))
    expect(logged(advanced(plain, ended('a', 'done')))).toEqual([])
  })
})

test('a person asks for a model, and takes it back', () => {
  const asked = sessionAfter(begun, { type: 'model-asked', at: AT, stream: 'a', model: 'large', by: 'you' })
  expect(asked.streams.a?.model).toBe('large')
  expect(asked.notes.at(-1)?.text).toBe('You asked for large.')
  const back = sessionAfter(asked, { type: 'model-asked', at: AT, stream: 'a', model: null, by: 'you' })
  expect(back.streams.a?.model).toBeNull()
})
