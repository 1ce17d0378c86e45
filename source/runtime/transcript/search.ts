import { setImmediate } from 'node:timers/promises'
import type { Anchor } from '../../model/screen.ts'
import type { Part } from './part.ts'
import { linesDown, linesUp, type PlacedLine, placeOf } from './walk-lines.ts'

export interface Search {
  text: string
  /** The line it begins behind (or before); null: the end. */
  from: Anchor | null
  direction: 'up' | 'down'
}

/** After as many lines others get their turn: some 2 ms. */
const slice = 2000

/** The nearest line that holds the text, whatever its case and colours. Looks through everything, a slice at a time. */
export async function search(
  parts: readonly Part[],
  { text, from, direction }: Search,
  signal: AbortSignal,
): Promise<Anchor | null> {
  // A part may come between the others while it is looked for.
  const now = [...parts]
  const place = from && placeOf(now, from)
  const sought = text.toLowerCase()
  let left = slice
  for (const line of direction === 'up' ? linesUp(now, place) : linesBelow(now, place)) {
    if (plain(line.text).toLowerCase().includes(sought)) {
      return { part: (now[line.part] as Part).id, line: line.line, row: 0 }
    }
    left -= 1
    if (left > 0) continue
    await setImmediate()
    if (signal.aborted) return null
    left = slice
  }
  return null
}

function* linesBelow(parts: readonly Part[], place: ReturnType<typeof placeOf>): Generator<PlacedLine> {
  if (place === null) return
  const lines = linesDown(parts, place)
  lines.next()
  yield* lines
}

const plain = (text: string): string => (text.includes('\x1b') ? text.replace(/\x1b\[[\d;:]*m/g, '') : text)
