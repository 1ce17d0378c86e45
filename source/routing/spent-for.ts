import type { Session } from '../model/session.ts'
import type { Cost } from '../model/usage.ts'
import type { Ceiling } from './budget.ts'
import { addCosts } from './cost.ts'
import { costOf, dayOf, spentOf } from './spent.ts'

export interface Spender {
  stream: string
  batch: string
  at: number
  /** What other sessions have spent today. */
  elsewhere: Cost
  /** What running work is expected to spend still, beside what it told. */
  coming?: number
}

/** What counts towards each ceiling of a batch. */
export function spentFor(
  { usage }: Session,
  { stream, batch, at, elsewhere, coming = 0 }: Spender,
): Record<Ceiling, Cost> {
  const all = spentOf(usage)
  const ofStream = all.filter((each) => each.stream === stream)
  const others: Cost = { usd: coming, atLeast: false }
  const today = costOf(all.filter((each) => dayOf(each.at) === dayOf(at)))
  return {
    batch: costOf(ofStream.filter((each) => each.batch === batch)),
    stream: costOf(ofStream),
    session: addCosts(costOf(all), others),
    day: addCosts(addCosts(today, elsewhere), others),
  }
}
