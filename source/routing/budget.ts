import type { Budget } from '../model/routing.ts'
import type { Cost } from '../model/usage.ts'
import { costText, dollars } from './cost.ts'

export type Ceiling = keyof Budget

export interface BudgetQuestion {
  budget: Budget
  /** What is spent already and what running work is expected to spend, for each ceiling. */
  spent: Record<Ceiling, Cost>
  /** What the next step is expected to cost; null: nobody knows. */
  next: number | null
}

export type BudgetDecision =
  /** `left`: what the next step may spend until it reaches a ceiling. `unsure`: ceilings whose sum is not fully known. */
  | { kind: 'allowed'; left: number | null; unsure: Ceiling[] }
  | { kind: 'over'; ceiling: Ceiling; limit: number; spent: Cost; by: number; text: string }

export const CEILINGS: Ceiling[] = ['batch', 'stream', 'session', 'day']

/** The lower one of each: what a person allows everywhere is not raised by a repository. */
export const lowerBudget = (a: Budget, b: Budget): Budget =>
  Object.fromEntries(
    CEILINGS.flatMap((ceiling) => {
      const limits = [a[ceiling], b[ceiling]].filter((limit) => limit !== undefined)
      return limits.length === 0 ? [] : [[ceiling, Math.min(...limits)]]
    }),
  )

/** Sums of money in binary miss by less than this. */
const ROUNDING = 1e-9

/** Whether a step may begin. Decided before it spends, with what it is expected to cost. */
export function judgeBudget({ budget, spent, next }: BudgetQuestion): BudgetDecision {
  const set = CEILINGS.flatMap((ceiling) => {
    const limit = budget[ceiling]
    return limit === undefined ? [] : [{ ceiling, limit, spent: spent[ceiling] }]
  })
  for (const { ceiling, limit, spent: already } of set) {
    const by = already.usd + (next ?? 0) - limit
    const isUsedUp = already.usd >= limit - ROUNDING
    if (by > ROUNDING || isUsedUp) {
      const text = isUsedUp
        ? `The ceiling of ${dollars(limit)} for this ${ceiling} is reached: ${costText(already)} spent.`
        : `The next step would pass the ceiling of ${dollars(limit)} for this ${ceiling} by ${dollars(by)}.`
      return { kind: 'over', ceiling, limit, spent: already, by: Math.max(0, by), text }
    }
  }
  const left = set.map(({ limit, spent: already }) => limit - already.usd)
  return {
    kind: 'allowed',
    left: left.length === 0 ? null : Math.min(...left),
    unsure: set.filter(({ spent: already }) => already.atLeast).map(({ ceiling }) => ceiling),
  }
}
