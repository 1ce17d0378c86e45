import type { Theme } from '../theme.ts'
import { fitLine, fitRows, type Span } from './line.ts'

export interface OverlayShape {
  width: number
  height: number
}

export interface Sheet extends OverlayShape {
  title: string
  /** At the right of the title: where in the whole this is. */
  mark: string
  /** Already as wide as the inside. */
  rows: string[]
}

/** Cells inside of the frame, with a space on either side. */
export const insideOf = ({ width, height }: OverlayShape): OverlayShape => ({
  width: Math.max(1, width - 4),
  height: Math.max(1, height - 2),
})

/** A page over all the panes, in the frame of what has the focus. */
export function framed(theme: Theme, { width, height, title, mark, rows }: Sheet): string[] {
  const { topLeft, topRight, bottomLeft, bottomRight, across, down } = theme.glyphs.focusFrame
  const side = theme.paint('focus', down)
  const end: Span[] = mark === '' ? [] : [[` ${mark} `, 'dim']]
  const line = { fill: across, fillRole: 'focus' as const }
  const inside = insideOf({ width, height })
  return fitRows(
    [
      fitLine(theme, width, {
        ...line,
        left: [[`${topLeft} `, 'focus'], [title, 'title'], [' ']],
        right: [...end, [topRight, 'focus']],
      }),
      ...fitRows(rows, inside.width, inside.height).map((row) => `${side} ${row} ${side}`),
      fitLine(theme, width, { ...line, left: [[bottomLeft, 'focus']], right: [[bottomRight, 'focus']] }),
    ],
    width,
    height,
  )
}

/** '3-24 of 120', with an arrow to where there is more; nothing when all of it is seen. */
export function scrollMark(
  { glyphs }: Theme,
  { top, seen, total }: { top: number; seen: number; total: number },
): string {
  if (seen >= total) return ''
  const more = [top > 0 ? glyphs.up : '', top + seen < total ? glyphs.down : ''].join('')
  return `${top + 1}-${top + seen} of ${total} ${more}`
}
