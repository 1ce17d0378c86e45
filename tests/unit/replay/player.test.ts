import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ReplayOrder } from '../../../source/model/replay.ts'
import { createPlayer } from '../../../source/replay/player.ts'
import { recordingsIn } from '../../../source/replay/recording.ts'
import { noticed, sessionOf } from '../../helpers/session.ts'

const ORDERS: ReplayOrder[] = [
  ...(['play-or-pause', 'faster', 'slower', 'forward', 'back', 'next-landing', 'last-landing'] as const),
  'start',
]

/** Things that happened so many ms after the session was opened, and a wall clock to be moved by hand. */
function playing(after: number[], speed = 1) {
  const [recording] = recordingsIn([
    { type: 'session-opened', at: 1000, session: sessionOf([{ alpha: {} }]) },
    ...after.map((ms, index) => ({ ...noticed(`note ${index}`), at: 1000 + ms })),
  ])
  let wall = 50
  const player = createPlayer(recording as NonNullable<typeof recording>, { speed, wall: () => wall })
  const wait = (ms: number) => {
    wall += ms
    return player.advance()
  }
  return { player, wait, wall: () => wall }
}

test('what happened comes at the pace it came, and its clock goes along', () => {
  const { player, wait } = playing([1000, 1500])
  expect(wait(999)).toBe(false)
  expect(player.now()).toBe(1999)
  expect(wait(1)).toBe(true)
  expect(player.count()).toBe(2)
  expect(player.status()).toMatchObject({ position: 1000, length: 1500 })
  wait(250)
  expect(player.now()).toBe(2250)
  wait(250)
  expect(player.count()).toBe(3)
  expect(player.status()).toMatchObject({ isPlaying: false })
  expect(player.due()).toBeNull()
})

test('twice as fast takes half the time, also when it is said in the middle', () => {
  const { player, wait } = playing([1000, 2000])
  wait(500)
  player.order('faster')
  expect(player.now()).toBe(1500)
  expect(wait(250)).toBe(true)
  expect(player.now()).toBe(2000)
})

test('a night in which nothing happened goes by in two seconds', () => {
  const night = 8 * 3_600_000
  const { player, wait, wall } = playing([night])
  expect((player.due() as number) - wall()).toBe(2000)
  wait(1000)
  expect(player.now()).toBe(1000 + night / 2)
  expect(wait(1000)).toBe(true)
})

test('a late timer does not make the recording longer', () => {
  const { player, wait } = playing([10, 20, 30, 40, 1000])
  wait(45)
  expect(player.count()).toBe(5)
  expect(player.status()).toMatchObject({ position: 45 })
})

test('held, no time goes by and nothing is due', () => {
  const { player, wait } = playing([1000])
  wait(300)
  player.order('play-or-pause')
  expect(wait(5000)).toBe(false)
  expect([player.now(), player.due()]).toEqual([1300, null])
  player.order('play-or-pause')
  expect(wait(700)).toBe(true)
})

test('at its end, playing on begins anew', () => {
  const { player, wait } = playing([10])
  wait(10)
  player.order('play-or-pause')
  expect(player.count()).toBe(1)
  expect(player.status()).toMatchObject({ isPlaying: true, position: 0 })
})

test('whatever is ordered when: it is somewhere in the recording, its clock between two events, and it comes to its end', () => {
  const order = fc.constantFrom(...ORDERS)
  const step = fc.oneof(order, fc.integer({ min: 0, max: 5000 }))
  const gaps = fc.array(fc.integer({ min: 0, max: 100_000 }), { maxLength: 20 })
  fc.assert(
    fc.property(gaps, fc.array(step, { maxLength: 60 }), (between, steps) => {
      let at = 0
      const times = between.map((gap) => {
        at += gap
        return at
      })
      const { player, wait } = playing(times)
      for (const each of steps) {
        const before = player.now()
        if (typeof each === 'number') {
          wait(each)
          expect(player.now()).toBeGreaterThanOrEqual(before)
        } else player.order(each)
        const { position } = player.status()
        const count = player.count()
        expect(count).toBeGreaterThanOrEqual(1)
        expect(count).toBeLessThanOrEqual(times.length + 1)
        const [from = 0, to = from] = [[0, ...times][count - 1], times[count - 1]]
        expect(position).toBeGreaterThanOrEqual(from)
        expect(position).toBeLessThanOrEqual(to)
      }
      if (!player.status().isPlaying) player.order('play-or-pause')
      // Two seconds for each gap at the most.
      wait(2000 * (times.length + 1))
      expect(player.count()).toBe(times.length + 1)
    }),
  )
})
