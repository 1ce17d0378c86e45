import { describe, expect, test } from 'vitest'
import { ORCHESTRATOR } from '../../../../source/model/screen.ts'
import type { Ui, UiContext } from '../../../../source/ui/state/ui.ts'
import {
  blocked,
  done,
  readySession,
  requested,
  sessionAfter,
  startedListening,
} from '../../../helpers/session.ts'
import { context, play, session, start, wide } from './rig.ts'

const keysMode: Ui = { ...start, mode: 'keys' }
const focusAfter = (ui: Ui, chords: string[], more: Partial<UiContext> = {}) =>
  play(ui, chords, more).ui.focus

describe('focus', () => {
  test('goes round by Tab on an empty line, and a started line keeps it', () => {
    expect(focusAfter(start, ['tab'])).toBe('telemetry')
    expect(focusAfter(start, ['shift-tab'])).toBe('orchestration')
    expect(focusAfter(start, ['tab', 'tab', 'tab', 'tab'])).toBe(ORCHESTRATOR)
    expect(focusAfter(start, ["'con", 'tab'])).toBe(ORCHESTRATOR)
    expect(focusAfter(keysMode, ['tab'])).toBe('telemetry')
  })

  test('goes to a number with Alt at any time, without in keys mode', () => {
    expect(focusAfter(start, ["'con", 'alt-3'])).toBe('routing')
    expect(focusAfter(start, ['escape', '4'])).toBe('orchestration')
    expect(focusAfter(start, ['alt-9'])).toBe(ORCHESTRATOR)
  })

  test.each([
    [ORCHESTRATOR, 'l', 'telemetry'],
    [ORCHESTRATOR, 'right', 'telemetry'],
    [ORCHESTRATOR, 'h', ORCHESTRATOR],
    ['telemetry', 'j', 'routing'],
    ['telemetry', 'h', ORCHESTRATOR],
    ['telemetry', 'k', 'telemetry'],
    ['routing', 'down', 'orchestration'],
    ['orchestration', 'up', 'routing'],
    ['routing', 'left', ORCHESTRATOR],
  ])('from %s by %s goes to %s', (focus, chord, pane) => {
    expect(focusAfter({ ...keysMode, focus }, [chord])).toBe(pane)
  })

  test('goes by Alt-arrows from a started line', () => {
    expect(focusAfter(start, ["'con", 'alt-right', 'alt-down'])).toBe('routing')
  })

  test('goes from tab to tab in a strip', () => {
    const strip = { panes: ['routing', 'orchestration'], rect: { x: 0, y: 37, width: 120, height: 1 } }
    const layout = { ...wide, panes: wide.panes.slice(0, 2), lines: [strip] }
    expect(focusAfter({ ...keysMode, focus: 'routing' }, ['l'], { layout })).toBe('orchestration')
    expect(focusAfter({ ...keysMode, focus: 'orchestration' }, ['h'], { layout })).toBe('routing')
  })

  test('goes from one to the next where only one is shown', () => {
    const layout = { ...wide, panes: wide.panes.slice(0, 1), lines: [] }
    expect(focusAfter(keysMode, ['l'], { layout })).toBe('telemetry')
    expect(focusAfter(keysMode, ['k'], { layout })).toBe('orchestration')
  })

  test('falls back to the orchestrator when its pane is no more, not before the session is known', () => {
    const saved = { ...start, focus: 'old' }
    expect(focusAfter(saved, ['left'], { session: null, panes: [ORCHESTRATOR] })).toBe('old')
    expect(focusAfter(saved, ['left'])).toBe(ORCHESTRATOR)
  })

  test('drops what would complete the line in the other pane', () => {
    const { ui } = play(start, ["'re", 'tab'])
    expect(ui.prompt.completion).not.toBeNull()
    expect(play(ui, ['alt-2']).ui.prompt.completion).toBeNull()
  })
})

describe('zoom', () => {
  test('is switched by z', () => {
    expect(play(keysMode, ['z']).ui.zoom).toBe(true)
    expect(play(keysMode, ['z', 'z']).ui.zoom).toBe(false)
  })
})

describe('scrolling', () => {
  test.each([
    ['pageup', -15],
    ['pagedown', 15],
    ['ctrl-up', -1],
    ['ctrl-down', 1],
  ])('by %s moves the focused pane by %i rows in both modes', (chord, move) => {
    const effects = [{ type: 'scroll', pane: 'telemetry', move }]
    expect(play({ ...start, focus: 'telemetry' }, ["'x", chord]).effects).toEqual(effects)
    expect(play({ ...keysMode, focus: 'telemetry' }, [chord]).effects).toEqual(effects)
  })

  test('goes to the start and the end in keys mode', () => {
    expect(play(keysMode, ['g', 'G']).effects).toEqual([
      { type: 'scroll', pane: ORCHESTRATOR, move: 'start' },
      { type: 'scroll', pane: ORCHESTRATOR, move: 'end' },
    ])
  })

  test('is remembered as the host says it', () => {
    const anchor = { part: 'run', line: 9, row: 0 }
    const { ui } = play(start, [{ type: 'anchored', pane: 'telemetry', anchor }])
    expect(ui.anchors).toEqual({ telemetry: anchor })
    expect(play(ui, [{ type: 'anchored', pane: 'telemetry', anchor: null }]).ui.anchors).toEqual({})
  })
})

describe('a command by one key', () => {
  const landedOnce = sessionAfter(readySession([{ telemetry: {} }]), ...done('telemetry'), {
    type: 'landing-requested',
    at: 1,
    kind: 'checkpoint',
    by: 'you',
  })

  test('is sent to the focused pane and kept out of the history', () => {
    const { ui, effects } = play({ ...keysMode, focus: 'telemetry' }, ['d', 'o'])
    expect(effects).toEqual([
      { type: 'type', pane: 'telemetry', text: 'diff' },
      { type: 'type', pane: 'telemetry', text: 'open' },
    ])
    expect(ui.history.lines).toEqual([])
  })

  test('shows from the orchestrator what landed last', () => {
    expect(play(keysMode, ['d'], { session: landedOnce }).effects).toEqual([
      { type: 'type', pane: ORCHESTRATOR, text: 'diff checkpoint-1' },
    ])
  })

  test('opens the calls of an agent that tells them', () => {
    const now = {
      session: sessionAfter(
        readySession([{ telemetry: {} }]),
        requested('telemetry'),
        startedListening('telemetry'),
      ),
    }
    expect(play({ ...keysMode, focus: 'telemetry' }, ['c'], now).effects).toEqual([
      { type: 'type', pane: 'telemetry', text: 'calls' },
    ])
    expect(play({ ...keysMode, focus: 'telemetry' }, ['c']).ui.flash).toBe('telemetry has not run yet.')
  })

  test('that makes no sense now is sent to nobody and says why', () => {
    for (const chord of ['y', 'n']) {
      const { ui, effects } = play(keysMode, [chord])
      expect(effects).toEqual([])
      expect(ui.flash).toBe('Nothing asks for permission now.')
    }
    expect(play(keysMode, ['o']).ui.flash).toContain('Which stream?')
  })

  test('does nothing where no session is', () => {
    expect(play(keysMode, ['d', 'y'], { session: null })).toEqual({ ui: keysMode, effects: [] })
  })
})

test('a session that goes on does not move what a person looks at', () => {
  const ui = { ...keysMode, focus: 'telemetry' }
  const later = { ...context, session: sessionAfter(session, blocked('telemetry')) }
  expect(play(ui, [{ type: 'resized', size: start.size }], later).ui).toEqual(ui)
})
