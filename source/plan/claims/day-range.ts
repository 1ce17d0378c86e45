/** Days of a calendar that counts from 1; both ends belong to it. */
export interface DayRange {
  from: number
  to: number
}

/** `Days 3-5`, `Week 2`. A week has five days. `end` is where in the text it is over. */
export const readDayRange = (text: string): (DayRange & { end: number }) | null => {
  const found = range.exec(text)
  if (!found) return null
  const [written, unit = '', first = '', last = first] = found
  const days = /^w/i.test(unit) ? 5 : 1
  const from = (Number(first) - 1) * days + 1
  const to = Number(last) * days
  return from < 1 || to < from ? null : { from, to, end: found.index + written.length }
}

export const lengthOf = ({ from, to }: DayRange): number => to - from + 1

export const rangeText = ({ from, to }: DayRange): string =>
  from === to ? `day ${from}` : `days ${from}-${to}`

const range = /\b(day|week)s?\s{1,3}(\d{1,4})(?:\s?(?:-|–|—|to|through)\s?(\d{1,4}))?(?!\w)/i
