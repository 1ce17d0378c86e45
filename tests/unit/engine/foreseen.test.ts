import { describe, expect, test } from 'vitest'
import { foreseenNow, foreseenOrder, isForeseen } from '../../../source/engine/foreseen.ts'
import type { EventOf } from '../../../source/model/event.ts'
import { AT, allDone, readySession, sessionAfter } from '../../helpers/session.ts'

type Pairs = EventOf<'conflicts-foreseen'>['pairs']

const seen = (...pairs: Pairs): EventOf<'conflicts-foreseen'> => ({
  type: 'conflicts-foreseen',
  at: AT,
  pairs,
})

const pair = (a: string, b: string | null, ...files: string[]): Pairs[number] => ({
  ...{ a, b },
  files: files.map((file) => ({ file, ofA: [{ first: 2, last: 4 }], ofB: [] })),
})

const session = readySession([{ alpha: {}, beta: { days: 2 }, gamma: {} }])
const notes = (now: typeof session) => now.notes.slice(session.notes.length).map(({ text }) => text)

describe('conflicts foreseen', () => {
  test('are told once, and again for another file only', () => {
    const once = sessionAfter(session, seen(pair('alpha', 'beta', 'x')))
    expect(notes(once)).toEqual([
      'Conflict ahead: alpha (alpha.1) and beta (beta.1): x (alpha lines 2–4). alpha should go first.',
    ])
    const moved = { ...pair('alpha', 'beta', 'x'), files: [{ file: 'x', ofA: [], ofB: [] }] }
    const again = sessionAfter(once, seen(moved))
    expect(notes(again)).toEqual(notes(once))
    expect(again.foreseen).toEqual([{ ...moved, since: AT }])
    expect(notes(sessionAfter(again, seen(pair('alpha', 'beta', 'x', 'y')))).at(-1)).toContain(': y (')
  })

  test('are over when they are not named any more', () => {
    const now = sessionAfter(session, seen(pair('alpha', 'beta', 'x')), seen())
    expect(notes(now).at(-1)).toBe('No longer in conflict: alpha and beta.')
    expect(isForeseen(now, 'alpha')).toBe(false)
  })

  test('live on when one side has landed', () => {
    const now = sessionAfter(session, seen(pair('alpha', 'beta', 'x')), seen(pair('beta', null, 'x')))
    expect(notes(now).at(-1)).toBe(
      'Conflict ahead: beta (beta.1) and what has landed: x (beta lines 2–4). Have beta take in what has landed soon.',
    )
  })

  test('are nobody’s business once the session has ended', () => {
    const now = sessionAfter(session, seen(pair('alpha', 'beta', 'x')), {
      type: 'session-stopped',
      at: AT,
      by: 'you',
    })
    expect(foreseenNow(now)).toEqual([])
  })
})

describe('the order foreseen', () => {
  const all = ['alpha', 'beta', 'gamma']

  test('is the given one where no two conflict', () => {
    expect(foreseenOrder(sessionAfter(session, seen(pair('alpha', null, 'x'))), all)).toEqual(all)
  })

  test('puts last who conflicts with most', () => {
    const now = sessionAfter(session, seen(pair('alpha', 'beta', 'x'), pair('alpha', 'gamma', 'x')))
    expect(foreseenOrder(now, all)).toEqual(['gamma', 'beta', 'alpha'])
  })

  test('lets the one go first that is finished, and says so', () => {
    const now = sessionAfter(allDone(session, 'beta'), seen(pair('alpha', 'beta', 'x')))
    expect(foreseenOrder(now, ['alpha', 'beta'])).toEqual(['beta', 'alpha'])
    expect(notes(now).at(-1)).toContain('beta, which is finished, should go first.')
  })
})
