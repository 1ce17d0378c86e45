import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mergeOrder } from '../../../source/engine/merge-order.ts'

interface Pair {
  a: string
  b: string
}

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f']

const pairsOf = (names: string[]): Pair[] =>
  names.flatMap((a, index) => names.slice(index + 1).map((b) => ({ a, b })))

const anyConflicts = fc
  .integer({ min: 0, max: NAMES.length })
  .map((count) => NAMES.slice(0, count))
  .chain((streams) => fc.record({ streams: fc.constant(streams), conflicts: fc.subarray(pairsOf(streams)) }))

const conflict = (conflicts: Pair[], one: string, other: string) =>
  conflicts.some(({ a, b }) => (a === one && b === other) || (a === other && b === one))

/** Streams from the front that all fit together. */
function fitting(order: string[], conflicts: Pair[]): string[] {
  const first = order.findIndex((id, at) =>
    order.slice(0, at).some((other) => conflict(conflicts, id, other)),
  )
  return first < 0 ? order : order.slice(0, first)
}

/** By trying every subset. */
function mostThatFit(streams: string[], conflicts: Pair[]): number {
  let most = 0
  for (let set = 0; set < 1 << streams.length; set += 1) {
    const chosen = streams.filter((_, index) => set & (1 << index))
    const fits = chosen.every((one) => chosen.every((other) => !conflict(conflicts, one, other)))
    if (fits) most = Math.max(most, chosen.length)
  }
  return most
}

describe('the merge order', () => {
  test('keeps the given order where nothing conflicts', () => {
    expect(mergeOrder(['b', 'a', 'c'], [])).toEqual(['b', 'a', 'c'])
    expect(mergeOrder([], [])).toEqual([])
  })

  test('tries the one that conflicts with everybody last', () => {
    const conflicts = ['b', 'c', 'd'].map((b) => ({ a: 'a', b }))
    expect(mergeOrder(['a', 'b', 'c', 'd'], conflicts)).toEqual(['b', 'c', 'd', 'a'])
  })

  test('lets the first of two win a conflict', () => {
    expect(mergeOrder(['a', 'b'], [{ a: 'b', b: 'a' }])).toEqual(['a', 'b'])
  })

  test('is a permutation of what is offered', () => {
    fc.assert(
      fc.property(anyConflicts, ({ streams, conflicts }) => {
        expect(mergeOrder(streams, conflicts).sort()).toEqual([...streams].sort())
      }),
    )
  })

  test('puts every stream without a conflict before the first that is given up', () => {
    fc.assert(
      fc.property(anyConflicts, ({ streams, conflicts }) => {
        const first = fitting(mergeOrder(streams, conflicts), conflicts)
        const free = streams.filter((id) => !conflicts.some(({ a, b }) => a === id || b === id))
        expect(first).toEqual(expect.arrayContaining(free))
      }),
    )
  })

  test('is as good as the best choice for every way in which up to five streams can conflict', () => {
    for (let count = 1; count <= 5; count += 1) {
      const streams = NAMES.slice(0, count)
      const pairs = pairsOf(streams)
      for (let set = 0; set < 1 << pairs.length; set += 1) {
        const conflicts = pairs.filter((_, index) => set & (1 << index))
        const fits = fitting(mergeOrder(streams, conflicts), conflicts).length
        expect(fits, JSON.stringify(conflicts)).toBe(mostThatFit(streams, conflicts))
      }
    }
  })

  const entangled = (count: number) => {
    const streams = Array.from({ length: count }, (_, index) => `s${index}`)
    return fc.record({ streams: fc.constant(streams), conflicts: fc.subarray(pairsOf(streams)) })
  }

  test('is as good as the best choice of up to twelve', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 12 }).chain(entangled), ({ streams, conflicts }) => {
        const fits = fitting(mergeOrder(streams, conflicts), conflicts).length
        expect(fits).toBe(mostThatFit(streams, conflicts))
      }),
      { numRuns: 60 },
    )
  })

  test('of many that conflict all that are kept fit, and nobody is given up without a rival', () => {
    fc.assert(
      fc.property(entangled(40), ({ streams, conflicts }) => {
        const order = mergeOrder(streams, conflicts)
        expect([...order].sort()).toEqual([...streams].sort())
        const kept = fitting(order, conflicts)
        for (const id of order.slice(kept.length))
          expect(kept.some((other) => conflict(conflicts, id, other))).toBe(true)
      }),
      { numRuns: 20 },
    )
  })
})
