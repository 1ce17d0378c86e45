import { fitCells } from '../../text/cells.ts'
import { markedRows } from '../state/copy.ts'
import type { Overlay } from '../state/ui.ts'
import type { Theme } from '../theme.ts'
import { fitLine, fitRows } from './line.ts'
import type { OverlayShape } from './overlay-frame.ts'

type Copy = Extract<Overlay, { kind: 'copy' }>

/** Rows of a pane from edge to edge, so that the mouse of the terminal marks text and no frame. */
export function copyOverlay(copy: Copy, theme: Theme, { width, height }: OverlayShape): string[] {
  const { pane, rows, cursor } = copy
  const room = Math.max(0, height - 1)
  const from = Math.max(0, Math.min(cursor - Math.floor(room / 2), rows.length - room))
  const [first, last] = markedRows(copy)
  const count = copy.mark === null ? '' : ` ${theme.glyphs.dot} ${last - first + 1} marked`
  const top = fitLine(theme, width, {
    left: [[`${theme.glyphs.frame.across} `, 'focus'], [`Copy from ${pane}`, 'title'], [' ']],
    right: [[` row ${cursor + 1} of ${rows.length}${count} `, 'dim']],
    fill: theme.glyphs.frame.across,
    fillRole: 'focus',
  })
  const shown = rows.slice(from, from + room).map(({ text }, index) => {
    const row = fitCells(theme.show(text), width)
    return from + index >= first && from + index <= last ? theme.paint('inverse', row) : row
  })
  return fitRows([top, ...shown], width, height)
}
