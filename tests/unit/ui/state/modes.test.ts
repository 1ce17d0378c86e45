import { describe, expect, test } from 'vitest'
import type { KeyMap } from '../../../../source/ui/keys/action.ts'
import { actions } from '../../../../source/ui/keys/actions.ts'
import { keyMap } from '../../../../source/ui/keys/key-map.ts'
import { isForwarded } from '../../../../source/ui/state/action-for.ts'
import type { Ui } from '../../../../source/ui/state/ui.ts'
import { context, KEYS, key, lineOf, play, start } from './rig.ts'

const forwards = (ui: Ui, chord: string, keys = KEYS) => isForwarded(ui, key(chord), keys)

describe('what goes to the input field', () => {
  test('is text and Enter while typing', () => {
    for (const chord of ['a', 'Z', 'space', 'é', '漢', '1', 'enter'])
      expect(forwards(start, chord), chord).toBe(true)
    for (const chord of [
      'tab',
      'left',
      'backspace',
      'ctrl-a',
      'alt-b',
      'escape',
      'f5',
      'ctrl-x',
      'alt-enter',
    ])
      expect(forwards(start, chord), chord).toBe(false)
    expect(isForwarded(start, { name: 'j', text: '\n', ctrl: false, alt: false, shift: false }, KEYS)).toBe(
      false,
    )
  })

  test('is a question mark on a started line, on an empty one that is help', () => {
    expect(forwards(start, '?')).toBe(false)
    expect(forwards(play(start, ["'why"]).ui, '?')).toBe(true)
    expect(play(start, ['?']).ui.overlay).toEqual({ kind: 'help', top: 0 })
  })

  test('is nothing in keys mode, under an overlay or without a host, but for a search', () => {
    for (const ui of [play(start, ['escape']).ui, play(start, ['?']).ui, { ...start, host: 'gone' } as Ui]) {
      expect(forwards(ui, 'a')).toBe(false)
      expect(forwards(ui, 'enter')).toBe(false)
    }
    expect(forwards(play(start, ['escape', '/']).ui, '?')).toBe(true)
    expect(forwards(play(start, ['escape', '/']).ui, 'enter')).toBe(true)
  })

  test('follows the person’s own keys', () => {
    const own = keyMap(actions, { submit: 'ctrl-s', help: 'f1' })
    expect(own.ok && forwards(start, 'enter', own.value)).toBe(false)
    expect(own.ok && forwards(start, '?', own.value)).toBe(true)
    const { value: keys } = own as { value: KeyMap }
    expect(play(start, ["'plan", 'ctrl-s'], { keys }).effects).toMatchObject([{ type: 'type', text: 'plan' }])
  })
})

describe('the two modes', () => {
  test('are left by Escape, and by i, a colon or Enter; a started line stays', () => {
    const { ui } = play(start, ["'plan", 'escape'])
    expect(ui).toMatchObject({ mode: 'keys', prompt: { head: 'plan' } })
    for (const back of ['i', ':', 'enter'])
      expect(play(ui, [back])).toMatchObject({
        ui: { mode: 'typing', prompt: { head: 'plan' } },
        effects: [],
      })
  })

  test('say of a letter that does nothing how to go back', () => {
    expect(play(start, ['escape', 'x']).ui.flash).toContain("'x' does nothing here")
    expect(play(start, ['escape', 'x', 'z']).ui.flash).toBeNull()
  })
})

describe('leaving', () => {
  const at = (now: number) => ({ ...context, now })

  test('takes Ctrl-C twice on an empty line, and the first says so', () => {
    const once = play(start, ['ctrl-c'])
    expect(once.effects).toEqual([])
    expect(once.ui.flash).toBe('Ctrl-C again leaves; the work goes on.')
    expect(play(once.ui, ['ctrl-c'], at(context.now + 2000)).effects).toEqual([{ type: 'leave' }])
    expect(play(once.ui, ['ctrl-c'], at(context.now + 2001)).effects).toEqual([])
  })

  test('is not meant when something came in between', () => {
    expect(play(start, ['ctrl-c', 'left', 'ctrl-c']).effects).toEqual([])
    expect(play(start, ['ctrl-c', 'a', 'ctrl-c', 'ctrl-c']).effects).toEqual([])
  })

  test('is not meant by the Ctrl-C that clears a line', () => {
    const { ui, effects } = play(start, ["'plan", 'ctrl-c'])
    expect(ui.prompt.head).toBe('')
    expect(effects).toEqual([])
    expect(play(ui, ['ctrl-c']).effects).toEqual([])
  })

  test('works by q in keys mode, and by Ctrl-D on an empty line only', () => {
    expect(play(start, ['escape', 'q']).effects).toEqual([{ type: 'leave' }])
    expect(play(start, ['ctrl-d']).effects).toEqual([{ type: 'leave' }])
    expect(play(start, ["'ab", 'left', 'ctrl-d'])).toMatchObject({
      ui: { prompt: { head: 'a', tail: '' } },
      effects: [],
    })
  })

  test('happens when a command says so', () => {
    const answer = { text: 'The work goes on.', exit: 0, quit: true }
    expect(play(start, [{ type: 'answered', pane: 'x', text: 'quit', answer }]).effects).toEqual([
      { type: 'leave' },
    ])
  })
})

describe('everywhere', () => {
  test.each(['typing', 'keys', 'help', 'gone'])('Ctrl-L redraws and Ctrl-Z suspends: %s', (where) => {
    const ui = {
      typing: start,
      keys: play(start, ['escape']).ui,
      help: play(start, ['?']).ui,
      gone: { ...start, host: 'gone' } as Ui,
    }[where] as Ui
    expect(play(ui, ['ctrl-l', 'ctrl-z'])).toEqual({
      ui,
      effects: [{ type: 'redraw' }, { type: 'suspend' }],
    })
  })
})

describe('a host that is gone', () => {
  const gone = play(start, ["'plan", { type: 'host-changed', host: 'gone' }]).ui

  test('is started again by Enter, and the line is kept', () => {
    expect(play(gone, ['enter'])).toEqual({ ui: gone, effects: [{ type: 'restart-host' }] })
    expect(play(gone, [{ type: 'submitted' }])).toEqual({ ui: gone, effects: [{ type: 'restart-host' }] })
    expect(play(gone, [{ type: 'host-changed', host: 'here' }, 'enter']).effects).toMatchObject([
      { type: 'type' },
    ])
  })

  test('lets a line that was begun be typed to its end, also with a q', () => {
    expect(lineOf(play(gone, ["' q"]).ui)).toBe('plan q|')
    expect(lineOf(play(gone, [{ type: 'pasted', text: ' all' }]).ui)).toBe('plan all|')
  })

  test('is left by q or one Ctrl-C when nothing is typed; letters do nothing', () => {
    const cleared = play(gone, ['ctrl-c'])
    expect([lineOf(cleared.ui), cleared.effects]).toEqual(['|', []])
    for (const chord of ['q', 'ctrl-c'])
      expect(play(cleared.ui, [chord]).effects).toEqual([{ type: 'leave' }])
    expect(play(gone, ['escape', 'q']).effects).toEqual([{ type: 'leave' }])
    expect(play(cleared.ui, ["'abc"])).toEqual({ ui: cleared.ui, effects: [] })
  })
})

describe('one line said for a moment', () => {
  test('goes with the next key, typed or not', () => {
    const said = play(start, [{ type: 'flashed', text: 'Copied.' }]).ui
    expect(said.flash).toBe('Copied.')
    for (const chord of ['a', 'left', 'tab']) expect(play(said, [chord]).ui.flash, chord).toBeNull()
  })
})

describe('Escape and a key that came in one read', () => {
  test('are what they are one after the other', () => {
    expect(play(start, ['alt-z']).ui).toMatchObject({ zoom: true, mode: 'keys' })
    expect(play(start, ['alt-q']).effects).toEqual([{ type: 'leave' }])
  })

  test('are one key where that one has a meaning', () => {
    const { ui } = play(start, ["'one two", 'alt-b'])
    expect([ui.mode, ui.prompt.head]).toEqual(['typing', 'one '])
  })

  test('do nothing where the key does nothing', () => {
    expect(play(start, ['alt-x']).ui.mode).toBe('typing')
  })
})
