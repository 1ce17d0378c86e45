import { cellWidth } from '../../text/cells.ts'
import type { Layout } from '../layout.ts'

interface Space {
  width: number
  height: number
}

/** Cells for the text of an overlay: it covers every pane, has a frame, and a space beside that. */
export const overlaySpace = ({ area }: Layout): Space => ({
  width: Math.max(1, area.width - 4),
  height: Math.max(1, area.height - 2),
})

/** The line at the top when the last one is seen, in a page that is wrapped by cells. */
export function lastTop(lines: string[], { width, height }: Space): number {
  let left = height
  for (let top = lines.length - 1; top >= 0; top -= 1) {
    left -= Math.max(1, Math.ceil(cellWidth(lines[top] as string) / width))
    if (left < 0) return Math.min(top + 1, lines.length - 1)
  }
  return 0
}
