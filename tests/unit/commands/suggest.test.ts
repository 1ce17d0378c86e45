import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complete } from '../../../source/commands/complete.ts'
import { sensible, suggest } from '../../../source/commands/suggest.ts'
import { typeCommand } from '../../../source/commands/type-command.ts'
import { understand } from '../../../source/commands/understand.ts'
import { isLanding } from '../../../source/engine/next-event.ts'
import { runningAttempts } from '../../../source/engine/running-attempts.ts'
import { type Ending, endingSchema, type Session } from '../../../source/model/session.ts'
import {
  AT,
  allDone,
  blocked,
  done,
  ended,
  judged,
  landed,
  landing,
  leftOut,
  notPrepared,
  prepared,
  published,
  readySession,
  requested,
  type Step,
  sessionAfter,
  sessionOf,
  started,
} from '../../helpers/session.ts'

const two = readySession([{ a: { days: 2 }, b: {} }, { c: {} }])

describe('the sensible next command', () => {
  const running = sessionAfter(two, requested('a'), started('a'))
  const once = readySession([{ a: { days: 2 }, b: {} }], { retries: 0 })
  const failed = sessionAfter(once, requested('a'), started('a'), ended('a', 'failed'))

  test.each<[string, Session, string | null, string | null]>([
    ['of a stream that waits', two, 'a', 'continue'],
    ['of the orchestrator where streams wait', two, null, 'continue'],
    ['of a stream that runs, where nothing can land', running, 'a', null],
    ['of one that is finished', allDone(two, 'b'), 'b', 'checkpoint'],
    [
      'where something is finished and its neighbour runs',
      sessionAfter(running, ...done('b')),
      'a',
      'checkpoint',
    ],
    ['where everything before the barrier is finished', allDone(two, 'a', 'b'), 'a', 'merge'],
    ['of the orchestrator by then', allDone(two, 'a', 'b'), null, 'merge'],
    ['of a stream that failed', failed, 'a', 'retry'],
    ['of a stream behind the barrier', two, 'c', null],
    ['of one that is blocked by a person', sessionAfter(two, blocked('a')), 'a', 'unblock a'],
    [
      'of one that is paused',
      sessionAfter(two, { type: 'stream-paused', at: AT, stream: 'a', by: 'you' }),
      'a',
      'resume',
    ],
    ['of a paused session', sessionAfter(two, { type: 'session-paused', at: AT, by: 'you' }), null, 'resume'],
    ['while a merge is put together', sessionAfter(allDone(two, 'a', 'b'), landing('merge')), null, null],
  ])('%s', (_, session, focus, command) => {
    expect(suggest(session, focus)).toBe(command)
  })

  test('hands in what a person did, from the pane and from the orchestrator', () => {
    const manual = sessionAfter(
      readySession([{ a: {} }], { agent: 'manual' }),
      ...[requested('a'), started('a')],
    )
    expect(suggest(manual, 'a')).toBe('check')
    expect(suggest(manual, null)).toBe('check a')
  })

  test('mends a conflict, or settles it by hand', () => {
    const conflict = sessionAfter(allDone(two, 'a', 'b'), ...landed('merge', [leftOut('a')]))
    expect(sensible(conflict, 'a')).toEqual([
      'continue',
      'resolve ours shared.js',
      'resolve theirs shared.js',
    ])
  })

  test('names the stream where the orchestrator has to', () => {
    expect(sensible(failed, null)).toEqual(['continue', 'retry a'])
    expect(sensible(failed, 'a').slice(0, 3)).toEqual(['retry', 'log', 'skip'])
  })

  test('is none when everything has landed', () => {
    const finished = sessionAfter(allDone(readySession([{ a: {} }]), 'a'), ...landed('merge'))
    expect(finished.ended?.how).toBe('finished')
    expect([suggest(finished, null), suggest(finished, 'a')]).toEqual([null, null])
  })
})

const KINDS = endingSchema.shape.kind.options
const WORDS = [
  'continue',
  'checkpoint',
  'merge',
  'pause',
  'resume',
  'cancel a',
  'block b',
  'unblock b',
  'retry all',
  'skip a',
]

/** A step that can be done now, by number. */
function stepsOf(session: Session, choice: number): Step[] {
  const pending = Object.values(session.streams).find(({ workspace }) => workspace.state === 'preparing')
  const run = runningAttempts(session).at(choice % 2 === 0 ? 0 : -1)
  const last = session.landings.at(-1)
  if (choice < 4 && pending) return [choice === 0 ? notPrepared(pending.id) : prepared(pending.id)]
  if (choice < 9 && run) {
    const kind: Ending['kind'] = choice < 7 ? 'done' : (KINDS[choice % KINDS.length] ?? 'done')
    return [started(run.stream), ended(run.stream, kind)]
  }
  if (choice < 12 && isLanding(session)) {
    const out = choice === 9 ? last?.offered[0]?.stream : undefined
    return [judged({ leftOut: out === undefined ? [] : [leftOut(out)] }), published]
  }
  const text = WORDS[choice % WORDS.length] ?? ''
  return typeCommand(session, { text, focus: null, at: AT, by: 'you', fromWorker: false }).events
}

const anySession = fc
  .array(fc.nat(30), { maxLength: 40 })
  .map((choices) =>
    choices.reduce(
      (session, choice) => sessionAfter(session, ...stepsOf(session, choice)),
      sessionOf([{ a: { days: 2 }, b: {}, c: { after: ['a'] } }, { d: {} }], { workers: 2 }),
    ),
  )

const anyFocus = fc.constantFrom(null, 'a', 'b', 'c', 'd')

describe('at any moment of any session', () => {
  test('what is suggested would be done', () => {
    fc.assert(
      fc.property(anySession, anyFocus, (session, focus) => {
        const commands = sensible(session, focus)
        expect(commands.length).toBeLessThanOrEqual(4)
        expect(new Set(commands).size).toBe(commands.length)
        expect(suggest(session, focus)).toBe(commands[0] ?? null)
        for (const text of commands) {
          const understood = understand(text, focus, session)
          if (!understood.ok) throw new Error(`${text} is not understood`)
          const { command, streams, args } = understood.value
          for (const stream of streams)
            expect(command.disabledReason({ session, stream, args, by: 'you', at: AT }), text).toBeNull()
        }
      }),
      { numRuns: 200 },
    )
  })

  test('what would complete a line is understood, begins like it, and is there once', () => {
    const anyText = fc.oneof(
      fc.constantFrom(
        '',
        'c',
        'CON',
        'continue ',
        'continue a',
        '@',
        '@a ',
        '@a re',
        'resolve ',
        'auto o',
        're',
        '> ',
        'diff c',
      ),
      fc.string({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(anySession, anyFocus, anyText, (session, focus, text) => {
        const { from, candidates } = complete(text, { session, focus })
        expect(from).toBeLessThanOrEqual(text.length)
        expect(new Set(candidates).size).toBe(candidates.length)
        for (const candidate of candidates) {
          expect(candidate.toLowerCase().startsWith(text.slice(from).toLowerCase())).toBe(true)
          expect(understand(text.slice(0, from) + candidate, focus, session).ok, candidate).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})
