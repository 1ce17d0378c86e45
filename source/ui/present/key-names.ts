import type { KeyMap, KeyMode } from '../keys/action.ts'
import type { Glyphs } from './glyphs.ts'

/** The first key that does it there, as a person reads it; null: no key does. */
export function keyFor({ modes }: KeyMap, mode: KeyMode, action: string, glyphs: Glyphs): string | null {
  for (const [chord, { name }] of modes[mode]) if (name === action) return keyName(chord, glyphs)
  return null
}

/** 'ctrl-l' → 'Ctrl-L', 'pageup' → 'PgUp'. A letter by itself stays as it is: case matters there. */
export function keyName(chord: string, glyphs: Glyphs): string {
  const parts = /^((?:ctrl-|alt-|shift-)*)(.+)$/.exec(chord)
  const held = (parts?.[1] ?? '').replace(/[a-z]+/g, (name) => name[0]?.toUpperCase() + name.slice(1))
  const key = parts?.[2] ?? chord
  const name = key === 'up' ? glyphs.up : key === 'down' ? glyphs.down : (NAMES[key] ?? key)
  return held + (held.includes('Ctrl') && name.length === 1 ? name.toUpperCase() : name)
}

const NAMES: Record<string, string> = {
  escape: 'Esc',
  enter: 'Enter',
  tab: 'Tab',
  space: 'Space',
  backspace: 'Backspace',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  delete: 'Del',
  insert: 'Ins',
  left: 'Left',
  right: 'Right',
}
