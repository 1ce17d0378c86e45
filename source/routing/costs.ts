import type { Cost, Tokens } from '../model/usage.ts'
import { sumCosts } from './cost.ts'
import type { Price } from './price.ts'
import { dayOf } from './spent.ts'
import { addTokens, NO_TOKENS, type Spending } from './usage-total.ts'

export interface CostLine {
  /** The stream, model or day; '' for the whole. */
  key: string
  tokens: Tokens
  cost: Cost
  /** The same tokens on the model that would be used without routing. */
  onDefault: Cost
  /** Negative: routing cost more. null: a part of either is unknown. */
  saved: number | null
}

export interface CostQuestion {
  spent: Spending[]
  by: 'stream' | 'model' | 'day'
  defaultModel: (agent: string) => string | null
  price: Price
}

/** What was spent, line by line in the order of first use, and in all. */
export function costs(question: CostQuestion): { lines: CostLine[]; total: CostLine } {
  const { spent, by } = question
  const keyOf = (each: Spending): string => {
    if (by === 'day') return dayOf(each.at)
    return by === 'stream' ? each.stream : (each.model ?? 'unknown')
  }
  const lines = [...Map.groupBy(spent, keyOf)].map(([key, part]) => line(key, part, question))
  return { lines, total: line('', spent, question) }
}

function line(key: string, part: Spending[], { defaultModel, price }: CostQuestion): CostLine {
  const cost = sumCosts(part.map(({ usd }) => usd))
  const onDefault = sumCosts(
    part.map(({ agent, model, tokens, usd, at }) => {
      const other = defaultModel(agent)
      // What did run on it cost what it cost; the price table might differ from what the agent tells.
      return other === model ? usd : price(tokens, other, at)
    }),
  )
  const isKnown = !cost.atLeast && !onDefault.atLeast
  return {
    key,
    tokens: part.reduce((sum, { tokens }) => addTokens(sum, tokens), NO_TOKENS),
    cost,
    onDefault,
    saved: isKnown ? onDefault.usd - cost.usd : null,
  }
}
