import { Text } from 'ink'
import { cellWidth } from '../text/cells.ts'
import { type InkRoot, openInkRoot } from './ink-root.ts'
import type { Block } from './present/block.ts'
import { createFieldInput } from './terminal/field-input.ts'

export interface Chrome {
  /** The same blocks as Ink draws them. */
  draw: (blocks: readonly Block[]) => Block[]
  unmount: () => void
}

/**
 * Everything on the screen but the prompt's row and the bodies of panes. Each block is a tree of its own, because Ink
 * renders a tree as a whole: a clock in a pane's title is one row, and all rows took longer than a key may wait.
 */
export function createChrome(): Chrome {
  let drawn = new Map<string, DrawnBlock>()
  return {
    draw: (blocks) => {
      const before = drawn
      drawn = new Map()
      const result = blocks.map(({ rect, rows }) => {
        const place = `${rect.x}.${rect.y}.${rect.width}.${rect.height}`
        const block = before.get(place) ?? openBlock(rect)
        before.delete(place)
        drawn.set(place, block)
        return { rect, rows: block.draw(rows.join('\n')) }
      })
      for (const block of before.values()) block.unmount()
      return result
    },
    unmount: () => {
      for (const block of drawn.values()) block.unmount()
    },
  }
}

interface DrawnBlock {
  draw: (text: string) => string[]
  unmount: () => void
}

function openBlock({ width, height }: Block['rect']): DrawnBlock {
  let root: InkRoot | null = null
  let frame = ''
  let shown: string | null = null
  let rows: string[] = []
  const onFrame = (next: string) => {
    frame = next
  }
  return {
    draw: (text) => {
      if (text === shown) return rows
      shown = text
      frame = ''
      const node = <Text wrap="truncate-end">{text}</Text>
      if (root) root.draw(node)
      else root = openInkRoot(node, { size: { columns: width, rows: height }, stdin: DEAF, onFrame })
      const lines = frame.split('\n')
      rows = Array.from({ length: height }, (_, y) => filled(lines[y] ?? '', width))
      return rows
    },
    unmount: () => root?.unmount(),
  }
}

/** Keys are the prompt's. */
const DEAF = createFieldInput().stdin

/** Ink leaves blanks at the end out. */
const filled = (row: string, width: number): string => row + ' '.repeat(Math.max(0, width - cellWidth(row)))
