import type { Row } from '../../model/screen.ts'
import { plainText } from '../../text/plain.ts'
import type { Action } from '../keys/action.ts'
import { done, flashed } from './reduced.ts'
import type { Overlay, Ui } from './ui.ts'

type Copy = Extract<Overlay, { kind: 'copy' }>

const copyMode: Action = {
  name: 'copy-mode',
  group: 'copy',
  summary: "holds the pane's text still, without frames, to mark and copy; the mouse can mark it too",
  chords: { keys: ['v'] },
  run: (ui, { rows }) => {
    if (rows.length === 0) return flashed(ui, 'There is nothing to copy here.')
    return done({
      ...ui,
      overlay: {
        kind: 'copy',
        pane: ui.focus,
        rows: rows.map(plainRow),
        cursor: rows.length - 1,
        mark: null,
      },
    })
  },
}

const plainRow = (row: Row): Row => ({ ...row, text: plainText(row.text) })

const inCopy = (
  name: string,
  chords: string[],
  summary: string,
  run: (ui: Ui, copy: Copy) => ReturnType<typeof done>,
): Action => ({
  name,
  group: 'copy',
  summary,
  chords: { copy: chords },
  run: (ui) => (ui.overlay?.kind === 'copy' ? run(ui, ui.overlay) : done(ui)),
})

const mark = inCopy('mark', ['space', 'v'], 'begins to mark here; again: marks nothing', (ui, copy) =>
  done({ ...ui, overlay: { ...copy, mark: copy.mark === null ? copy.cursor : null } }),
)

const markAll = inCopy('mark-all', ['A'], 'marks everything', (ui, copy) =>
  done({ ...ui, overlay: { ...copy, mark: 0, cursor: copy.rows.length - 1 } }),
)

const copyMarked = inCopy(
  'copy',
  ['y', 'enter'],
  'copies what is marked, or the row of the cursor',
  (ui, copy) => {
    const [first, last] = markedRows(copy)
    const lines = linesOf(copy.rows.slice(first, last + 1))
    const said = lines.length === 1 ? 'Copied one line.' : `Copied ${lines.length} lines.`
    return done({ ...ui, overlay: null, flash: said }, { type: 'copy', text: lines.join('\n') })
  },
)

/** First and last row that would be copied now. */
export const markedRows = ({ cursor, mark: from }: Copy): [number, number] =>
  from === null ? [cursor, cursor] : [Math.min(cursor, from), Math.max(cursor, from)]

/** Lines as they were before they were wrapped. Sentences lost the space there, output of programs did not. */
function linesOf(rows: Row[]): string[] {
  const lines: string[] = []
  for (const { text, tone, continues } of rows) {
    if (continues && lines.length > 0) lines.push(`${lines.pop()}${tone === 'output' ? '' : ' '}${text}`)
    else lines.push(text)
  }
  return lines.map((line) => line.trimEnd())
}

export const copyActions: Action[] = [copyMode, mark, markAll, copyMarked]
