import type { PaneView } from '../model/screen.ts'
import type { Layout } from './layout.ts'
import { terminalIn } from './state/pane-terminal.ts'
import type { Ui } from './state/ui.ts'

/** The panes whose text is seen, as the host is told of them: the one with the focus first. */
export function seenPanes({ panes }: Layout, ui: Ui): PaneView[] {
  const seen = panes.filter(({ body }) => body.height > 0)
  const ordered = seen.toSorted((a, b) => Number(b.pane === ui.focus) - Number(a.pane === ui.focus))
  return ordered.map(({ pane, columns, body }) => {
    const terminal = terminalIn(ui, pane)
    return {
      pane,
      columns: Math.max(1, terminal === null ? columns : body.width),
      rows: body.height,
      anchor: ui.anchors[pane] ?? null,
      ...(terminal === null ? {} : { terminal }),
    }
  })
}
