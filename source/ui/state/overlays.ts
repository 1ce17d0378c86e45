import { helpRows } from '../keys/help-rows.ts'
import { lastTop, overlaySpace } from './overlay-space.ts'
import type { Ui, UiContext } from './ui.ts'

export type Step = 'line-up' | 'line-down' | 'page-up' | 'page-down' | 'to-start' | 'to-end'

/** Scrolls a page that is read, moves the cursor in one that is picked from. */
export function moveInOverlay(ui: Ui, context: UiContext, step: Step): Ui {
  const { overlay } = ui
  const space = overlaySpace(context.layout)
  const stepped = (at: number, last: number): number =>
    Math.min(Math.max(0, last), Math.max(0, at + rowsOf(step, space.height)))
  switch (overlay?.kind) {
    case 'help':
      return {
        ...ui,
        overlay: { ...overlay, top: stepped(overlay.top, helpRows(context.keys).length - space.height) },
      }
    case 'sheet':
      return { ...ui, overlay: { ...overlay, top: stepped(overlay.top, lastTop(overlay.lines, space)) } }
    case 'copy':
      return { ...ui, overlay: { ...overlay, cursor: stepped(overlay.cursor, overlay.rows.length - 1) } }
    case 'chooser':
      return { ...ui, overlay: { ...overlay, at: stepped(overlay.at, overlay.offers.length - 1) } }
    default:
      return ui
  }
}

function rowsOf(step: Step, height: number): number {
  const page = Math.max(1, height - 1)
  switch (step) {
    case 'line-up':
      return -1
    case 'line-down':
      return 1
    case 'page-up':
      return -page
    case 'page-down':
      return page
    case 'to-start':
      return -Infinity
    case 'to-end':
      return Infinity
  }
}
