import { expect, test } from 'vitest'
import { layoutOf } from '../../../../source/ui/present/chrome.ts'
import type { Model } from '../../../../source/ui/present/model.ts'
import { paneBlocks } from '../../../../source/ui/present/pane-frame.ts'
import { makeTheme } from '../../../../source/ui/theme.ts'
import { modelOf, scenes } from '../../../frames/scenes.ts'

const theme = makeTheme('plain', { unicode: true })
const size = { columns: 120, rows: 40 }
const scene = modelOf(scenes.running, size)
const anchor = { part: 'run', line: 0, row: 0 }

const bottomOf = (model: Model, pane: string): string => {
  const place = layoutOf(model, theme).panes.find((each) => each.pane === pane)
  if (!place) throw new Error(`${pane} has no frame`)
  return paneBlocks(model, theme, place).at(-1)?.rows[0] ?? ''
}

test('the border says how much lies below a text that was scrolled back', () => {
  const ui = { ...scene.ui, anchors: { telemetry: anchor } }
  expect(bottomOf({ ...scene, ui, below: { telemetry: 120 } }, 'telemetry')).toContain(
    'scrolled back, 120 lines below',
  )
  expect(bottomOf({ ...scene, ui, below: { telemetry: null } }, 'telemetry')).toMatch(/scrolled back ./)
  expect(bottomOf({ ...scene, below: { telemetry: 120 } }, 'telemetry')).not.toContain('back')
})

test('and what is looked for', () => {
  const ui = { ...scene.ui, searches: { telemetry: 'error' } }
  expect(bottomOf({ ...scene, ui }, 'telemetry')).toContain('/error')
})
