import { describe, expect, test } from 'vitest'
import { ORCHESTRATOR } from '../../../../source/model/screen.ts'
import { initialUi, savedView } from '../../../../source/ui/state/saved-view.ts'
import { play, SIZE, start } from './rig.ts'

describe('what is kept', () => {
  const anchor = { part: 'run', line: 9, row: 1 }
  const seen = play(start, [
    "'status",
    'enter',
    'alt-2',
    'escape',
    'z',
    'i',
    "'half a",
    'left',
    { type: 'anchored', pane: 'telemetry', anchor },
  ]).ui
  const kept = {
    focus: 'telemetry',
    zoom: true,
    anchors: { telemetry: anchor },
    head: 'half ',
    tail: 'a',
    history: ['status'],
  }

  test('is where a person looked, what was half typed, and the history', () => {
    expect(savedView(seen)).toEqual(kept)
  })

  test('comes back as it was, through a file', () => {
    const ui = initialUi({ size: SIZE, saved: JSON.parse(JSON.stringify(kept)) })
    expect(savedView(ui)).toEqual(kept)
    expect(ui).toMatchObject({ mode: 'typing', overlay: null, flash: null })
  })

  test('is the command, not a search that is typed over it', () => {
    expect(savedView(play(seen, ['escape', '/', "'boom"]).ui)).toEqual(kept)
  })

  test.each([
    null,
    undefined,
    'text',
    {},
    { ...kept, zoom: 'yes' },
    { ...kept, more: 1 },
    { ...kept, anchors: { a: 1 } },
  ])('counts as nothing when it is %j', (saved) => {
    expect(initialUi({ size: SIZE, saved })).toEqual(start)
    expect(start).toMatchObject({ focus: ORCHESTRATOR, zoom: false, history: { lines: [] } })
  })
})
