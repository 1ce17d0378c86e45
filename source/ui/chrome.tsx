import { Box, Text } from 'ink'
import { useSyncExternalStore } from 'react'
import type { Layout, Rect } from './layout.ts'
import { hintsLine } from './present/hints.ts'
import type { Model } from './present/model.ts'
import { overlayRows } from './present/overlay.ts'
import { pageRows } from './present/page.ts'
import { paneRows } from './present/pane-frame.ts'
import { lineRow } from './present/pane-lines.ts'
import { titleLine } from './present/title-line.ts'
import type { Store } from './store.ts'
import type { Theme } from './theme.ts'

export interface ChromeState {
  model: Model
  layout: Layout
  theme: Theme
}

interface ChromeProps {
  store: Store<ChromeState>
  /** What the frame that comes next is made of. */
  onDraw: (state: ChromeState) => void
}

/** Everything on the screen but the prompt's row and the bodies of panes, each part at its place. */
export function Chrome({ store, onDraw }: ChromeProps) {
  const state = useSyncExternalStore(store.subscribe, store.get)
  const { model, layout, theme } = state
  const { title, hints, size } = layout
  onDraw(state)
  return (
    <Box width={size.columns} height={size.rows}>
      <Part rect={title} rows={[titleLine(model, theme, title.width)]} />
      <Area {...state} />
      <Part rect={hints} rows={[hintsLine(model, theme, hints.width)]} />
    </Box>
  )
}

function Area({ model, layout, theme }: ChromeState) {
  const { area, panes, lines } = layout
  const overlay = layout.kind === 'too-small' ? null : overlayRows(model, theme, area)
  if (overlay) return <Part rect={area} rows={overlay} />
  if (panes.length === 0) return <Part rect={area} rows={pageRows(model, theme, layout)} />
  return (
    <>
      {panes.map((place) => (
        <Part key={place.pane} rect={place.frame} rows={paneRows(model, theme, place)} />
      ))}
      {lines.map((place) => (
        <Part key={place.rect.y} rect={place.rect} rows={[lineRow(model, theme, place)]} />
      ))}
    </>
  )
}

function Part({ rect, rows }: { rect: Rect; rows: string[] }) {
  const { x, y, width, height } = rect
  if (width === 0 || height === 0) return null
  return (
    <Box position="absolute" left={x} top={y} width={width} height={height} flexDirection="column">
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
        <Text key={index} wrap="truncate-end">
          {row}
        </Text>
      ))}
    </Box>
  )
}
