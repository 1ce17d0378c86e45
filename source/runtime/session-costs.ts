import type { Session } from '../model/session.ts'
import { costs } from '../routing/costs.ts'
import type { Costs } from '../routing/costs-text.ts'
import { defaultModel } from '../routing/model-tables.ts'
import { spentOf } from '../routing/spent.ts'

/** What a session spent, and what the same would have cost on the default model. */
export async function sessionCosts(
  { usage, settings }: Session,
  by: 'stream' | 'model' | 'day',
): Promise<Costs> {
  // Loaded only for this: the price table is large.
  const { priceOf } = await import('../routing/price.ts')
  const modelOf = (agent: string) => defaultModel(agent, settings.models)
  return costs({ spent: spentOf(usage), by, defaultModel: modelOf, price: priceOf })
}
