import { expect, test } from 'vitest'
import { turns } from '../../source/runtime/in-turn.ts'

test('work of one key is done one after the other, whatever became of the one before', async () => {
  const inTurn = turns()
  const order: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = inTurn('a', async () => {
    order.push('first begins')
    await gate.promise
    order.push('first ends')
    throw new Error('of the first')
  })
  const second = inTurn('a', async () => {
    order.push('second')
    return 2
  })
  expect(await inTurn('b', async () => order.push('another key'))).toBeGreaterThan(0)
  gate.resolve()
  await expect(first).rejects.toThrow('of the first')
  expect(await second).toBe(2)
  expect(order).toEqual(['first begins', 'another key', 'first ends', 'second'])
  expect(await inTurn('a', async () => 3)).toBe(3)
})
