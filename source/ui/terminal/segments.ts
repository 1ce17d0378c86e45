import type { Layout, Rect } from '../layout.ts'

/** A piece of a screen row that is written as a whole: cells of one source. */
export interface Segment {
  x: number
  width: number
  source: 'chrome' | 'prompt' | 'body'
  /** Whose body; empty for the others. */
  pane: string
  /** Which row of the source, and from which of its columns on. */
  row: number
  column: number
}

/**
 * Divides every row of the screen, from left to right and without gaps: the prompt and the bodies of panes where no
 * overlay is, the chrome everywhere else.
 */
export function segmentRows(layout: Layout, overlay: Rect | null): Segment[][] {
  const { columns, rows } = layout.size
  return Array.from({ length: rows }, (_, y) => {
    const painted = paintedPlaces(layout)
      .filter(({ rect }) => y >= rect.y && y < rect.y + rect.height)
      .flatMap((place) => besideOverlay(place, overlay, y))
      .sort((a, b) => a.x - b.x)
    const segments: Segment[] = []
    let x = 0
    for (const segment of painted) {
      // A place that reaches out of the screen or into another is cut.
      const start = Math.max(x, segment.x)
      const end = Math.min(columns, segment.x + segment.width)
      if (end <= start) continue
      if (start > x) segments.push(chrome(x, start, y))
      segments.push({ ...segment, x: start, width: end - start, column: segment.column + start - segment.x })
      x = end
    }
    if (x < columns) segments.push(chrome(x, columns, y))
    return segments
  })
}

interface Place {
  rect: Rect
  source: 'prompt' | 'body'
  pane: string
}

const paintedPlaces = ({ prompt, panes }: Layout): Place[] => [
  { rect: prompt, source: 'prompt', pane: '' },
  ...panes.map(({ pane, body }): Place => ({ rect: body, source: 'body', pane })),
]

function besideOverlay({ rect, source, pane }: Place, overlay: Rect | null, y: number): Segment[] {
  const piece = (from: number, to: number): Segment => ({
    x: from,
    width: to - from,
    source,
    pane,
    row: y - rect.y,
    column: from - rect.x,
  })
  const end = rect.x + rect.width
  // One without width would still cut a wide glyph in two.
  const isFree = !overlay || overlay.width === 0 || y < overlay.y || y >= overlay.y + overlay.height
  if (isFree) return [piece(rect.x, end)]
  return [
    piece(rect.x, Math.min(end, overlay.x)),
    piece(Math.max(rect.x, overlay.x + overlay.width), end),
  ].filter(({ width }) => width > 0)
}

const chrome = (from: number, to: number, y: number): Segment => ({
  x: from,
  width: to - from,
  source: 'chrome',
  pane: '',
  row: y,
  column: from,
})
