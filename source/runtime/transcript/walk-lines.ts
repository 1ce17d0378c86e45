import type { Anchor } from '../../model/screen.ts'
import type { TextLine } from './log-lines.ts'
import type { Part } from './part.ts'

/** A line among the parts of a transcript. */
export interface Place {
  part: number
  line: number
}

export interface PlacedLine extends TextLine {
  part: number
}

/** A screen has some dozens of lines; who goes further reads more at once. */
const batches = { first: 64, longest: 1024 }

/** The line that an anchor names, or the nearest of its part; null: its part is not here any more. */
export function placeOf(parts: readonly Part[], { part: id, line }: Anchor): Place | null {
  const exact = parts.findIndex((part) => part.id === id && part.has(line))
  // A note may have come between, or a new host found the log in other parts: the byte is still the same.
  const run = id.replace(/@\d+$/, '')
  const isNear = (part: Part) => part.id === id || (part.run === run && part.first <= line)
  const index = exact >= 0 ? exact : parts.findLastIndex(isNear)
  const part = parts[index]
  // The line around it, should it be the middle of one.
  return part ? { part: index, line: part.before(line + 1, 1)[0]?.line ?? part.first } : null
}

/** Every line from the place on, down to the end. */
export function* linesDown(parts: readonly Part[], from: Place): Generator<PlacedLine> {
  let count = batches.first
  for (let index = from.part; index < parts.length; index++) {
    const part = parts[index] as Part
    let line = index === from.part ? from.line : part.first
    for (;;) {
      const lines = part.after(line, count)
      for (const each of lines) yield { ...each, part: index }
      const last = lines.at(-1)
      if (!last) break
      line = last.next
      count = Math.min(count * 2, batches.longest)
    }
  }
}

/** Every line before the place, up to the start; null: from the end. */
export function* linesUp(parts: readonly Part[], from: Place | null): Generator<PlacedLine> {
  let count = batches.first
  for (let index = from?.part ?? parts.length - 1; index >= 0; index--) {
    const part = parts[index] as Part
    let line = from !== null && index === from.part ? from.line : null
    for (;;) {
      const lines = part.before(line, count)
      for (const each of lines.toReversed()) yield { ...each, part: index }
      const first = lines[0]
      if (!first || first.line <= part.first) break
      line = first.line
      count = Math.min(count * 2, batches.longest)
    }
  }
}
