import { nextShownAlert } from '../../engine/alerts/next-alerts.ts'
import { isLanding } from '../../engine/next-event.ts'
import { streamStatus } from '../../engine/stream-status.ts'
import { nextChange, type ShownTimes } from '../../text/age.ts'
import { type Layout, layout, type Size } from '../layout.ts'
import type { Theme } from '../theme.ts'
import { byRoom } from './attention.ts'
import { type Block, rowOf } from './block.ts'
import { headHeight } from './head.ts'
import { hintsLine } from './hints.ts'
import type { Model } from './model.ts'
import { overlayRows } from './overlay.ts'
import { pageRows } from './page.ts'
import { paneBlocks } from './pane-frame.ts'
import { lineRow } from './pane-lines.ts'
import { panesOf } from './pane-title.ts'
import { outputTime, startOf } from './stream-parts.ts'
import { titleLine } from './title-line.ts'

export const layoutOf = (model: Model, theme: Theme): Layout =>
  layout({
    size: model.ui.size,
    panes: panesOf(model.session),
    focus: model.ui.focus,
    zoom: model.ui.zoom,
    attention: model.session === null ? [] : byRoom(model.session),
    headHeight: (width) => headHeight(model, theme, width),
  })

/**
 * Everything on the screen but the prompt's row, block by block. There is none for bodies of panes. Between title and prompt
 * stand an overlay, or the panes, or a page.
 */
export function chromeBlocks(model: Model, places: Layout, theme: Theme): Block[] {
  const { title, hints, size } = places
  const blocks = [
    { rect: title, rows: [titleLine(model, theme, size.columns)] },
    ...areaBlocks(model, places, theme),
    { rect: hints, rows: [hintsLine(model, theme, size.columns)] },
  ]
  return blocks.filter(({ rect }) => rect.width > 0 && rect.height > 0)
}

function areaBlocks(model: Model, places: Layout, theme: Theme): Block[] {
  const { area, panes, lines, kind } = places
  const overlay = kind === 'too-small' ? null : overlayRows(model, theme, area)
  if (overlay) return [{ rect: area, rows: overlay }]
  if (panes.length === 0) return [{ rect: area, rows: pageRows(model, theme, places) }]
  return [
    ...panes.flatMap((place) => paneBlocks(model, theme, place)),
    ...lines.map((place) => ({ rect: place.rect, rows: [lineRow(model, theme, place)] })),
  ]
}

/** Blocks as rows of the whole screen; the prompt's row is empty. */
export function screenRows(blocks: readonly Block[], { rows }: Size): string[] {
  const ordered = blocks.toSorted((a, b) => a.rect.x - b.rect.x)
  return Array.from({ length: rows }, (_, y) => rowOf(ordered, y))
}

export const chromeRows = (model: Model, places: Layout, theme: Theme): string[] =>
  screenRows(chromeBlocks(model, places, theme), places.size)

/** When the chrome would next look different by nothing but time; null: never. */
export function nextChromeChange(model: Model): number | null {
  const { session, now } = model
  if (session === null) return null
  const times = [nextChange(shownTimes({ ...model, session }), now), nextShownAlert(session, now)]
  const next = Math.min(...times.filter((time) => time !== null))
  return next === Number.POSITIVE_INFINITY ? null : next
}

function shownTimes(model: Model & { session: NonNullable<Model['session']> }): ShownTimes {
  const { session } = model
  const times: ShownTimes = { ages: [], clocks: [] }
  for (const id of Object.keys(session.streams)) {
    const { name, since } = streamStatus(session, id)
    const output = outputTime(model, id)
    const start = startOf(session, id)
    if ((name === 'failed' || name === 'stuck') && since !== null) times.ages.push(since)
    if (name !== 'running') continue
    if (output !== null) times.ages.push(output)
    if (start !== null) times.clocks.push(start)
  }
  const last = session.landings.at(-1)
  if (last && isLanding(session)) times.clocks.push(last.requestedAt)
  else if (last?.endedAt) times.ages.push(last.endedAt)
  return times
}
