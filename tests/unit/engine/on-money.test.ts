import { describe, expect, test } from 'vitest'
import { isAtStandstill, waitsForPerson } from '../../../source/engine/standstill.ts'
import { streamStatus } from '../../../source/engine/stream-status.ts'
import type { Budget } from '../../../source/model/routing.ts'
import type { Session } from '../../../source/model/session.ts'
import {
  AT,
  advanced,
  ended,
  exit,
  readySession,
  requested,
  type Step,
  sessionAfter,
  spends,
  started,
} from '../../helpers/session.ts'

const running = (budget: Budget, auto: Session['auto'] = 'off') =>
  sessionAfter(
    readySession([{ a: {}, b: {} }], { budget, auto }),
    ...(auto === 'off' ? [requested('a'), requested('b')] : []),
    ...[started('a'), started('b')],
  )
const endings = ({ effects }: { effects: { type: string }[] }) =>
  effects.filter(({ type }) => type === 'end-attempt')

describe('a running batch that reaches a ceiling', () => {
  test('is ended, and says which', () => {
    const so = advanced(running({ batch: 1 }), spends('a', 1.5))
    expect(endings(so)).toMatchObject([{ stream: 'a' }])
    expect(so.session.notes.at(-1)?.text).toBe(
      'The ceiling of $1.00 for this batch is reached: $1.50 spent. batch_1 is ended, its work is kept.',
    )
  })

  test('is ended once, however much it still tells', () => {
    expect(endings(advanced(running({ batch: 1 }), spends('a', 1.5), spends('a', 2)))).toHaveLength(1)
  })

  test('goes on below it, and where there is none', () => {
    expect(endings(advanced(running({ batch: 1 }), spends('a', 0.5)))).toEqual([])
    expect(endings(advanced(running({}), spends('a', 500)))).toEqual([])
  })

  test('counts the others of the session, and of the day the other sessions', () => {
    expect(endings(advanced(running({ session: 2 }), spends('b', 1.5), spends('a', 0.6)))).toMatchObject([
      { stream: 'a' },
    ])
    const elsewhere = { usd: 9, atLeast: false }
    expect(endings(advanced(running({ day: 10 }), spends('a', 1, elsewhere)))).toHaveLength(1)
    expect(endings(advanced(running({ session: 10 }), spends('a', 1, elsewhere)))).toEqual([])
  })

  test('whose agent is gone already is only counted', () => {
    const so = advanced(running({ batch: 1 }), exit('a'), spends('a', 5))
    expect(endings(so)).toEqual([])
    expect(so.session.usage).toHaveLength(1)
  })
})

describe('a batch that was ended at a ceiling', () => {
  const stopped = (auto: Session['auto'] = 'off') =>
    sessionAfter(running({ batch: 1 }, auto), ended('a', 'max-cost', { detail: 'The ceiling is reached.' }))

  test('waits for a person and is not tried again by itself', () => {
    const session = sessionAfter(stopped('on'), ended('b', 'cancelled'))
    expect(streamStatus(session, 'a')).toMatchObject({ name: 'waits', next: 'budget' })
    expect(isAtStandstill(session)).toBe(true)
    expect(waitsForPerson(session)).toContain('a: The ceiling is reached.')
  })

  test('begins again when a ceiling is raised, and uses up no try', () => {
    const raise: Step = { type: 'budget-set', at: AT, ceiling: 'batch', usd: 5, by: 'you' }
    const so = advanced(stopped(), raise)
    expect(so.session.settings.budget).toEqual({ batch: 5 })
    expect(so.effects).toMatchObject([{ type: 'start-attempt', stream: 'a' }])
    expect(sessionAfter(so.session, { ...raise, usd: null } as Step).settings.budget).toEqual({})
  })
})

test('a report that says nothing new changes nothing', () => {
  const session = sessionAfter(running({}), spends('a', 1))
  const again = advanced(session, spends('a', 1))
  expect(again.session).toBe(session)
  expect(again.effects).toEqual([])
})
