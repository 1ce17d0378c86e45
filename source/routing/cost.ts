import type { Cost, Tokens } from '../model/usage.ts'

/** A sum in which what is unknown stays so. */
export const sumCosts = (parts: (number | null)[]): Cost => ({
  usd: parts.reduce<number>((sum, part) => sum + (part ?? 0), 0),
  atLeast: parts.includes(null),
})

/** USD for tokens at rates per million. */
export const costAt = (rates: Tokens, tokens: Tokens): number =>
  (tokens.in * rates.in +
    tokens.out * rates.out +
    tokens.cacheRead * rates.cacheRead +
    tokens.cacheWrite * rates.cacheWrite) /
  1_000_000

export const addCosts = (a: Cost, b: Cost): Cost => ({
  usd: a.usd + b.usd,
  atLeast: a.atLeast || b.atLeast,
})

/** `$1.20`, `at least $1.20`, or `unknown` where nothing at all is known: never $0 for that. */
export const costText = ({ usd, atLeast }: Cost): string => {
  if (!atLeast) return dollars(usd)
  return usd === 0 ? 'unknown' : `at least ${dollars(usd)}`
}

/** Small sums keep the digits that tell them from nothing. */
export const dollars = (usd: number): string => {
  const size = Math.abs(usd)
  const digits = size === 0 || size >= 0.1 ? 2 : 4
  const text = size.toFixed(digits)
  if (size > 0 && Number(text) === 0) return `${usd < 0 ? '-' : ''}less than $0.0001`
  return `${usd < 0 ? '-' : ''}$${text}`
}
