import type { Level, Prediction } from '../model/routing.ts'
import type { Tokens } from '../model/usage.ts'
import { costAt } from './cost.ts'

/** How many tries a mean needs to be worth more than the guess, and how far back it looks. */
const ENOUGH = 3
const NEWEST = 20

/** Tokens of a batch of a level as a first guess, until there is a history. They are judgement and fitted to nothing. */
const GUESS: Record<Level, Tokens> = {
  simple: { in: 20_000, out: 6_000, cacheRead: 300_000, cacheWrite: 40_000 },
  moderate: { in: 40_000, out: 15_000, cacheRead: 1_000_000, cacheWrite: 100_000 },
  complex: { in: 80_000, out: 40_000, cacheRead: 3_000_000, cacheWrite: 200_000 },
  critical: { in: 120_000, out: 60_000, cacheRead: 5_000_000, cacheWrite: 300_000 },
}

/** What a batch is likely to cost, USD: the mean of those of its level on that model, else a guess; null: unknown. */
export function expectedCost({
  level,
  model,
  rates,
  history,
}: {
  level: Level
  model: string | null
  rates: Tokens | null
  history: Prediction[]
}): number | null {
  const costs = history
    .filter((each) => each.level === level && each.model === model && model !== null)
    .flatMap(({ usd }) => usd ?? [])
    .slice(-NEWEST)
  if (costs.length >= ENOUGH) return costs.reduce((sum, usd) => sum + usd, 0) / costs.length
  return rates === null ? null : costAt(rates, GUESS[level])
}
