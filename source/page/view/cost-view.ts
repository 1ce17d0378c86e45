import type { Session } from '../../model/session.ts'
import { CEILINGS } from '../../routing/budget.ts'
import { costText, dollars } from '../../routing/cost.ts'
import { costOf, dayOf, spentOf } from '../../routing/spent.ts'
import type { Spending } from '../../routing/usage-total.ts'
import { said } from './said.ts'

/** What agents told of money; empty where none told anything. */
export interface CostView {
  total: string
  byStream: CostRow[]
  byModel: CostRow[]
  byDay: CostRow[]
  /** `session $20.00`, as they are set. */
  ceilings: string[]
}

export interface CostRow {
  key: string
  text: string
}

export function costView({ usage, settings }: Session): CostView {
  const spent = spentOf(usage)
  const rows = (of: (each: Spending) => string): CostRow[] =>
    [...Map.groupBy(spent, of)].map(([key, part]) => ({ key: said(key, 80), text: costText(costOf(part)) }))
  return {
    total: spent.length === 0 ? '' : costText(costOf(spent)),
    byStream: rows(({ stream }) => stream),
    byModel: rows(({ model }) => model ?? 'unknown'),
    byDay: rows(({ at }) => dayOf(at)),
    ceilings: CEILINGS.flatMap((ceiling) => {
      const limit = settings.budget[ceiling]
      return limit === undefined ? [] : [`${ceiling} ${dollars(limit)}`]
    }),
  }
}
