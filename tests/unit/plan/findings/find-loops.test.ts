import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findLoops } from '../../../../source/plan/findings/find-loops.ts'

const loops = (needs: Record<string, string[]>) => findLoops(new Map(Object.entries(needs)))

test('names each loop from where it closes', () => {
  expect(loops({ a: ['b'], b: ['c'], c: ['b'] })).toEqual([['b', 'c', 'b']])
  expect(loops({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([])
  expect(loops({ a: ['gone'], b: ['b'] })).toEqual([])
})

test('a chain of a hundred thousand is no deeper than another', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 100_000 }, (_, index) => [`n${index}`, [`n${index + 1}`]]),
  )
  expect(loops(chain)).toEqual([])
  expect(loops({ ...chain, n99999: ['n0'] })[0]).toHaveLength(100_001)
})

test('finds a loop exactly where there is one', () => {
  const graph = fc.array(fc.array(fc.nat(7), { maxLength: 3 }), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(graph, (all) => {
      const needs = all.map((of, self) => of.filter((each) => each !== self))
      const found = loops(
        Object.fromEntries(needs.map((of, index) => [`n${index}`, of.map((each) => `n${each}`)])),
      )
      for (const loop of found) {
        expect(loop[0]).toBe(loop.at(-1))
        for (const [index, id] of loop.slice(0, -1).entries())
          expect(needs[Number(id.slice(1))]).toContain(Number(loop[index + 1]?.slice(1)))
      }
      // Whoever needs nobody goes; who is left at the end needs each other.
      let rest = needs.map((of, index) => ({ index, of }))
      for (let before = -1; before !== rest.length; ) {
        before = rest.length
        rest = rest.filter(({ of }) => of.some((each) => rest.some(({ index }) => index === each)))
      }
      expect(found.length > 0).toBe(rest.length > 0)
    }),
  )
})
