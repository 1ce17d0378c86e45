import { dollars } from '../routing/cost.ts'
import type { Rates } from '../routing/price.ts'

/** A price as a person reads it, per million tokens. */
export const ratesText = (rates: Rates | null): string =>
  rates === null ? 'price unknown' : `${dollars(rates.in)} in, ${dollars(rates.out)} out per million tokens`
