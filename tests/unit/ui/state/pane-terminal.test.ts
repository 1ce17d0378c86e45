import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyMap } from '../../../../source/ui/keys/key-map.ts'
import { isForwarded } from '../../../../source/ui/state/action-for.ts'
import { terminalIn } from '../../../../source/ui/state/pane-terminal.ts'
import type { Ui, UiEvent } from '../../../../source/ui/state/ui.ts'
import { KEYS, key, play, start } from './rig.ts'

const there = (open: Ui['terminals'], ended: { stream: string; how: string } | null = null): UiEvent => ({
  type: 'terminals',
  open,
  ended,
})
const opened: UiEvent = { type: 'terminal-opened', stream: 'telemetry' }
const shell = there({ telemetry: 'shell' })
const answered: UiEvent = {
  type: 'answered',
  pane: 'orchestrator',
  text: 'open telemetry',
  answer: { text: '/w', exit: 0, open: '/w', terminal: { stream: 'telemetry', program: null } },
}
const attached = play(start, [answered, shell, opened]).ui

describe('opening', () => {
  test('looks at the pane of the stream and asks for the terminal; typing goes there once it is open', () => {
    const asked = play(start, [answered])
    expect(asked.ui).toMatchObject({ focus: 'telemetry', mode: 'typing' })
    expect(asked.effects).toEqual([
      { type: 'open-terminal', stream: 'telemetry', program: null, folder: '/w' },
    ])
    expect(attached.mode).toBe('terminal')
    expect(terminalIn(attached, 'telemetry')).toBe('typed-in')
  })

  test('whoever has begun something else meanwhile finds no keys of it in the terminal', () => {
    for (const other of [["'half a line"], ['escape', '/'], ['?'], ['alt-2', 'alt-3']]) {
      const { ui } = play(start, [answered, shell, ...other, opened])
      expect(ui.mode).not.toBe('terminal')
      expect(ui.flash).toBe("The terminal of telemetry is there: 'open' goes to it.")
      expect(terminalIn(ui, 'telemetry')).toBe('seen')
    }
  })

  test('one that has ended by then is not shown, nor the next one of somebody else', () => {
    const { ui } = play(start, [answered, there({}), opened, shell])
    expect(ui.mode).toBe('typing')
    expect(terminalIn(ui, 'telemetry')).toBeNull()
  })
})

describe('typed in', () => {
  test('every key goes to the program as it came, and none to the line', () => {
    const chords = [
      'a',
      'ctrl-c',
      'ctrl-d',
      'ctrl-z',
      'ctrl-l',
      'escape',
      'tab',
      'enter',
      'alt-2',
      '?',
      'pageup',
    ]
    for (const chord of chords) {
      const pressed: UiEvent = { type: 'pressed', key: key(chord), bytes: `bytes of ${chord}` }
      expect(play(attached, [pressed])).toEqual({
        ui: attached,
        effects: [{ type: 'terminal-input', stream: 'telemetry', text: `bytes of ${chord}`, isPaste: false }],
      })
      expect(isForwarded(attached, key(chord), KEYS)).toBe(false)
    }
  })

  test('a paste goes there with its tabs, as one text, and so does what is no key', () => {
    const { ui, effects } = play(attached, [
      { type: 'pasted', text: 'a b', bytes: 'a\tb' },
      { type: 'sent', bytes: '\x1b[27;5;13~' },
    ])
    expect(effects).toEqual([
      { type: 'terminal-input', stream: 'telemetry', text: 'a\tb', isPaste: true },
      { type: 'terminal-input', stream: 'telemetry', text: '\x1b[27;5;13~', isPaste: false },
    ])
    expect(ui.prompt).toEqual(attached.prompt)
    expect(play(start, [{ type: 'sent', bytes: '\x1b[27;5;13~' }]).effects).toEqual([])
  })

  test('Ctrl-] goes back to typing; the pane shows the terminal on, and t turns to its text', () => {
    const { ui, effects } = play(attached, ['ctrl-]', "'x"])
    expect(effects).toEqual([])
    expect(ui).toMatchObject({ mode: 'typing', prompt: { head: 'x' } })
    expect(terminalIn(ui, 'telemetry')).toBe('seen')
    const { ui: text } = play(ui, ['escape', 't'])
    expect(terminalIn(text, 'telemetry')).toBeNull()
    expect(terminalIn(play(text, ['t']).ui, 'telemetry')).toBe('seen')
  })

  test('what is answered in the pane is seen there, unless somebody types in its terminal', () => {
    const answer: UiEvent = {
      ...{ type: 'answered', pane: 'telemetry', text: 'continue' },
      answer: { text: 'a.txt:1: a conflict marker.', exit: 4 },
    }
    expect(terminalIn(play(attached, ['ctrl-]', answer]).ui, 'telemetry')).toBeNull()
    expect(terminalIn(play(attached, [answer]).ui, 'telemetry')).toBe('typed-in')
    const elsewhere = { ...answer, pane: 'orchestrator' }
    expect(terminalIn(play(attached, ['ctrl-]', elsewhere]).ui, 'telemetry')).toBe('seen')
  })

  test('a long answer that comes meanwhile waits until the keys are for the screen again', () => {
    const long = Array.from({ length: 30 }, (_, index) => `row ${index}`).join('\n')
    const { ui } = play(attached, [
      { type: 'answered', pane: 'telemetry', text: 'log', answer: { text: long, exit: 0 } },
    ])
    expect(ui.overlay).toBeNull()
    expect(play(ui, ['ctrl-]']).ui.overlay).toMatchObject({ kind: 'sheet', title: 'log' })
  })

  test('its end, and the end of the host, give the keys back and bring the text back', () => {
    const { ui } = play(attached, [there({}, { stream: 'telemetry', how: 'exit 1' })])
    expect(ui).toMatchObject({ mode: 'typing', flash: 'The shell of telemetry has ended: exit 1.' })
    expect(terminalIn(ui, 'telemetry')).toBeNull()
    const gone = play(attached, [{ type: 'host-changed', host: 'gone' }]).ui
    expect(gone.mode).toBe('typing')
    // The next host still has it.
    const back = play(gone, [{ type: 'host-changed', host: 'here' }, shell]).ui
    expect([back.mode, terminalIn(back, 'telemetry')]).toEqual(['typing', 'seen'])
  })

  test('looking for text in the pane shows its text', () => {
    const { ui } = play(attached, ['ctrl-]', 'escape', '/', "'x", 'enter'])
    expect(terminalIn(ui, 'telemetry')).toBeNull()
  })
})

test('whatever happens, no key reaches both the program and the screen', () => {
  const anyKey = fc.constantFrom(
    'a',
    "'text",
    'enter',
    'escape',
    'ctrl-]',
    't',
    'i',
    '/',
    'tab',
    'alt-2',
    'alt-3',
  )
  const news = fc.constantFrom<UiEvent>(
    shell,
    opened,
    answered,
    there({}, { stream: 'telemetry', how: 'exit 0' }),
    { type: 'host-changed', host: 'gone' },
    { type: 'host-changed', host: 'here' },
    { type: 'pasted', text: 'pasted' },
  )
  fc.assert(
    fc.property(
      fc.array(fc.oneof(anyKey, news), { maxLength: 30 }),
      fc.constantFrom('a', 'enter'),
      (steps, last) => {
        const { ui } = play(start, steps)
        const { ui: after, effects } = play(ui, [last])
        const isSent = effects.some(({ type }) => type === 'terminal-input')
        expect(isSent).toBe(ui.mode === 'terminal')
        if (isSent) expect(after.prompt).toEqual(ui.prompt)
        if (ui.mode === 'terminal') expect(terminalIn(ui, ui.focus)).toBe('typed-in')
      },
    ),
    { numRuns: 500 },
  )
})

test('the way back can have another key, but none that is text', () => {
  expect(keyMap(KEYS.actions, { 'terminal-back': 'ctrl-g' }).ok).toBe(true)
  expect(keyMap(KEYS.actions, { 'terminal-back': 'g' }).ok).toBe(false)
})
