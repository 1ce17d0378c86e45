import type { HostMessage } from '../model/message.ts'
import type { Anchor, Row } from '../model/screen.ts'

type RowsMessage = Extract<HostMessage, { type: 'rows' }>

/** What the host said stands in a pane. */
export interface PaneRows {
  rows: Row[]
  /** Of its first row; null: it follows the end. */
  anchor: Anchor | null
  top: Anchor | null
  below: number | null
}

const BLANK: Row = { text: '', tone: 'output', continues: false }
export const NO_ROWS: PaneRows = { rows: [], anchor: null, top: null, below: 0 }

/** The pane after a message: rows that went up are gone, changed ones are exchanged, the others stay. */
export function withRows(before: PaneRows, message: RowsMessage): PaneRows {
  const { anchor, top, below, shift, changed, count } = message
  const kept = before.rows.slice(shift)
  const rows = Array.from({ length: count }, (_, index) => kept[index] ?? BLANK)
  for (const [index, row] of changed) if (index < count) rows[index] = row
  return { rows, anchor, top, below }
}
