import type { HostMessage } from '../model/message.ts'
import type { Layout } from './layout.ts'
import { NO_ROWS, type PaneRows, withRows } from './pane-rows.ts'
import { bodyRows } from './present/body-rows.ts'
import type { Ui } from './state/ui.ts'
import type { Compositor } from './terminal/compositor.ts'
import type { Theme } from './theme.ts'

export interface PaneBodiesInput {
  compositor: Compositor
  theme: Theme
  layout: () => Layout
  ui: () => Ui
}

/** What the panes show, as the host sent it, on its way to the screen. */
export interface PaneBodies {
  of: (pane: string) => PaneRows
  /** How many lines lie below what is seen of a pane, where that was counted. */
  below: Record<string, number | null>
  /** Returns whether another number lies below now. */
  got: (message: Extract<HostMessage, { type: 'rows' }>) => boolean
  paint: (pane: string) => void
  paintAll: () => void
}

export function createPaneBodies({ compositor, theme, layout, ui }: PaneBodiesInput): PaneBodies {
  const rows = new Map<string, PaneRows>()
  const below: Record<string, number | null> = {}
  const of = (pane: string) => rows.get(pane) ?? NO_ROWS

  const got = (message: Extract<HostMessage, { type: 'rows' }>) => {
    const { pane } = message
    const isRecounted = below[pane] !== message.below
    rows.set(pane, withRows(of(pane), message))
    below[pane] = message.below
    return isRecounted
  }

  const paint = (pane: string) => {
    const place = layout().panes.find((each) => each.pane === pane)
    if (!place) return
    const { width, height } = place.body
    const find = ui().searches[pane] ?? null
    compositor.setBody(pane, bodyRows(of(pane).rows, { width, height, theme, find }))
  }

  const paintAll = () => {
    for (const { pane } of layout().panes) paint(pane)
  }

  return { of, below, got, paint, paintAll }
}
