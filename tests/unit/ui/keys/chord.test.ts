import { describe, expect, test } from 'vitest'
import { chordOf, parseChord } from '../../../../source/ui/keys/chord.ts'

const plain = { ctrl: false, alt: false, shift: false }

describe('a pressed key', () => {
  test.each([
    [{ name: 'g', text: 'G', ...plain, shift: true }, 'G'],
    [{ name: '?', text: '?', ...plain }, '?'],
    [{ name: 'space', text: ' ', ...plain }, 'space'],
    [{ name: 'tab', text: '', ...plain, shift: true }, 'shift-tab'],
    [{ name: 'l', text: '', ...plain, ctrl: true }, 'ctrl-l'],
    [{ name: 'L', text: 'L', ...plain, ctrl: true, shift: true }, 'ctrl-l'],
    [{ name: 'b', text: 'b', ...plain, alt: true }, 'alt-b'],
    [{ name: 'B', text: '', ...plain, alt: true, shift: true }, 'alt-b'],
    [{ name: 'left', text: '', ...plain, alt: true }, 'alt-left'],
    [{ name: 'return', text: '', ...plain }, 'enter'],
    [{ name: 'Esc', text: '', ...plain }, 'escape'],
    [{ name: '3', text: '3', ...plain, alt: true }, 'alt-3'],
  ])('%j is written %s', (key, chord) => {
    expect(chordOf(key)).toBe(chord)
  })
})

describe('a chord in a config', () => {
  test.each([
    ['Ctrl+L', 'ctrl-l'],
    ['ctrl-L', 'ctrl-l'],
    ['option-Left', 'alt-left'],
    ['Alt-Ctrl-x', 'ctrl-alt-x'],
    ['shift-g', 'G'],
    ['Shift+Tab', 'shift-tab'],
    ['PgUp', 'pageup'],
    ['del', 'delete'],
    ['F12', 'f12'],
    ['Alt-B', 'alt-b'],
    ['-', '-'],
    ['ctrl--', 'ctrl--'],
    ['é', 'é'],
  ])('%s is read as %s', (written, chord) => {
    expect(parseChord(written)).toEqual({ ok: true, value: chord })
  })

  test.each([
    ['ctrl-i', 'tab'],
    ['ctrl-m', 'enter'],
    ['Ctrl+[', 'escape'],
  ])('%s is what a terminal sends for it, %s', (written, chord) => {
    expect(parseChord(written)).toEqual({ ok: true, value: chord })
  })

  test.each(['', 'ctrl-', 'hyper-x', 'f13', 'ab', '\x1b', 'ctrl-ab'])('%j is refused', (written) => {
    expect(parseChord(written).ok).toBe(false)
  })
})
