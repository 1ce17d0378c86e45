import { plainText } from './plain-text.ts'

/** Names in a sentence: `a and b`, `a, b and 3 more`. */
export const listed = (names: readonly string[], most = 5): string => {
  const shown = names.map((name) => plainText(name, 80))
  if (shown.length > most + 1) return `${shown.slice(0, most).join(', ')} and ${shown.length - most} more`
  return [shown.slice(0, -1).join(', '), ...shown.slice(-1)].filter((part) => part !== '').join(' and ')
}

export const counted = (amount: number, one: string, many = `${one}s`): string =>
  `${amount} ${amount === 1 ? one : many}`
