import { Box, Text } from 'ink'
import { useSyncExternalStore } from 'react'
import type { Layout } from './layout.ts'
import { chromeParts, type Part } from './present/chrome.ts'
import type { Model } from './present/model.ts'
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
  onDraw(state)
  return (
    <Box width={layout.size.columns} height={layout.size.rows}>
      {chromeParts(model, layout, theme).map((part) => (
        <Placed key={`${part.rect.x}.${part.rect.y}`} {...part} />
      ))}
    </Box>
  )
}

function Placed({ rect, rows }: Part) {
  const { x, y, width, height } = rect
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
