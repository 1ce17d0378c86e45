import { isLanding } from '../../engine/next-event.ts'
import { streamStatus } from '../../engine/stream-status.ts'
import { type Layout, layout, type Rect } from '../layout.ts'
import type { Theme } from '../theme.ts'
import { nextChange, type ShownTimes } from './age.ts'
import { byRoom } from './attention.ts'
import { headHeight } from './head.ts'
import { hintsLine } from './hints.ts'
import { blankRows } from './line.ts'
import type { Model } from './model.ts'
import { overlayRows } from './overlay.ts'
import { pageRows } from './page.ts'
import { paneRows } from './pane-frame.ts'
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

/** Every row of the screen but the prompt's, from the top. Bodies of panes are blank. */
export function chromeRows(model: Model, places: Layout, theme: Theme): string[] {
  const { title, hints, size } = places
  return [
    ...(title.height > 0 ? [titleLine(model, theme, size.columns)] : []),
    ...areaRows(model, places, theme),
    ...(hints.height > 0 ? [hintsLine(model, theme, size.columns)] : []),
  ]
}

/** The rows between title and prompt: an overlay, the panes side by side, or a page. */
export function areaRows(model: Model, places: Layout, theme: Theme): string[] {
  const { area, panes, lines } = places
  const overlay = places.kind === 'too-small' ? null : overlayRows(model, theme, area)
  if (overlay) return overlay
  if (panes.length === 0) return pageRows(model, theme, places)
  return besideEachOther(area, [
    ...panes.map((place) => ({ rect: place.frame, rows: paneRows(model, theme, place) })),
    ...lines.map((place) => ({ rect: place.rect, rows: [lineRow(model, theme, place)] })),
  ])
}

interface Part {
  rect: Rect
  rows: string[]
}

/** Parts that fill the area without a gap: each row is what stands there from left to right. */
function besideEachOther(area: Rect, parts: Part[]): string[] {
  const sorted = parts.toSorted((a, b) => a.rect.x - b.rect.x)
  return blankRows(0, area.height).map((_, index) => {
    const y = area.y + index
    return sorted
      .map(({ rect, rows }) => (y >= rect.y && y < rect.y + rect.height ? rows[y - rect.y] : ''))
      .join('')
  })
}

/** When the chrome would next look different by nothing but time; null: never. */
export function nextChromeChange(model: Model): number | null {
  const { session, now } = model
  return session === null ? null : nextChange(shownTimes({ ...model, session }), now)
}

function shownTimes(model: Model & { session: NonNullable<Model['session']> }): ShownTimes {
  const { session } = model
  const times: ShownTimes = { ages: [], clocks: [] }
  for (const id of Object.keys(session.streams)) {
    const { name, since } = streamStatus(session, id)
    const output = outputTime(model, id)
    const start = startOf(session, id)
    if (name === 'failed' && since !== null) times.ages.push(since)
    if (name !== 'running') continue
    if (output !== null) times.ages.push(output)
    if (start !== null) times.clocks.push(start)
  }
  const last = session.landings.at(-1)
  if (last && isLanding(session)) times.clocks.push(last.requestedAt)
  else if (last?.endedAt) times.ages.push(last.endedAt)
  return times
}
