/** Working days that a text names: an amount (`1.5 days`, `4 hours`) or a range on the calendar (`Days 3-5`). */
export const readDuration = (text: string): number | null => readAmount(text) ?? readRange(text)

const readAmount = (text: string): number | null => {
  const found = amount.exec(text)
  if (!found) return null
  const [, low = '', high, word, letter = ''] = found
  // Of "2-3 days" the larger counts: a forecast that comes true is worth more than a hopeful one.
  return inDays(Number(high ?? low), word ?? letter)
}

const readRange = (text: string): number | null => {
  const found = range.exec(text)
  if (!found) return null
  const [, unit = '', first = '', last] = found
  return inDays(last === undefined ? 1 : Number(last) - Number(first) + 1, unit)
}

const inDays = (count: number, unit: string): number | null => {
  const days = count * (daysPer[unit.charAt(0).toLowerCase()] ?? 1)
  return days > 0 ? Math.max(1, Math.round(days * 1e4)) / 1e4 : null
}

/** A working day has 8 hours, a week 5 days. */
const daysPer: Record<string, number> = { m: 1 / 480, h: 1 / 8, d: 1, w: 5 }

const amount =
  /(?<![\d.])(\d{1,4}(?:\.\d{1,4})?)(?:\s?(?:-|–|—|to)\s?(\d{1,4}(?:\.\d{1,4})?))?(?:\s?-?(minutes?|mins?|hours?|hrs?|days?|weeks?|wks?)|([hdw]))\b/i
const range = /\b(day|week)s?\s(\d{1,4})(?:\s?(?:-|–|—|to|through)\s?(\d{1,4}))?\b/i
