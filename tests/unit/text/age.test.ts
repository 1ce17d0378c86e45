import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageText, clockText, nextChange } from '../../../source/text/age.ts'

const S = 1000
const MIN = 60 * S
const H = 60 * MIN
const NOON = new Date(2026, 4, 4, 12, 2).getTime()

describe('an age', () => {
  it('gets coarser with time', () => {
    const ages = [0, S, 4 * S, 59 * S, MIN, 3.5 * MIN, H - S].map((age) => ageText(NOON - age, NOON))
    expect(ages).toEqual([
      ...['now', '1 s ago', '4 s ago', '59 s ago', '1 min ago', '3 min ago', '59 min ago'],
    ])
    expect(ageText(NOON, NOON + H)).toBe('at 12:02')
    expect(ageText(NOON, NOON + 24 * H)).toBe('on May 4')
  })

  it('of something to come is none', () => {
    expect(ageText(NOON + 5 * S, NOON)).toBe('now')
  })
})

it('a clock counts seconds for an hour, then minutes', () => {
  const clock = (length: number) => clockText(NOON, NOON + length)
  expect([0, 14 * S, 134 * S, H - 1, H, 65 * MIN].map(clock)).toEqual([
    ...['0:00', '0:14', '2:14', '59:59', '1 h 0 min', '1 h 5 min'],
  ])
})

describe('the next change', () => {
  it('is none where nothing runs and all is old', () => {
    expect(nextChange({ ages: [], clocks: [] }, NOON)).toBeNull()
    expect(nextChange({ ages: [NOON - 25 * H], clocks: [] }, NOON)).toBeNull()
  })

  it('is the same for all that change by the second', () => {
    const ages = fc.array(fc.integer({ min: 0, max: MIN - S }), { minLength: 1 })
    fc.assert(
      fc.property(ages, fc.integer({ min: 0, max: S - 1 }), (lengths, late) => {
        const now = NOON + late
        const clocks = lengths.map((length) => now - length)
        expect(nextChange({ ages: clocks, clocks }, now)).toBe(NOON + S)
      }),
    )
  })

  it('is exactly when a text differs, and not before', () => {
    const times = fc.array(fc.integer({ min: -26 * H, max: 2 * S }), { maxLength: 4 })
    fc.assert(
      fc.property(times, times, (ages, clocks) => {
        const shown = { ages: ages.map((age) => NOON + age), clocks: clocks.map((age) => NOON + age) }
        const text = (now: number) =>
          [
            ...shown.ages.map((at) => ageText(at, now)),
            ...shown.clocks.map((at) => clockText(at, now)),
          ].join()
        const next = nextChange(shown, NOON)
        if (next === null) {
          expect(text(NOON + 400 * 24 * H)).toBe(text(NOON))
          return
        }
        expect(next).toBeGreaterThan(NOON)
        expect(text(next - 1)).toBe(text(NOON))
        expect(text(next)).not.toBe(text(NOON))
      }),
    )
  })
})
