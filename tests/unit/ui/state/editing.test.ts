import { describe, expect, test } from 'vitest'
import type { UiEvent } from '../../../../source/ui/state/ui.ts'
import { lineOf, play, session, start } from './rig.ts'

const edited = (...steps: (string | UiEvent)[]) => lineOf(play(start, steps, { session: null }).ui)

describe('the line', () => {
  test('takes what the input field put in, at its cursor', () => {
    expect(edited("'ab", 'left', "'x")).toBe('ax|b')
  })

  test('is not made anew while the input field does the typing', () => {
    const { ui } = play(start, ["'abc"])
    expect(ui.prompt.generation).toBe(0)
    expect(play(ui, ['left']).ui.prompt.generation).toBe(1)
  })

  test.each([
    [['home', 'right'], 'o|ne two-three'],
    [['ctrl-a'], '|one two-three'],
    [['ctrl-a', 'ctrl-e'], 'one two-three|'],
    [['alt-b'], 'one two-|three'],
    [['ctrl-left', 'ctrl-left'], 'one |two-three'],
    [['home', 'alt-f'], 'one| two-three'],
    [['home', 'ctrl-right', 'ctrl-right'], 'one two|-three'],
    [['backspace'], 'one two-thre|'],
    [['home', 'delete'], '|ne two-three'],
    [['home', 'ctrl-d'], '|ne two-three'],
    [['home', 'backspace'], '|one two-three'],
    [['ctrl-w'], 'one |'],
    [['alt-backspace'], 'one two-|'],
    [['home', 'alt-d'], '| two-three'],
    [['alt-b', 'ctrl-u'], '|three'],
    [['alt-b', 'ctrl-k'], 'one two-|'],
    [['alt-b', 'ctrl-k', 'home', 'ctrl-y'], 'three|one two-'],
    [['ctrl-w', 'ctrl-y', 'ctrl-y'], 'one two-threetwo-three|'],
    [['ctrl-w', 'backspace', 'ctrl-y'], 'onetwo-three|'],
  ])('%j leaves %s', (keys, line) => {
    expect(edited("'one two-three", ...keys)).toBe(line)
  })

  test('moves and deletes by what is seen as one character', () => {
    const family = '👩‍👩‍👧‍👦'
    const accented = 'e\u0301'
    const typed: UiEvent = { type: 'inserted', text: `a${family}${accented}` }
    expect(edited(typed, 'left')).toBe(`a${family}|${accented}`)
    expect(edited(typed, 'left', 'left')).toBe(`a|${family}${accented}`)
    expect(edited(typed, 'left', 'backspace')).toBe(`a|${accented}`)
    expect(edited(typed, 'home', 'right', 'delete')).toBe(`a|${accented}`)
  })

  test('knows words of other scripts', () => {
    expect(edited("'größe übung", 'alt-b')).toBe('größe |übung')
  })
})

describe('the suggestion', () => {
  test('is taken by Right, Ctrl-E and End at the end of the line, empty or begun', () => {
    for (const chord of ['right', 'ctrl-e', 'end']) expect(lineOf(play(start, [chord]).ui)).toBe('continue|')
    expect(lineOf(play(start, ["'Cont", 'right']).ui)).toBe('Continue|')
  })

  test('is not taken where it does not fit, inside the line, or by Enter', () => {
    expect(lineOf(play(start, ["'x", 'right']).ui)).toBe('x|')
    expect(lineOf(play(start, ["'con", 'home', 'end']).ui)).toBe('con|')
    expect(play(start, ['enter']).effects).toEqual([])
  })

  test('is none where no session is', () => {
    expect(session.ended).toBeNull()
    expect(lineOf(play(start, ['right'], { session: null }).ui)).toBe('|')
  })
})
