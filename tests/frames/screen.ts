import type { Row } from '../../source/model/screen.ts'
import { cutCells } from '../../source/text/cells.ts'
import { bodyRows } from '../../source/ui/present/body-rows.ts'
import { chromeRows, layoutOf } from '../../source/ui/present/chrome.ts'
import type { Model } from '../../source/ui/present/model.ts'
import { promptRow } from '../../source/ui/present/prompt-row.ts'
import type { Ui } from '../../source/ui/state/ui.ts'
import { makeTheme, type Theme } from '../../source/ui/theme.ts'
import { modelOf, type Scene } from './scenes.ts'

/** The whole screen as it would be painted: chrome, prompt, and the bodies in their places. */
export function screenRows(model: Model, theme: Theme, texts: Record<string, Row[]> = {}): string[] {
  const places = layoutOf(model, theme)
  const rows = chromeRows(model, places, theme)
  if (places.prompt.height > 0)
    rows[places.prompt.y] = promptRow(model, theme, places.size.columns, model.suggestion ?? '')
  if (model.ui.overlay) return rows
  for (const { pane, body } of places.panes) {
    const lines = bodyRows(texts[pane] ?? [], { ...body, theme, find: null })
    for (const [index, line] of lines.entries()) {
      const row = rows[body.y + index] as string
      const end = cutCells(row, body.x + body.width, places.size.columns)
      rows[body.y + index] = cutCells(row, 0, body.x) + line + end
    }
  }
  return rows
}

/** Without any look, so that a row is its text. */
export const unicode = makeTheme('plain', { unicode: true, bare: true })

/** Shows what looks how: '<bad:text>'. */
export const marked: Theme = {
  ...unicode,
  paint: (role, text) => (role === 'plain' ? text : `<${role}:${text}>`),
}

export const shown = (scene: Scene, ui: Partial<Ui> = {}, columns = 120): Model =>
  modelOf({ ...scene, ui: { ...scene.ui, ...ui } }, { columns, rows: 40 })
