import { cellWidth } from '../../text/cells.ts'
import type { Theme } from '../theme.ts'
import { column, fitLine, type Span } from './line.ts'

/** A stream along the days. */
export interface Bar {
  name: string
  start: number
  end: number
  /** How much of it is done, 0 to 1. */
  done: number
  isLongest: boolean
}

export interface Chart {
  unit: 'days' | 'tasks'
  length: number
  bars: Bar[]
  /** Where the whole stands; null: nothing has begun. */
  now: number | null
  /** Times before which everything earlier must have landed. */
  barriers: number[]
}

const WIDEST_UNIT = 8
const SIDE = 3

/** A row a bar below an axis of days; none at all where there is no room to tell one day from another. */
export function chartRows(
  theme: Theme,
  width: number,
  { unit, length, bars, now, barriers }: Chart,
): string[] {
  const title = unit === 'days' ? 'Day' : 'Step'
  const longest = Math.max(title.length, ...bars.map(({ name }) => cellWidth(theme.show(name))))
  const names = Math.min(longest, Math.max(6, Math.floor(width * 0.4)))
  const room = width - names - SIDE
  if (length <= 0 || room < 8) return []
  const fitting = room / length
  const perUnit = fitting >= 1 ? Math.min(WIDEST_UNIT, Math.floor(fitting)) : fitting
  const scale: Scale = {
    perUnit,
    cells: Math.round(length * perUnit),
    now: now === null ? null : Math.floor(now * perUnit),
    barriers: new Set(barriers.map((at) => Math.round(at * perUnit))),
  }
  const axis = `${column(theme, title, names)}   ${axisText(length, perUnit)}`
  const rows = bars.map((bar) => {
    const mark = bar.isLongest ? theme.glyphs.longest : ' '
    const left: Span[] = [[`${column(theme, bar.name, names)} `], [mark, 'accent'], [' ']]
    return fitLine(theme, width, { left: [...left, ...barSpans(theme, bar, scale)] })
  })
  return [fitLine(theme, width, { left: [[axis, 'dim']] }), ...rows]
}

interface Scale {
  /** Cells of a day. */
  perUnit: number
  cells: number
  now: number | null
  barriers: Set<number>
}

function barSpans(
  { glyphs }: Theme,
  { start, end, done }: Bar,
  { perUnit, cells, now, barriers }: Scale,
): Span[] {
  const from = Math.min(cells - 1, Math.round(start * perUnit))
  const to = Math.max(from + 1, Math.round(end * perUnit))
  // A third of three is not quite one, in binary.
  const filled = from + Math.floor((to - from) * done + 1e-9)
  return Array.from({ length: cells }, (_, index): Span => {
    if (index >= from && index < filled) return [glyphs.done, 'good']
    if (index === now) return [glyphs.now, 'accent']
    if (index >= from && index < to) return [glyphs.rest]
    return barriers.has(index) ? [glyphs.barrier, 'dim'] : [' ']
  })
}

/** Numbers over the beginnings of the days, as many as have room. */
function axisText(length: number, perUnit: number): string {
  const widest = String(Math.ceil(length)).length + 1
  const every = STEPS.find((step) => step * perUnit >= widest) ?? Math.ceil(widest / perUnit)
  let text = ''
  for (let day = 1; day <= Math.ceil(length); day += every)
    text = text.padEnd(Math.round((day - 1) * perUnit)) + String(day)
  return text
}

const STEPS = [1, 2, 5, 10, 20, 50, 100]

/** What the signs of the strip mean. */
export function chartLegend({ glyphs }: Theme, has: { now?: boolean; barriers?: boolean }): Span[] {
  return [
    [`${glyphs.done} `, 'good'],
    ['done ', 'dim'],
    [`${glyphs.rest} `],
    ['to do ', 'dim'],
    ...(has.now
      ? ([
          [`${glyphs.now} `, 'accent'],
          ['now ', 'dim'],
        ] satisfies Span[])
      : []),
    [`${glyphs.longest} `, 'accent'],
    ['longest way', 'dim'],
    ...(has.barriers ? ([[` ${glyphs.barrier} `], ['barrier', 'dim']] satisfies Span[]) : []),
  ]
}
