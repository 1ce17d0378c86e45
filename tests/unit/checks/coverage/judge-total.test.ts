import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeTotal } from '../../../../source/checks/coverage/judge-total.ts'
import type { Share } from '../../../../source/model/coverage.ts'

const share = (covered: number, measured: number): Share => ({
  covered,
  measured,
  percent: Math.floor((covered * 10_000) / measured) / 100,
})
const nothing = { before: null, wanted: null, changed: [] }

describe('coverage in total', () => {
  it('is never judged where nobody set a minimum; that it fell is said', () => {
    expect(judgeTotal({ ...nothing, total: share(1, 10) })).toEqual({
      passed: true,
      summary: null,
      pulling: [],
    })
    expect(judgeTotal({ ...nothing, total: share(79, 100), before: share(80, 100) })).toEqual({
      passed: true,
      summary: 'In total 79 % of 100 lines ran in the tests. It was 80 % before.',
      pulling: [],
    })
    expect(judgeTotal({ ...nothing, total: share(81, 100), before: share(80, 100) }).summary).toBe(null)
  })

  it('names who pulls it below the minimum, and nobody where it was below before', () => {
    const changed = [
      { stream: 'alpha', share: share(9, 10) },
      { stream: 'beta', share: share(7, 10) },
      { stream: 'gamma', share: null },
    ]
    const given = { total: share(84, 100), wanted: 85, changed }
    expect(judgeTotal({ ...given, before: null })).toEqual({
      passed: false,
      summary: 'In total 84 % of 100 lines ran in the tests, 85 % are wanted.',
      pulling: ['beta'],
    })
    expect(judgeTotal({ ...given, before: share(90, 100) }).pulling).toEqual(['beta'])
    expect(judgeTotal({ ...given, before: share(80, 100) }).pulling).toEqual([])
  })

  it('passes exactly where the minimum is reached, however the share is shown', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.nat({ max: 1e6 }),
        fc.nat({ max: 100 }),
        (a, b, wanted) => {
          const [covered, measured] = [Math.min(a, b), Math.max(a, b)]
          const { passed } = judgeTotal({ ...nothing, total: share(covered, measured), wanted })
          expect(passed).toBe(covered * 100 >= measured * wanted)
        },
      ),
    )
  })
})
