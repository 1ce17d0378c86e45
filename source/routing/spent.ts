import type { Cost, Tokens, UsageReport } from '../model/usage.ts'
import { costAt, sumCosts } from './cost.ts'
import { type Spending, spendings } from './usage-total.ts'

/** What a session spent, priced by the rates that came with the reports: no price table is needed for it. */
export function spentOf(reports: UsageReport[]): Spending[] {
  const rates = new Map<string | null, Tokens | null>(reports.map((report) => [report.model, report.rates]))
  return spendings(reports, (tokens, model) => {
    const known = rates.get(model) ?? null
    return known === null ? null : costAt(known, tokens)
  })
}

export const costOf = (spent: Spending[]): Cost => sumCosts(spent.map(({ usd }) => usd))

/** Days are those of UTC, so that they are the same for every session wherever it runs. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/**
 * Reports with another one. Counters only grow, so of one run, session, model and day the highest is enough; one that
 * is neither more nor less than it is kept beside it.
 */
export function withReport(reports: UsageReport[], news: UsageReport): UsageReport[] {
  const alike = reports.filter((each) => key(each) === key(news))
  if (alike.some((each) => covers(each, news))) return reports
  return [...reports.filter((each) => !alike.includes(each) || !covers(news, each)), news]
}

const key = ({ agent, run, session, model, at }: UsageReport): string =>
  JSON.stringify([agent, run, session, model, dayOf(at)])

const covers = (a: UsageReport, b: UsageReport): boolean =>
  (Object.keys(b.tokens) as (keyof Tokens)[]).every((kind) => a.tokens[kind] >= b.tokens[kind]) &&
  (a.usd ?? -1) >= (b.usd ?? -1)
