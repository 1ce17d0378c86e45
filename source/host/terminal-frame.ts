import type { PaneView } from '../model/screen.ts'
import type { TerminalScreen } from '../runtime/terminal/connect-terminal.ts'
import type { Frame } from '../runtime/transcript/frame.ts'

/**
 * What a view shows of a terminal. One that is larger, because somebody types in it on another screen, is seen around
 * its cursor. Where the view stands in the transcript stays as it is.
 */
export function terminalFrame({ rows, cursorRow, below }: TerminalScreen, view: PaneView): Frame {
  const first = Math.max(0, Math.min(cursorRow - view.rows + 1, rows.length - view.rows))
  return {
    rows: rows
      .slice(first, first + view.rows)
      .map(({ text, isWrapped }) => ({ text, tone: 'terminal', continues: isWrapped })),
    anchors: [],
    anchor: view.anchor,
    below,
  }
}
