import { describe, expect, test } from 'vitest'
import { ORCHESTRATOR } from '../../../../source/model/screen.ts'
import type { Ui } from '../../../../source/ui/state/ui.ts'
import { lineOf, play, start } from './rig.ts'

const at = { part: 'run', line: 3, row: 0 }

describe('Enter', () => {
  test('sends the whole line to the focused pane, clears it and keeps the focus', () => {
    const { ui, effects } = play({ ...start, focus: 'routing' }, ["'continue telemetry", 'alt-b', 'enter'])
    expect(effects).toEqual([{ type: 'type', pane: 'routing', text: 'continue telemetry' }])
    expect(ui).toMatchObject({
      focus: 'routing',
      mode: 'typing',
      history: { lines: ['continue telemetry'], at: null },
    })
    expect(lineOf(ui)).toBe('|')
    expect(ui.prompt.generation).toBeGreaterThan(0)
  })

  test('on an empty line, or one of spaces, does nothing', () => {
    expect(play(start, ['enter'])).toEqual({ ui: start, effects: [] })
    expect(play(start, ["'  ", 'enter']).effects).toEqual([])
  })

  test('goes to where the answer will be, in a pane that is scrolled up', () => {
    const { effects } = play({ ...start, anchors: { [ORCHESTRATOR]: at } }, ["'status", 'enter'])
    expect(effects[1]).toEqual({ type: 'scroll', pane: ORCHESTRATOR, move: 'end' })
  })
})

describe('a paste', () => {
  test('is one text with its newlines, and is not sent by itself', () => {
    const { ui, effects } = play(start, ["'say ", 'left', { type: 'pasted', text: 'a\r\nb\rc\n' }])
    expect(effects).toEqual([])
    expect(lineOf(ui)).toBe('saya\nb\nc\n| ')
  })

  test('carries nothing that a terminal would obey', () => {
    const { ui } = play(start, [{ type: 'pasted', text: 'a\x1b[31mb\x07\tc\x9b2J\ud800' }])
    expect(ui.prompt.head).toBe('ab c\ufffd')
  })

  test('in keys mode goes to the line, and typing goes on there', () => {
    const { ui } = play(start, ['escape', { type: 'pasted', text: 'status' }])
    expect(ui).toMatchObject({ mode: 'typing', prompt: { head: 'status' } })
  })

  test('goes nowhere while something lies over the panes', () => {
    expect(play(start, ['?', { type: 'pasted', text: 'x' }]).ui.prompt.head).toBe('')
  })
})

describe('history', () => {
  const typed = (lines: string[]): Ui => ({ ...start, history: { lines, at: null, draft: '' } })

  test('goes back and on again to the line that was being written', () => {
    const from = play(typed(['status', 'plan']), []).ui
    expect(lineOf(play(from, ['up']).ui)).toBe('plan|')
    expect(lineOf(play(from, ['up', 'up', 'up']).ui)).toBe('status|')
    expect(lineOf(play(from, ['up', 'up', 'down']).ui)).toBe('plan|')
    expect(play(from, ['up', 'down']).ui).toMatchObject({ prompt: { head: '' }, history: { at: null } })
    expect(play(from, ['down']).ui).toBe(from)
  })

  test('shows only lines that begin like a started one, and keeps that', () => {
    const from = typed(['decide a', 'status', 'decide b'])
    expect(lineOf(play(from, ["'dec", 'up']).ui)).toBe('decide b|')
    expect(lineOf(play(from, ["'dec", 'up', 'up']).ui)).toBe('decide a|')
    expect(lineOf(play(from, ["'dec", 'up', 'up', 'down', 'down']).ui)).toBe('dec|')
  })

  test('passes over lines that say the same as the one that is shown', () => {
    expect(lineOf(play(typed(['plan', 'status', 'plan']), ["'p", 'up', 'up']).ui)).toBe('plan|')
  })

  test('counts an old line that was changed as the one being written', () => {
    const { ui } = play(typed(['status', 'plan']), ['up', 'backspace', 'down'])
    expect(lineOf(ui)).toBe('pla|')
    expect(ui.history.at).toBeNull()
  })

  test('stays where it is while the cursor moves', () => {
    expect(lineOf(play(typed(['status', 'plan']), ['up', 'home', 'up']).ui)).toBe('status|')
  })

  test('has no line twice in a row, and the last 500', () => {
    const twice = play(start, ["'plan", 'enter', "'plan", 'enter', "'status", 'enter', "'plan", 'enter']).ui
    expect(twice.history.lines).toEqual(['plan', 'status', 'plan'])
    const many = Array.from({ length: 500 }, (_, index) => `decide ${index}`)
    const { lines } = play(typed(many), ["'plan", 'enter']).ui.history
    expect([lines.length, lines[0], lines.at(-1)]).toEqual([500, 'decide 1', 'plan'])
  })
})

describe('Tab on a started line', () => {
  test('completes, and goes on round the candidates in both directions', () => {
    const from = play(start, ["'re"]).ui
    const lines = ['tab', 'tab', 'tab'].map((_, count, tabs) =>
      lineOf(play(from, tabs.slice(0, count + 1)).ui),
    )
    expect(new Set(lines).size).toBeGreaterThan(1)
    expect(lineOf(play(from, ['tab', 'tab', 'shift-tab']).ui)).toBe(lines[0])
    const { completion } = play(from, ['tab']).ui.prompt
    const round = Array.from({ length: completion?.candidates.length ?? 0 }, () => 'tab')
    expect(lineOf(play(from, ['tab', ...round]).ui)).toBe(lines[0])
    expect(lineOf(play(from, ['shift-tab']).ui)).toBe(`${completion?.candidates.at(-1)}|`)
  })

  test('with one candidate goes on to what follows it', () => {
    expect(lineOf(play(start, ["'contin", 'tab']).ui)).toBe('continue|')
    expect(lineOf(play(start, ["'contin", 'tab', 'tab']).ui)).toBe('continue telemetry|')
  })

  test('leaves what is after the cursor', () => {
    expect(lineOf(play(start, ["'contin all", 'alt-b', 'left', 'tab']).ui)).toBe('continue| all')
  })

  test('says when nothing fits', () => {
    expect(play(start, ["'zzz", 'tab']).ui).toMatchObject({
      prompt: { head: 'zzz' },
      flash: 'Nothing completes this.',
    })
  })
})

describe('a letter', () => {
  test('ends a completion', () => {
    expect(play(start, ["'re", 'tab', "'x"]).ui.prompt.completion).toBeNull()
  })
})
