import type { Layout, Rect } from '../layout.ts'

export type Way = 'left' | 'right' | 'up' | 'down'

/** The pane a person means by 'left of this one': what lies that way and beside it first, then what is nearest. */
export function paneTowards(layout: Layout, focus: string, way: Way): string | null {
  const places = placesOf(layout)
  const here = places.find(({ pane }) => pane === focus)?.rect
  if (!here) return null
  const far = places
    .filter(({ pane, rect }) => pane !== focus && gap(here, rect, way) >= 0)
    .map(({ pane, rect }) => ({ pane, far: gap(here, rect, way) + ASIDE * aside(here, rect, way) }))
    .sort((a, b) => a.far - b.far)
  return far[0]?.pane ?? null
}

/** What is straight ahead is always nearer than what is to be reached around a corner. */
const ASIDE = 1000

/** Every pane with its place; those in one strip share it from left to right. */
function placesOf({ panes, lines }: Layout): { pane: string; rect: Rect }[] {
  const strips = lines.flatMap(({ panes: ids, rect }) => {
    const width = rect.width / Math.max(1, ids.length)
    return ids.map((pane, index) => ({ pane, rect: { ...rect, x: rect.x + index * width, width } }))
  })
  return [...panes.map(({ pane, frame }) => ({ pane, rect: frame })), ...strips]
}

/** Cells between the two in that direction; negative: it lies another way. */
function gap(from: Rect, to: Rect, way: Way): number {
  switch (way) {
    case 'left':
      return from.x - (to.x + to.width)
    case 'right':
      return to.x - (from.x + from.width)
    case 'up':
      return from.y - (to.y + to.height)
    case 'down':
      return to.y - (from.y + from.height)
  }
}

/** How far the other lies beside the straight way; 0 where the two overlap. */
function aside(from: Rect, to: Rect, way: Way): number {
  const across = way === 'left' || way === 'right'
  const [a, b, c, d] = across
    ? [from.y, from.y + from.height, to.y, to.y + to.height]
    : [from.x, from.x + from.width, to.x, to.x + to.width]
  return Math.max(0, c - b + 1, a - d + 1)
}
