import { ORCHESTRATOR } from '../model/screen.ts'

/** Places on the screen, in cells from the top left corner, which is 0, 0. */
export interface Rect {
  x: number
  y: number
  width: number
  height: number
}

export interface Size {
  columns: number
  rows: number
}

/** A pane that is drawn with a frame. */
export interface PanePlace {
  pane: string
  /** With its border. */
  frame: Rect
  /** Inside of the frame above the body: tables and the like, drawn with the chrome. Its height may be 0. */
  head: Rect
  /** Inside of the frame: rows of the pane's text, painted, with their gutter. */
  body: Rect
  /** Cells of a row's text: what the host wraps to. The gutter of the body is left out. */
  columns: number
}

export interface Layout {
  kind: 'wide' | 'narrow' | 'small' | 'too-small'
  size: Size
  /** The title line. */
  title: Rect
  /** Everything between title and prompt: panes and lines fill it, an overlay covers it. */
  area: Rect
  panes: PanePlace[]
  /** Panes without a frame: one line each, or together in one strip of tabs. */
  lines: LinePlace[]
  /** The row of the prompt, and the one of hints below it (height 0 where there is no room). */
  prompt: Rect
  hints: Rect
}

export interface LinePlace {
  panes: string[]
  rect: Rect
}

export interface LayoutInput {
  size: Size
  /** In the order of the screen. None: there is no session, and the area is a page. */
  panes: string[]
  focus: string
  zoom: boolean
  /** Panes by how much they deserve the room, the first one most; the others come after them. */
  attention: string[]
  /** Rows that the orchestrator's head would like to have at this width. */
  headHeight: (width: number) => number
}

export const SMALLEST: Size = { columns: 30, rows: 8 }
/** Left of every row of a body: whose sentence it is. */
export const GUTTER = 2

const WIDE = 100
/** Workers stand in two columns where each has sixty cells: on a screen of 180. */
const TWO_COLUMNS = 120
const STACKED_ROWS = 16
/** Rows of a tile in which output can be followed; in smaller ones there is little more than in a line. */
const SMALLEST_TILE = 7
/** What the text of a pane keeps beside its head. */
const BODY_ROWS = 3
const BODY_SHARE = 0.3

/** Where everything stands. Pure; every pane has exactly one place, framed or as a line. */
export function layout(input: LayoutInput): Layout {
  const { columns, rows } = input.size
  const isTooSmall = columns < SMALLEST.columns || rows < SMALLEST.rows
  const prompt = rows > 1 ? 1 : 0
  const hints = rows >= 10 && !isTooSmall ? 1 : 0
  const title = isTooSmall ? 0 : 1
  const area = { x: 0, y: title, width: columns, height: rows - title - prompt - hints }
  const kind = isTooSmall ? 'too-small' : kindOf(input.size)
  return {
    kind,
    size: input.size,
    title: { x: 0, y: 0, width: columns, height: title },
    area,
    ...(isTooSmall ? hidden(input.panes, area) : arranged(kind, area, input)),
    prompt: { x: 0, y: rows - hints - prompt, width: columns, height: prompt },
    hints: { x: 0, y: rows - hints, width: columns, height: hints },
  }
}

type Places = Pick<Layout, 'panes' | 'lines'>

const kindOf = ({ columns, rows }: Size): Layout['kind'] => {
  if (columns >= WIDE) return 'wide'
  return rows >= STACKED_ROWS ? 'narrow' : 'small'
}

/** The page that says so has the whole area: the panes are named by no row of it. */
const hidden = (panes: string[], area: Rect): Places => ({
  panes: [],
  lines: panes.length > 0 ? [{ panes, rect: area }] : [],
})

function arranged(kind: Layout['kind'], area: Rect, input: LayoutInput): Places {
  const { panes, zoom } = input
  if (panes.length === 0) return { panes: [], lines: [] }
  const hasOrchestrator = panes.includes(ORCHESTRATOR)
  const workers = panes.filter((pane) => pane !== ORCHESTRATOR)
  if (panes.length === 1 || zoom || kind === 'small') return alone(area, input)
  if (!hasOrchestrator) return tiled(area, workers, input)
  return kind === 'wide' ? besides(area, workers, input) : stacked(area, workers, input)
}

/** The focused pane has all the room; the others are tabs below it. */
function alone(area: Rect, input: LayoutInput): Places {
  const { panes, focus } = input
  const shown = panes.includes(focus) ? focus : (panes[0] as string)
  const others = panes.filter((pane) => pane !== shown)
  const [frame, strip] = splitBelow(area, others.length > 0 ? 1 : 0)
  return { panes: [place(shown, frame, input)], lines: linesOf(others, strip) }
}

function besides(area: Rect, workers: string[], input: LayoutInput): Places {
  const width = Math.min(60, Math.max(38, Math.round(area.width / 3)))
  const left = { ...area, width }
  const right = { ...area, x: area.x + width, width: area.width - width }
  const places = tiled(right, workers, input)
  return { ...places, panes: [place(ORCHESTRATOR, left, input), ...places.panes] }
}

function stacked(area: Rect, workers: string[], input: LayoutInput): Places {
  const [shown] = byWant(workers, input)
  const others = workers.filter((pane) => pane !== shown)
  const [upper, strip] = splitBelow(area, others.length > 0 ? 1 : 0)
  const [top, bottom] = splitBelow(upper, upper.height - Math.round(upper.height * 0.4))
  return {
    panes: [place(ORCHESTRATOR, top, input), place(shown as string, bottom, input)],
    lines: linesOf(others, strip),
  }
}

/** Tiles for as many as fit, for those first that deserve it; below them a row for each other one. */
function tiled(area: Rect, workers: string[], input: LayoutInput): Places {
  const across = area.width >= TWO_COLUMNS && workers.length > 1 ? 2 : 1
  const count = tileCount(workers.length, across, area.height)
  const chosen = new Set(byWant(workers, input).slice(0, count))
  const others = workers.filter((pane) => !chosen.has(pane))
  const tileRows = Math.ceil(count / across)
  const least = Math.max(1, Math.floor(area.height / 4))
  const lineRows = Math.min(others.length, Math.max(least, area.height - tileRows * SMALLEST_TILE))
  const [upper, below] = splitBelow(area, lineRows)
  const tiles = workers.filter((pane) => chosen.has(pane))
  const panes = shares(upper.height, tileRows).flatMap(({ from, size }, row) => {
    const inRow = tiles.slice(row * across, (row + 1) * across)
    return shares(upper.width, inRow.length).map((column, index) => {
      const frame = { x: upper.x + column.from, y: upper.y + from, width: column.size, height: size }
      return place(inRow[index] as string, frame, input)
    })
  })
  return { panes, lines: linesOf(others, below) }
}

/** The largest number of tiles that leaves a row for each of the others; at least one, the others then share a row. */
function tileCount(workers: number, across: number, height: number): number {
  for (let count = workers; count > 1; count -= 1)
    if (Math.ceil(count / across) * SMALLEST_TILE + (workers - count) <= height) return count
  return 1
}

function byWant(panes: string[], { focus, attention }: LayoutInput): string[] {
  const wanted = [focus, ...attention].filter((pane) => panes.includes(pane))
  return [...new Set([...wanted, ...panes])]
}

/** A row each as far as there are rows; the last one takes all that are left. */
function linesOf(panes: string[], rect: Rect): LinePlace[] {
  if (panes.length === 0) return []
  return Array.from({ length: rect.height }, (_, row) => ({
    panes: row === rect.height - 1 ? panes.slice(row) : panes.slice(row, row + 1),
    rect: { ...rect, y: rect.y + row, height: 1 },
  }))
}

function place(pane: string, frame: Rect, { headHeight }: LayoutInput): PanePlace {
  const inside = Math.max(0, frame.height - 2)
  const width = frame.width - 4
  const wanted = pane === ORCHESTRATOR ? headHeight(width) : 0
  const text = Math.max(BODY_ROWS, Math.round(inside * BODY_SHARE))
  const height = Math.max(0, Math.min(wanted, inside - text))
  const body = { x: frame.x + 1, y: frame.y + 1 + height, width: frame.width - 2, height: inside - height }
  const head = { x: frame.x + 2, y: frame.y + 1, width, height }
  return { pane, frame, head, body, columns: body.width - GUTTER }
}

const splitBelow = (rect: Rect, below: number): [Rect, Rect] => [
  { ...rect, height: rect.height - below },
  { ...rect, y: rect.y + rect.height - below, height: below },
]

/** A length in whole parts that differ by one cell at most, the larger ones first. */
const shares = (length: number, count: number): { from: number; size: number }[] =>
  Array.from({ length: count }, (_, index) => {
    const from = Math.ceil((length * index) / count)
    return { from, size: Math.ceil((length * (index + 1)) / count) - from }
  })
