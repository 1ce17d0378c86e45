import { cellWidth, truncate } from '../../text/cells.ts'
import type { Role, Theme } from '../theme.ts'
import type { Span } from './line.ts'

/** A fact in a line of facts. */
export interface Part {
  text: string
  role: Role
  /** Those with the lowest rank are there in the narrowest room. */
  rank: number
}

const LEAST = 10

/** As many facts as the width has room for, in the order they were given; the last one is shortened where that is allowed. */
export function partsWithin(
  theme: Theme,
  parts: Part[],
  width: number,
  between: string,
  { cuts = true } = {},
): Span[] {
  const gap = cellWidth(between)
  const kept = new Map<Part, string>()
  let room = width + gap
  for (const part of parts.toSorted((a, b) => a.rank - b.rank)) {
    const size = cellWidth(theme.show(part.text)) + gap
    const isFirst = kept.size === 0
    // Half a command is none.
    if (size > room && !isFirst && (!cuts || part.role === 'key' || room < LEAST + gap)) continue
    const text = size <= room ? part.text : truncate(theme.show(part.text), room - gap, theme.glyphs.ellipsis)
    kept.set(part, text)
    room -= Math.min(size, room)
  }
  return parts
    .filter((part) => kept.get(part))
    .flatMap((part, index): Span[] => [
      ...(index === 0 ? [] : [[between, 'dim'] as Span]),
      [kept.get(part) as string, part.role],
    ])
}
