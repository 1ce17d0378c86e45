import type { IBufferCell, Terminal } from '@xterm/headless'
import * as fc from 'fast-check'
import type { Layout, Rect, Size } from '../../../../source/ui/layout.ts'

/** One glyph of a row; `disputed`: terminals give it different widths, so its own cells may look like anything. */
export interface Glyph {
  text: string
  width: number
  disputed: boolean
  colour: number
}
export type StyledRow = Glyph[]

/** A cell of the screen: its text ('' for the second half of a wide glyph) and colour. */
interface Cell {
  text: string
  colour: number
  disputed: boolean
}

const PLAIN = -1
const blank: Cell = { text: ' ', colour: PLAIN, disputed: false }

const glyphs: [text: string, width: number, disputed: boolean][] = [
  ['a', 1, false],
  ['Z', 1, false],
  [' ', 1, false],
  ['│', 1, false],
  ['é', 1, false],
  ['日', 2, false],
  ['한', 2, false],
  ['e\u0301', 1, false],
  ['●', 1, true],
  ['👍', 2, true],
  ['👩‍👩‍👧', 2, true],
  ['⚠️', 2, true],
]

export const anyRow: fc.Arbitrary<StyledRow> = fc.array(
  fc
    .tuple(fc.constantFrom(...glyphs), fc.constantFrom(PLAIN, PLAIN, PLAIN, 1, 4))
    .map(([[text, width, disputed], colour]): Glyph => ({ text, width, disputed, colour })),
  { maxLength: 40 },
)

/** The row as a program would print it. */
export const printed = (row: StyledRow): string =>
  row.map(({ text, colour }) => (colour === PLAIN ? text : `\x1b[3${colour}m${text}\x1b[39m`)).join('')

export interface ModelScreen {
  layout: Layout
  overlay: Rect | null
  chrome: StyledRow[]
  prompt: StyledRow
  bodies: Map<string, StyledRow[]>
}

/** What the terminal should show: bodies and the prompt over the chrome, and over them the chrome where the overlay is. */
export function modelCells({ layout, overlay, chrome, prompt, bodies }: ModelScreen): Cell[][] {
  const { columns, rows } = layout.size
  const places = [
    { rect: layout.prompt, rows: [prompt] },
    ...layout.panes.map(({ pane, body }) => ({ rect: body, rows: bodies.get(pane) ?? [] })),
  ]
  return Array.from({ length: rows }, (_, y) => {
    const owners = Array.from({ length: columns }, (_, x) =>
      overlay && isInside(overlay, x, y) ? null : (places.find(({ rect }) => isInside(rect, x, y)) ?? null),
    )
    return owners.map((owner, x) => {
      const row = owner ? (owner.rows[y - owner.rect.y] ?? []) : (chrome[y] ?? [])
      const column = owner ? x - owner.rect.x : x
      return cellOf(row, column, (other) => owners[x - column + other] === owner)
    })
  })
}

/** Text and colour of what stands in a column; a glyph that is not seen whole is a space. */
function cellOf(row: StyledRow, column: number, isSeen: (column: number) => boolean): Cell {
  let at = 0
  for (const { text, width, colour, disputed } of row) {
    if (column < at + width) {
      for (let each = at; each < at + width; each++)
        if (!isSeen(each)) return { text: ' ', colour, disputed: false }
      return { text: column === at ? text : '', colour, disputed }
    }
    at += width
  }
  return blank
}

const isInside = ({ x, y, width, height }: Rect, column: number, row: number) =>
  column >= x && column < x + width && row >= y && row < y + height

/** Places where the terminal shows something else than the model. */
export function differences(terminal: Terminal, model: Cell[][]): string[] {
  const wrong: string[] = []
  for (const [y, row] of model.entries()) {
    const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + y)!
    for (const [x, { text, colour, disputed }] of row.entries()) {
      const cell = line.getCell(x)!
      if (disputed) continue
      const seen = seenText(cell)
      if (seen !== text || (text.trim() !== '' && colourOf(cell) !== colour))
        wrong.push(`${x},${y}: '${seen}' (${colourOf(cell)}) for '${text}' (${colour})`)
    }
  }
  return wrong
}

const seenText = (cell: IBufferCell) => (cell.getWidth() === 0 ? '' : cell.getChars() || ' ')
const colourOf = (cell: IBufferCell) => (cell.isFgDefault() ? PLAIN : cell.getFgColor())

export const anySize: fc.Arbitrary<Size> = fc.record({
  columns: fc.integer({ min: 8, max: 40 }),
  rows: fc.integer({ min: 5, max: 12 }),
})

/** Two panes side by side or one, each with a border; title, prompt and hints. */
export function layoutOf(size: Size, split: number): Layout {
  const { columns, rows } = size
  const left = Math.min(columns, Math.max(3, Math.round(columns * split)))
  const place = (pane: string, x: number, width: number) => {
    const body = { x: x + 1, y: 2, width: Math.max(0, width - 2), height: Math.max(0, rows - 5) }
    return {
      pane,
      frame: { x, y: 1, width, height: rows - 3 },
      head: { ...body, height: 0 },
      body,
      columns: body.width,
    }
  }
  return {
    kind: 'wide',
    size,
    area: { x: 0, y: 1, width: columns, height: rows - 3 },
    title: { x: 0, y: 0, width: columns, height: 1 },
    panes: [place('left', 0, left), ...(columns - left >= 3 ? [place('right', left, columns - left)] : [])],
    lines: [],
    prompt: { x: 0, y: rows - 2, width: columns, height: 1 },
    hints: { x: 0, y: rows - 1, width: columns, height: 1 },
  }
}
