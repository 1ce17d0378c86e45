import { calcPrice } from '@pydantic/genai-prices'
import type { Tokens } from '../model/usage.ts'
import { costAt } from './cost.ts'

/** USD for tokens of a model at a moment; null: unknown, which is never nothing. */
export type Price = (tokens: Tokens, model: string | null, at: number) => number | null

/** USD per million tokens. */
export type Rates = Tokens

const MILLION = 1_000_000

/**
 * The price by the public price table. Some models cost more in a request with a very long input; reports are sums of
 * many requests, so the rate for usual ones is taken.
 */
export const priceOf: Price = (tokens, model, at) => {
  const rates = model === null ? null : ratesOf(model, at)
  if (rates === null) return null
  return costAt(rates, tokens)
}

/** What a million tokens of each kind cost. `PROVIDER/MODEL` is understood as well. */
export function ratesOf(model: string, at: number): Rates | null {
  const direct = lookUp(model, null, at)
  const slash = model.indexOf('/')
  if (direct !== null || slash < 1) return direct
  return lookUp(model.slice(slash + 1), model.slice(0, slash), at)
}

/** Far below where prices for long input begin. */
const SAMPLE = 1000

function lookUp(model: string, provider: string | null, at: number): Rates | null {
  const cost = (usage: Record<string, number>) => {
    const options = { timestamp: new Date(at), ...(provider === null ? {} : { providerId: provider }) }
    const found = calcPrice(usage, model, options)
    // A model listed without a price for input or output would be told as free.
    if (found?.model_price.input_mtok === undefined || found.model_price.output_mtok === undefined)
      return null
    return round((found.total_price * MILLION) / SAMPLE)
  }
  try {
    const usages: Record<string, number>[] = [
      { input_tokens: SAMPLE },
      { output_tokens: SAMPLE },
      // The table counts cached tokens as a part of the input.
      { input_tokens: SAMPLE, cache_read_tokens: SAMPLE },
      { input_tokens: SAMPLE, cache_write_tokens: SAMPLE },
    ]
    const [input, out, cacheRead, cacheWrite] = usages.map(cost)
    if (input == null || out == null || cacheRead == null || cacheWrite == null) return null
    return { in: input, out, cacheRead, cacheWrite }
  } catch {
    return null
  }
}

/** Takes away what binary fractions add: 0.30000000000000004. */
const round = (rate: number): number => Math.round(rate * MILLION) / MILLION
