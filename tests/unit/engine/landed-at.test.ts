import fc from 'fast-check'
import { expect, test } from 'vitest'
import { landedAt, landedKey } from '../../../source/engine/landed-at.ts'
import type { Landing } from '../../../source/model/session.ts'

const landing = (number: number, of: Partial<Landing>): Landing =>
  ({ number, kind: 'checkpoint', state: 'published', members: [], ...of }) as Landing

test('whatever is landed and taken back, a landing holds what its files hold', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('checkpoint' as const), state: fc.constantFrom('published', 'rejected') }),
    fc.record({ kind: fc.constant('rollback' as const), to: fc.nat() }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const landings: Landing[] = []
      // The model: files of every landing, as a tree would hold them.
      const trees: (Set<string> | null)[] = [new Set()]
      let now = new Set<string>()
      for (const [index, each] of steps.entries()) {
        const number = index + 1
        if (each.kind === 'checkpoint') {
          const batch = `batch_${number}`
          const isOut = each.state === 'published'
          if (isOut) now = new Set([...now, landedKey('a', batch)])
          const members = [{ stream: 'a', head: `${number}`, batches: [batch] }]
          landings.push(landing(number, { state: each.state as Landing['state'], members }))
          trees.push(isOut ? now : null)
        } else {
          const there = trees.flatMap((tree, at) => (tree ? [at] : []))
          const restores = there[each.to % there.length] as number
          now = trees[restores] as Set<string>
          landings.push(landing(number, { kind: 'rollback', restores }))
          trees.push(now)
        }
        expect(new Set(landedAt(landings, number).batches.keys())).toEqual(now)
      }
    }),
  )
})

test('an update that a rollback would lose is known', () => {
  const landings = [landing(1, {}), landing(2, { kind: 'update' }), landing(3, {})]
  expect([...landedAt(landings, 3).updates]).toEqual([2])
  expect([...landedAt(landings, 1).updates]).toEqual([])
})
