import { describe, expect, it } from 'vitest'
import { lineRow } from '../../../../source/ui/present/pane-lines.ts'
import { scenes } from '../../../frames/scenes.ts'
import { shown, unicode } from '../../../frames/screen.ts'

describe('the tabs', () => {
  const tabs = (width: number) =>
    lineRow(shown(scenes.running), unicode, {
      panes: ['model-routing', 'telemetry', 'docs'],
      rect: { x: 0, y: 0, width, height: 1 },
    }).trimEnd()

  it('lose words, then names, and none of them is lost unsaid', () => {
    expect(tabs(80)).toBe(' 3 model-routing ● running │ 4 telemetry ● running │ 7 docs ⊘ blocked')
    expect(tabs(60)).toBe(' 3 model-routing ● │ 4 telemetry ● │ 7 docs ⊘')
    expect(tabs(20)).toBe(' 3 ● │ 4 ● │ 7 ⊘')
    expect(tabs(14)).toBe(' 3 ● +2 more')
    expect(tabs(8)).toMatch(/^ 3 more?…?/)
  })
})
