import type { Rect } from '../layout.ts'

/** Rows that stand in a rectangle of the screen and fill it. */
export interface Block {
  rect: Rect
  rows: string[]
}

/** A row of the screen: what of the blocks stands in it, each at its place. */
export function rowOf(blocks: readonly Block[], y: number): string {
  let row = ''
  let end = 0
  for (const { rect, rows } of blocks) {
    const own = rows[y - rect.y]
    if (own === undefined) continue
    row += ' '.repeat(Math.max(0, rect.x - end)) + own
    end = rect.x + rect.width
  }
  return row
}
