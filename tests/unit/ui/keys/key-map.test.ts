import { describe, expect, test } from 'vitest'
import { KEY_MODES } from '../../../../source/ui/keys/action.ts'
import { actions } from '../../../../source/ui/keys/actions.ts'
import { isCharacter, parseChord } from '../../../../source/ui/keys/chord.ts'
import { helpRows } from '../../../../source/ui/keys/help-rows.ts'
import { keyMap } from '../../../../source/ui/keys/key-map.ts'

const map = (overrides: Record<string, string | string[]> = {}) => {
  const made = keyMap(actions, overrides)
  if (!made.ok) throw new Error(made.error.message)
  return made.value
}

const nameOf = (mode: 'typing' | 'empty' | 'keys', chord: string, overrides = {}) =>
  map(overrides).modes[mode].get(chord)?.name

const refusal = (overrides: Record<string, string | string[]>) => {
  const made = keyMap(actions, overrides)
  return made.ok ? null : made.error.message
}

describe('the records', () => {
  test('have names of their own', () => {
    expect(new Set(actions.map(({ name }) => name)).size).toBe(actions.length)
  })

  test('give no chord twice in a mode, and leave no record without a key', () => {
    const { modes } = map()
    for (const mode of KEY_MODES) {
      const chords = actions.flatMap((action) => action.chords[mode] ?? [])
      expect(new Set(chords).size, mode).toBe(chords.length)
      expect(modes[mode].size, mode).toBe(chords.length)
    }
    for (const { name, chords } of actions) expect(Object.values(chords).flat(), name).not.toEqual([])
  })

  test('write every chord in the form in which keys are pressed', () => {
    for (const chord of actions.flatMap(({ chords }) => Object.values(chords).flat()))
      expect(parseChord(chord)).toEqual({ ok: true, value: chord })
  })

  test('take no character away from a line that is being typed', () => {
    expect([...map().modes.typing.keys()].filter(isCharacter)).toEqual([])
    expect([...map().modes.empty.keys()].filter(isCharacter)).toEqual(['?'])
  })
})

describe('a person’s own keys', () => {
  test('take the place of the ones that were there', () => {
    expect(nameOf('keys', 'f2', { zoom: 'F2' })).toBe('zoom')
    expect(nameOf('keys', 'z', { zoom: 'F2' })).toBeUndefined()
    expect(nameOf('keys', 'd', { zoom: 'd', diff: ['ctrl-g', 'x'] })).toBe('zoom')
  })

  test('that are characters hold only where they are not typed', () => {
    const own = { 'page-up': ['pageup', 'b'] }
    expect(nameOf('keys', 'b', own)).toBe('page-up')
    expect(nameOf('typing', 'b', own)).toBeUndefined()
    expect(nameOf('typing', 'pageup', own)).toBe('page-up')
  })

  test('are refused with the reason: an unknown name, an unknown key, a letter for the line', () => {
    expect(refusal({ fly: 'f' })).toBe("No key does 'fly'.")
    expect(refusal({ zoom: 'hyper-z' })).toBe("'hyper-z' is no key.")
    expect(refusal({ 'cut-back': 'w' })).toBe("'w' is typed as text.")
  })

  test('are refused when two things would be on one key', () => {
    expect(refusal({ zoom: 'd' })).toBe("'d' cannot do both 'zoom' and 'diff'.")
    expect(refusal({ 'row-up': 'up' })).toBe("'up' cannot do both 'pane-up' and 'row-up'.")
  })

  test('may name the same key twice', () => {
    expect(nameOf('keys', 'x', { zoom: ['x', 'x'] })).toBe('zoom')
  })
})

describe('the help', () => {
  const find = (name: string, overrides = {}) =>
    helpRows(map(overrides)).find((row) => row.kind === 'action' && row.name === name)

  test('says every action once, with the keys it has by mode', () => {
    const names = helpRows(map()).flatMap((row) => (row.kind === 'action' ? [row.name] : []))
    expect(names.toSorted()).toEqual(actions.map(({ name }) => name).toSorted())
    expect(find('next-pane')).toMatchObject({ typing: ['tab'], keys: ['tab'], elsewhere: [] })
  })

  test('says nine digits as one', () => {
    expect(find('pane-number')).toMatchObject({ typing: ['alt-1…9'], keys: ['1…9', 'alt-1…9'] })
  })

  test('shows the keys as they are now', () => {
    expect(find('zoom', { zoom: 'f2' })).toMatchObject({ keys: ['f2'] })
  })
})
