import type { Key, Reduced, Ui, UiContext } from '../state/ui.ts'

/**
 * Where a key is pressed. `empty` is typing with nothing typed yet, and `found` the keys mode of a pane in which
 * something was looked for: what they do not know is asked of `typing` and `keys`, as is what `replay` does not know. What
 * `terminal` does not know goes to the program there.
 */
export const KEY_MODES = [
  'typing',
  'empty',
  'keys',
  'found',
  'replay',
  'terminal',
  'sheet',
  'copy',
  'chooser',
  'gone',
] as const
export type KeyMode = (typeof KEY_MODES)[number]

export const ACTION_GROUPS = {
  modes: 'Typing and keys',
  panes: 'Panes',
  text: 'Text of a pane',
  say: 'Commands by one key',
  terminal: 'The terminal of a pane',
  line: 'The line',
  copy: 'Copying',
  replay: 'A replay',
  leave: 'Leaving',
}

/** One thing a key does, whole: the key map, the help and the docs read this record. */
export interface Action {
  name: string
  group: keyof typeof ACTION_GROUPS
  summary: string
  /** Where there is such a thing, and its keys there unless the person wants others. */
  chords: Partial<Record<KeyMode, string[]>>
  run(ui: Ui, context: UiContext, key: Key): Reduced
}

/** The keys that hold: by mode, chord such as 'ctrl-l', 'alt-left', 'z' → what it does. */
export interface KeyMap {
  actions: Action[]
  modes: Record<KeyMode, Map<string, Action>>
}

/** A person's own keys: name of an action → all its chords. */
export type KeyOverrides = Record<string, string | string[]>
