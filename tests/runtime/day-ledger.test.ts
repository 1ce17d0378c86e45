import { appendFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { recordSpent, spentElsewhere } from '../../source/runtime/day-ledger.ts'
import { freshPath } from '../helpers/repo.ts'

const NOON = Date.UTC(2026, 4, 4, 12)
const DAY = 86_400_000
const spent = (session: string, usd: number, { at = NOON, atLeast = false } = {}) => ({
  at,
  session,
  usd,
  atLeast,
})

test('of each other session of the day the last word counts', async () => {
  const places = { costs: freshPath('costs') }
  expect(await spentElsewhere(places, { session: 'me', at: NOON })).toEqual({ usd: 0, atLeast: false })
  for (const line of [
    spent('a', 1),
    spent('b', 2),
    spent('a', 4),
    spent('me', 100),
    spent('a', 50, { at: NOON - DAY }),
  ])
    await recordSpent(places, line)
  expect(await spentElsewhere(places, { session: 'me', at: NOON })).toEqual({ usd: 6, atLeast: false })
  await recordSpent(places, spent('b', 2, { atLeast: true }))
  expect(await spentElsewhere(places, { session: 'me', at: NOON })).toEqual({ usd: 6, atLeast: true })
})

test('a torn end spoils only itself, and only its owner may read it', async () => {
  const places = { costs: freshPath('costs') }
  await recordSpent(places, spent('a', 1))
  const path = join(places.costs, readdirSync(places.costs)[0] as string)
  appendFileSync(path, '{"at":17')
  await recordSpent(places, spent('b', 2))
  expect(await spentElsewhere(places, { session: 'me', at: NOON })).toMatchObject({ usd: 3 })
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(statSync(places.costs).mode & 0o777).toBe(0o700)
})
