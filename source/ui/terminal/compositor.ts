import { fitCells } from '../../text/cells.ts'
import type { Layout, Rect, Size } from '../layout.ts'
import { paintSegment } from './paint-segment.ts'
import { type Segment, segmentRows } from './segments.ts'

export interface Compositor {
  /** Another size: all is blank until chrome of that size comes. */
  resize: (size: Size) => void
  /**
   * A whole frame of chrome, one text for every row of the screen, with the layout and the overlay it was made for, so
   * that they change together. What stands at the places of bodies and of the prompt is not shown, but for what the
   * overlay covers. False: it was made for another size and is not taken.
   */
  setChrome: (rows: readonly string[], layout: Layout, overlay: Rect | null) => boolean
  setPrompt: (row: string) => void
  /** Rows from the top of the pane's body; missing ones are blank. */
  setBody: (pane: string, rows: readonly string[]) => void
  /** Nothing is known any more about what the terminal shows. */
  invalidate: () => void
  /** The bytes that bring the terminal from what it shows to what it should show; empty: it does already. */
  frame: (options?: FrameOptions) => string
  /** The same for the prompt's row alone: what was typed has not to wait for the rest. */
  promptFrame: () => string
  /** The last frame left something out. */
  isBehind: () => boolean
}

export interface FrameOptions {
  /** The pane that comes first after the prompt. */
  focus?: string
  /** Characters after which everything but the prompt waits for the next frame. Where nothing is known, none waits. */
  budget?: number
}

/** The one place that decides what is written to the terminal. Nothing but fitted cells gets through it. */
export function createCompositor(firstSize: Size): Compositor {
  let size = firstSize
  let layout: Layout | null = null
  let overlay: Rect | null = null
  let chrome: readonly string[] = []
  let prompt = ''
  const bodies = new Map<string, readonly string[]>()
  /** By row of the screen: its segments, what each should show, and what the terminal shows there (null: unknown). */
  let segments: Segment[][] = []
  let wanted: string[][] = []
  let shown: (string | null)[][] = []
  /** Rows of the screen that may not be as they should: a key changes one of them, and most frames few. */
  const stale = new Set<number>()
  let isBlank = false
  let isBehind = false
  /** The other panes take turns, so that none is always the one that is left out. */
  let turn = 0
  /** Where the last frame that was cut began to leave something out: the next goes on there, else the last rows starve. */
  let resumeAt = 0

  const textOf = ({ source, pane, row, column, width }: Segment): string => {
    const rows = source === 'chrome' ? chrome : source === 'prompt' ? [prompt] : bodies.get(pane)
    return fitCells(rows?.[row] ?? '', width, column)
  }
  const refresh = (concerns: (segment: Segment) => boolean) => {
    for (const [y, row] of segments.entries())
      for (const [i, segment] of row.entries()) {
        if (!concerns(segment)) continue
        wanted[y]![i] = textOf(segment)
        stale.add(y)
      }
  }
  const refreshAll = () => {
    stale.clear()
    for (const y of segments.keys()) stale.add(y)
  }

  const divide = (next: Segment[][]) => {
    const before = segments
    segments = next
    wanted = next.map((row) => row.map(textOf))
    shown = next.map((row, y) => (samePlaces(row, before[y]) ? shown[y]! : row.map(() => null)))
    refreshAll()
  }

  /** The segment, and those to the right that a glyph of disputed width in it may reach into. */
  const write = (y: number, first: number): string => {
    const row = segments[y]!
    let bytes = ''
    let reach = 0
    for (let i = first; i < row.length && (i === first || row[i]!.x < reach); i++) {
      const text = wanted[y]![i]!
      shown[y]![i] = text
      const painted = paintSegment(row[i]!.x, y, text)
      bytes += painted.bytes
      reach = Math.max(reach, painted.reach)
    }
    return bytes
  }

  /** Every segment that is not as it should be, of those that are chosen. */
  const changes = (isChosen: (segment: Segment) => boolean, budget = Number.POSITIVE_INFINITY): string => {
    let bytes = ''
    let cutAt: number | null = null
    const order = [...stale].sort((a, b) => Number(a < resumeAt) - Number(b < resumeAt) || a - b)
    for (const y of order)
      for (const [i, segment] of segments[y]!.entries()) {
        if (wanted[y]![i] === shown[y]![i] || !isChosen(segment)) continue
        if (bytes.length < budget || shown[y]![i] === null) bytes += write(y, i)
        else cutAt ??= y
      }
    if (cutAt !== null && bytes !== '') resumeAt = cutAt
    if (cutAt !== null) isBehind = true
    return bytes
  }

  const forgetDone = () => {
    for (const y of stale) if (wanted[y]!.every((text, i) => text === shown[y]![i])) stale.delete(y)
  }

  const others = (focus: string | undefined): string[] => {
    const panes = layout?.panes.map(({ pane }) => pane).filter((pane) => pane !== focus) ?? []
    const first = turn++ % Math.max(1, panes.length)
    return [...panes.slice(first), ...panes.slice(0, first)]
  }

  return {
    resize: (next) => {
      size = next
      layout = null
      segments = []
      wanted = []
      shown = []
      stale.clear()
      isBlank = true
    },
    setChrome: (rows, nextLayout, nextOverlay) => {
      const { size: made } = nextLayout
      if (made.columns !== size.columns || made.rows !== size.rows || rows.length !== size.rows) return false
      const before = chrome
      chrome = rows
      if (nextLayout === layout && sameRect(overlay, nextOverlay)) {
        refresh(({ source, row }) => source === 'chrome' && rows[row] !== before[row])
        return true
      }
      layout = nextLayout
      overlay = nextOverlay
      divide(segmentRows(nextLayout, nextOverlay))
      return true
    },
    setPrompt: (row) => {
      if (row === prompt) return
      prompt = row
      refresh(({ source }) => source === 'prompt')
    },
    setBody: (pane, rows) => {
      const before = bodies.get(pane)
      bodies.set(pane, [...rows])
      refresh(
        (segment) =>
          segment.pane === pane && segment.source === 'body' && rows[segment.row] !== before?.[segment.row],
      )
    },
    invalidate: () => {
      isBlank = true
      shown = segments.map((row) => row.map(() => null))
      refreshAll()
    },
    frame: ({ focus, budget } = {}) => {
      isBehind = false
      let bytes = isBlank ? CLEAR : ''
      isBlank = false
      const left = () => (budget === undefined ? undefined : budget - bytes.length)
      bytes += changes(({ source }) => source === 'prompt')
      bytes += changes(({ pane }) => pane !== '' && pane === focus, share(left()))
      bytes += changes(({ source }) => source === 'chrome', left())
      for (const pane of others(focus)) bytes += changes((segment) => segment.pane === pane, left())
      forgetDone()
      return bytes === '' ? '' : BEGIN + bytes + END
    },
    promptFrame: () => {
      const bytes = isBlank ? '' : changes(({ source }) => source === 'prompt')
      return bytes === '' ? '' : BEGIN + bytes + END
    },
    isBehind: () => isBehind,
  }
}

/** The pane with the focus comes first, and not alone: what the others and the clocks say has to stay true. */
const share = (budget: number | undefined): number | undefined => budget && budget * 0.7

/** The terminal shows all of a frame at once, if it knows how. */
const BEGIN = '\x1b[?2026h'
const END = '\x1b[?2026l'
const CLEAR = '\x1b[0m\x1b[2J'

const samePlaces = (row: Segment[], before: Segment[] | undefined): boolean =>
  before !== undefined &&
  row.length === before.length &&
  row.every(({ x, width }, i) => x === before[i]!.x && width === before[i]!.width)

const sameRect = (a: Rect | null, b: Rect | null): boolean =>
  a === b ||
  (a !== null && b !== null && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height)
