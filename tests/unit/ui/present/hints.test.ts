import { describe, expect, it } from 'vitest'
import { hintsLine } from '../../../../source/ui/present/hints.ts'
import { keyName } from '../../../../source/ui/present/key-names.ts'
import type { Ui } from '../../../../source/ui/state/ui.ts'
import { type Scene, scenes } from '../../../frames/scenes.ts'
import { marked, shown, unicode } from '../../../frames/screen.ts'

describe('the hints', () => {
  const hints = (scene: Scene, ui: Partial<Ui> = {}) => hintsLine(shown(scene, ui), unicode, 120).trimEnd()

  it('tell the keys of the mode, and what makes sense to type', () => {
    expect(hints(scenes.trouble)).toMatch(
      /^ Tab pane {3}Esc keys {3}\? help .* ↵ retry · log · skip · checkpoint$/,
    )
    expect(hints(scenes.running, { mode: 'keys' })).toMatch(
      /^ KEYS .* z zoom {3}\/ search {3}v copy {3}d diff/,
    )
  })

  it('know a key for all that they tell', () => {
    const every: Partial<Ui>[] = [
      { mode: 'keys', searches: { orchestrator: 'x' } },
      { host: 'gone' },
      scenes.help.ui ?? {},
      scenes.diff.ui ?? {},
      scenes.copy.ui ?? {},
      scenes.chooser.ui ?? {},
    ]
    const texts = every.map((ui) => hintsLine(shown(scenes.running, ui), unicode, 250).trim())
    expect(texts.map((text) => text.split(/ {3}/).length)).toEqual([12, 2, 2, 4, 5, 3])
    for (const text of texts) expect(text).not.toMatch(/undefined|null/)
  })

  it('give way to what was just said, and to what Tab offers', () => {
    expect(hints(scenes.running, { flash: 'Copied 3 lines.' })).toBe(' Copied 3 lines.')
    const completion = { candidates: ['merge', 'model-routing'], at: 1, from: 0 }
    const { prompt } = shown(scenes.running).ui
    const model = shown(scenes.running, { prompt: { ...prompt, completion } })
    expect(hintsLine(model, marked, 60)).toContain('<inverse: model-routing >')
  })

  it('write keys as they are on a keyboard', () => {
    const names = ['ctrl-l', 'shift-tab', 'alt-left', 'G', 'pagedown', 'up'].map((chord) =>
      keyName(chord, unicode.glyphs),
    )
    expect(names).toEqual(['Ctrl-L', 'Shift-Tab', 'Alt-Left', 'G', 'PgDn', '↑'])
  })
})
