import { describe, expect, test } from 'vitest'
import { asking } from '../../../source/engine/on-permission.ts'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  asks,
  ended,
  exit,
  later,
  readySession,
  requested,
  runOf,
  type Step,
  sessionAfter,
  started,
  startedListening,
} from '../../helpers/session.ts'

const running = sessionAfter(
  readySession([{ a: {}, b: {} }]),
  ...[requested('a'), started('a'), requested('b'), started('b')],
)
const asked = sessionAfter(running, later(2000, asks('a')))

const answered =
  (option: string | null, { id = 'ask-1', text = '' } = {}): Step =>
  (session) => ({
    ...{ type: 'permission-answered', at: AT, by: 'you', id, option, text },
    ...runOf(session, 'a'),
  })
const forGood =
  (option: string, id = 'ask-1'): Step =>
  (session) => ({
    ...{ type: 'permission-answered', at: AT, by: 'you', id, option, text: '', remember: true },
    ...runOf(session, 'a'),
  })
const withdrawn =
  (id = 'ask-1'): Step =>
  (session) => ({ type: 'permission-withdrawn', at: AT, ...runOf(session, 'a'), id })

const lastNote = ({ notes }: Session): string => notes.at(-1)?.text ?? ''

describe('an agent that asks', () => {
  test('waits, with what it asks, since it asked', () => {
    expect(streamStatus(asked, 'a')).toEqual({
      name: 'waits',
      why: 'execute npm test',
      since: 2000,
      next: 'approve',
    })
    expect(streamStatus(asked, 'b').name).toBe('running')
    expect(waitsForPerson(asked)).toEqual(['a: asks execute npm test'])
    expect(lastNote(asked)).toBe("It asks: execute npm test. Type 'approve', or 'deny' and why.")
  })

  test('is needed for nothing else than to be answered: a session in which all ask stands still', () => {
    expect(isAtStandstill(asked)).toBe(false)
    expect(isAtStandstill(sessionAfter(asked, asks('b')))).toBe(true)
  })

  test('comes in the order of who waits longest', () => {
    const both = sessionAfter(asked, later(1500, asks('b', { title: 'edit x' })))
    expect(asking(both).map(({ stream, ask }) => [stream, ask.title])).toEqual([
      ['b', 'edit x'],
      ['a', 'execute npm test'],
    ])
  })

  test('is paused first of all when its stream is paused', () => {
    const paused = sessionAfter(asked, { type: 'stream-paused', at: AT, stream: 'a', by: 'you' })
    expect(streamStatus(paused, 'a').name).toBe('paused')
    expect(asking(paused)).toHaveLength(1)
  })

  test.each([
    ['yes', 'Allowed by you: execute npm test.'],
    ['always', 'Allowed by you: execute npm test.'],
    ['no', 'Denied by you: execute npm test (it is slow).'],
    [null, 'Denied by you: execute npm test (it is slow).'],
  ])('goes on with the answer %s, which its worker is told', (option, note) => {
    const text = note.includes('slow') ? 'it is slow' : ''
    const { session, effects } = advanced(asked, answered(option, { text }))
    expect(asking(session)).toEqual([])
    expect(streamStatus(session, 'a').name).toBe('running')
    expect(effects).toEqual([
      { type: 'answer-attempt', run: runOf(session, 'a').run, answer: { id: 'ask-1', option, text } },
    ])
    expect(lastNote(session)).toBe(note)
  })

  test('is allowed for good: exactly this, in this stream, for every batch to come', () => {
    const session = sessionAfter(asked, forGood('yes'))
    expect(lastNote(session)).toBe('Allowed for good by you: execute npm test.')
    expect(session.streams.a?.allowed).toEqual([{ key: 'a-key', title: 'execute npm test', at: AT }])
    expect(session.streams.b?.allowed).toEqual([])
    const again = sessionAfter(session, asks('a', { id: 'ask-2' }), forGood('yes', 'ask-2'))
    expect(again.streams.a?.allowed).toHaveLength(1)
    expect(sessionAfter(asked, forGood('no')).streams.a?.allowed).toEqual([])
  })

  test('takes the first answer only, and none to another question', () => {
    const once = sessionAfter(asked, answered('yes'))
    expect(advanced(once, answered('no'))).toMatchObject({ session: once, effects: [] })
    expect(advanced(asked, answered('yes', { id: 'ask-7' }))).toMatchObject({ session: asked, effects: [] })
  })

  test('may take its question back', () => {
    const session = sessionAfter(asked, withdrawn())
    expect(asking(session)).toEqual([])
    expect(lastNote(session)).toBe('It asks no more: execute npm test.')
    expect(sessionAfter(asked, withdrawn('ask-9'))).toEqual(asked)
  })

  test('asks no more once it has ended, and what comes late changes nothing', () => {
    expect(asking(sessionAfter(asked, exit('a')))).toEqual([])
    const over = sessionAfter(asked, ended('a', 'cancelled'))
    expect(asking(over)).toEqual([])
    const late = asks('a') as (session: Session) => Parameters<typeof sessionAfter>[1]
    expect(sessionAfter(over, late(asked))).toEqual(over)
  })
})

describe('what is said to an agent that listens', () => {
  const listening = sessionAfter(readySession([{ a: { days: 2 } }]), requested('a'), startedListening('a'))
  const told: Step = { type: 'message-left', at: AT, stream: 'a', text: 'be quick' }

  test('is told at once, and not again to the next batch', () => {
    const { session, effects } = advanced(listening, told)
    expect(effects).toEqual([{ type: 'tell-attempt', run: runOf(session, 'a').run, text: 'be quick' }])
    expect(session.streams.a?.messages).toEqual(['be quick'])
    expect(sessionAfter(session, ended('a', 'done')).streams.a?.messages).toEqual([])
  })

  test('is told again when the try failed', () => {
    expect(sessionAfter(listening, told, ended('a', 'failed')).streams.a?.messages).toEqual(['be quick'])
  })

  test('waits for the next batch of one that has ended, or does not listen', () => {
    expect(advanced(sessionAfter(listening, exit('a')), told).effects).toEqual([])
    expect(advanced(running, told).effects).toEqual([])
    expect(advanced(sessionAfter(listening, ended('a', 'done')), told).effects).toEqual([])
  })
})
