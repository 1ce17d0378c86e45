import type { HostMessage } from '../model/message.ts'
import type { Anchor, Row } from '../model/screen.ts'
import type { Frame } from '../runtime/transcript/frame.ts'

export type RowDelta = Omit<Extract<HostMessage, { type: 'rows' }>, 'type' | 'generation' | 'pane'>

/** What makes the rows that were sent (null: none yet) those of the frame; null: they are. */
export function rowDelta(sent: Frame | null, frame: Frame): RowDelta | null {
  const { rows, anchors, anchor, below } = frame
  const shift = sent ? shiftOf(sent, frame) : 0
  const changed = rows.flatMap((row, place): [number, Row][] =>
    isSameRow(sent?.rows[place + shift], row) ? [] : [[place, row]],
  )
  const isSame =
    sent !== null &&
    changed.length === 0 &&
    shift === 0 &&
    sent.rows.length === rows.length &&
    sent.below === below &&
    isSamePlace(sent.anchor, anchor) &&
    isSamePlace(sent.anchors[0], anchors[0])
  return isSame ? null : { anchor, top: anchors[0] ?? null, below, shift, changed, count: rows.length }
}

/** How far the text moved up: the row that is the first now stood there before. */
function shiftOf(sent: Frame, { anchors }: Frame): number {
  const top = anchors[0]
  return top
    ? Math.max(
        0,
        sent.anchors.findIndex((each) => isSamePlace(each, top)),
      )
    : 0
}

const isSameRow = (a: Row | undefined, b: Row): boolean =>
  a !== undefined && a.text === b.text && a.tone === b.tone && a.continues === b.continues

const isSamePlace = (a: Anchor | null | undefined, b: Anchor | null | undefined): boolean =>
  a === b || (!a && !b) || (!!a && !!b && a.line === b.line && a.row === b.row && a.part === b.part)
