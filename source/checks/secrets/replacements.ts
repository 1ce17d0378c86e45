import { placesToMask } from './find-places.ts'
import { markOf } from './mark.ts'
import type { SecretRule } from './rule.ts'

/** What to put where: in order, none overlapping. */
export interface Replacement {
  start: number
  end: number
  label: string
}

/** What is to be masked in a text without colours. */
export const replacementsIn = (plain: string, rules: SecretRule[]): Replacement[] =>
  placesToMask(plain, rules).map(({ start, end, rule }) => ({
    start,
    end,
    label: markOf(plain.slice(start, end), rule),
  }))
