import type { Key } from '../state/ui.ts'

/** The key of one character; null for characters that no key makes and no line should hold. */
export function keyOfText(glyph: string): Key | null {
  const code = glyph.codePointAt(0)!
  const name = namedCharacters[glyph]
  if (name !== undefined) return key(name, glyph === ' ' ? ' ' : '')
  if (code === 0) return key('space', '', { ctrl: true })
  if (code < 0x1b) return key(String.fromCharCode(code + 0x60), '', { ctrl: true })
  if (code < 0x20) return key(String.fromCharCode(code + 0x40), '', { ctrl: true })
  return unwanted.test(glyph) ? null : key(glyph, glyph)
}

/** The key of a CSI or SS3 sequence; null: it is none. */
export function keyOfEscape(sequence: string): Key | null {
  const parts = /^\x1b(?:\[(\d*)(?:;(\d+))?|O)(\[?[A-Za-z~])$/.exec(sequence)
  if (!parts) return null
  const [, first = '', modifiers = '1', last = ''] = parts
  const name =
    sequence === '\x1bOM'
      ? 'enter'
      : last === '~'
        ? numberedKeys[first]
        : first === '' || first === '1'
          ? letterKeys[last]
          : undefined
  if (name === undefined) return null
  // The number is one more than the sum of these bits.
  const bits = Number(modifiers) - 1
  const shift = (bits & 1) !== 0 || last === 'Z'
  return key(name, '', { shift, alt: (bits & 0b1010) !== 0, ctrl: (bits & 4) !== 0 })
}

const key = (name: string, text: string, held: Partial<Pick<Key, 'ctrl' | 'alt' | 'shift'>> = {}): Key => ({
  name,
  text,
  ctrl: held.ctrl ?? false,
  alt: held.alt ?? false,
  shift: held.shift ?? false,
})

/** Enter is \r in raw mode; \n comes from programs that type. Terminals send either of two for backspace. */
const namedCharacters: Record<string, string> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x08': 'backspace',
  '\x7f': 'backspace',
  '\x1b': 'escape',
  ' ': 'space',
}

const letterKeys: Record<string, string> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'tab',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  '[A': 'f1',
  '[B': 'f2',
  '[C': 'f3',
  '[D': 'f4',
  '[E': 'f5',
}

const numberedKeys: Record<string, string> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  11: 'f1',
  12: 'f2',
  13: 'f3',
  14: 'f4',
  15: 'f5',
  17: 'f6',
  18: 'f7',
  19: 'f8',
  20: 'f9',
  21: 'f10',
  23: 'f11',
  24: 'f12',
}

// C1 control characters, direction marks, line separators, half characters and what a decoder puts for broken bytes.
const unwanted = /[\x80-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]|^[\ud800-\udfff]$/
