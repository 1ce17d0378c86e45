import { ok, problem, type Result } from '../../model/result.ts'
import { type Action, KEY_MODES, type KeyMap, type KeyMode, type KeyOverrides } from './action.ts'
import { isCharacter, parseChord } from './chord.ts'

/** The keys that hold: those of the records, and in place of them the person's own. */
export function keyMap(actions: Action[], overrides: KeyOverrides): Result<KeyMap> {
  const unknown = Object.keys(overrides).find((name) => !actions.some((action) => action.name === name))
  if (unknown !== undefined)
    return problem(`No key does '${unknown}'.`, 'docs/keys.md lists what keys can do.')
  const modes = Object.fromEntries(KEY_MODES.map((mode) => [mode, new Map()])) as KeyMap['modes']
  for (const action of actions) {
    const chords = chordsOf(action, overrides[action.name])
    if (!chords.ok) return chords
    for (const [mode, chord] of chords.value) {
      const other = modes[mode].get(chord)?.name
      if (other !== undefined)
        return problem(
          `'${chord}' cannot do both '${other}' and '${action.name}'.`,
          `Give '${other}' another key as well.`,
        )
      modes[mode].set(chord, action)
    }
  }
  return ok({ actions, modes })
}

const TAKES_TEXT: KeyMode[] = ['typing', 'terminal']

function chordsOf(
  { name, chords }: Action,
  override: string | string[] | undefined,
): Result<[KeyMode, string][]> {
  const modes = Object.keys(chords) as KeyMode[]
  if (override === undefined)
    return ok(modes.flatMap((mode) => (chords[mode] ?? []).map((chord): [KeyMode, string] => [mode, chord])))
  const pairs: [KeyMode, string][] = []
  for (const written of new Set([override].flat())) {
    const chord = parseChord(written)
    if (!chord.ok) return chord
    // A letter can be a key only where no line takes it as text.
    const fitting = modes.filter((mode) => !TAKES_TEXT.includes(mode) || !isCharacter(chord.value))
    if (fitting.length === 0)
      return problem(`'${written}' is typed as text.`, `Give '${name}' a key with Ctrl or Alt.`)
    pairs.push(...fitting.map((mode): [KeyMode, string] => [mode, chord.value]))
  }
  return ok(pairs)
}
