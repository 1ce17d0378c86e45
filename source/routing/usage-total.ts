import type { Tokens, UsageReport } from '../model/usage.ts'
import type { Price } from './price.ts'

/** What one report added to those of its session before it. */
export interface Spending extends Omit<UsageReport, 'usd' | 'session'> {
  /** null: nobody knows. */
  usd: number | null
}

/**
 * What was spent. Counters of a session only grow, also over runs that take it up again, so each report adds what it
 * has more than the highest before it; another session adds all of its own. The sum is the same in whatever order
 * reports come, and however often.
 */
export function spendings(reports: UsageReport[], price: Price): Spending[] {
  const sessions = Map.groupBy(reports, ({ agent, session, run }) =>
    JSON.stringify([agent, session === null ? 'run' : 'session', session ?? run]),
  )
  return [...sessions.values()]
    .flatMap((each) => sessionSpendings(each.toSorted(compare), price))
    .sort(compare)
}

export const addTokens = (a: Tokens, b: Tokens): Tokens => perKind((kind) => a[kind] + b[kind])

export const sameTokens = (a: Tokens, b: Tokens): boolean =>
  total(perKind((kind) => Math.abs(a[kind] - b[kind]))) === 0

export const NO_TOKENS: Tokens = { in: 0, out: 0, cacheRead: 0, cacheWrite: 0 }

function sessionSpendings(reports: UsageReport[], price: Price): Spending[] {
  // An agent that tells dollars includes in them what it reported without: only what comes after is priced.
  const lastTold = reports.findLastIndex(({ usd }) => usd !== null)
  let tokens = NO_TOKENS
  let usd = 0
  let model: string | null = null
  return reports.flatMap(({ session: _, ...report }, index) => {
    const highest = perKind((kind) => Math.max(tokens[kind], report.tokens[kind]))
    const added = perKind((kind) => highest[kind] - tokens[kind])
    const told = Math.max(usd, report.usd ?? 0)
    const addedUsd = told - usd
    const addsTokens = total(added) > 0
    model = report.model ?? model
    tokens = highest
    usd = told
    if (!addsTokens && addedUsd === 0) return []
    const spent = index > lastTold ? price(added, model, report.at) : addedUsd
    return [{ ...report, model, tokens: added, usd: spent }]
  })
}

const perKind = (value: (kind: keyof Tokens) => number): Tokens => ({
  in: value('in'),
  out: value('out'),
  cacheRead: value('cacheRead'),
  cacheWrite: value('cacheWrite'),
})

const total = (tokens: Tokens): number => tokens.in + tokens.out + tokens.cacheRead + tokens.cacheWrite

type Sortable = Pick<UsageReport, 'at' | 'tokens' | 'usd' | 'run' | 'stream' | 'batch' | 'model' | 'agent'>

/** An order of their content alone: two reports that are equal in it are the same report. */
const compare = (a: Sortable, b: Sortable): number =>
  a.at - b.at ||
  total(a.tokens) - total(b.tokens) ||
  (a.usd ?? -1) - (b.usd ?? -1) ||
  compareText(key(a), key(b))

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const key = ({ agent, run, stream, batch, model, tokens }: Sortable): string =>
  JSON.stringify([
    agent,
    run,
    stream,
    batch,
    model,
    tokens.in,
    tokens.out,
    tokens.cacheRead,
    tokens.cacheWrite,
  ])
