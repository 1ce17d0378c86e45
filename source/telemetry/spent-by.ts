import type { Session } from '../model/session.ts'
import type { Tokens } from '../model/usage.ts'
import { costOf, spentOf } from '../routing/spent.ts'
import { addTokens, NO_TOKENS } from '../routing/usage-total.ts'

/**
 * What a run has spent so far, without what its agent's session had spent before it: counters go on where a run takes a
 * session up again. `usd` null: not all of it is known. null: nobody told.
 */
export function spentBy(
  { usage }: Session,
  run: string,
  model?: string | null,
): { tokens: Tokens; usd: number | null } | null {
  const ofRun = spentOf(usage).filter((each) => each.run === run)
  const spent = model === undefined ? ofRun : ofRun.filter((each) => each.model === model)
  if (spent.length === 0) return null
  const { usd, atLeast } = costOf(spent)
  return {
    tokens: spent.reduce((sum, each) => addTokens(sum, each.tokens), NO_TOKENS),
    usd: atLeast ? null : usd,
  }
}
