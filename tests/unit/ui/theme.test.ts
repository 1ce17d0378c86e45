import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellWidth } from '../../../source/text/cells.ts'
import { chooseTheme, makeTheme, type ThemeChoice } from '../../../source/ui/theme.ts'

const UTF8 = { TERM: 'xterm-256color', LANG: 'en_US.UTF-8' }
const chosen = (env: ThemeChoice['env'], setting: ThemeChoice['setting'] = null) =>
  chooseTheme({ env, setting })
const nameOf = (env: ThemeChoice['env'], setting: ThemeChoice['setting'] = null) => chosen(env, setting).name

describe('the theme', () => {
  it('is dark unless the terminal or the person says otherwise', () => {
    expect(nameOf(UTF8)).toBe('dark')
    expect(nameOf({ ...UTF8, COLORFGBG: '0;15' })).toBe('light')
    expect(nameOf({ ...UTF8, COLORFGBG: '0;15' }, 'contrast')).toBe('contrast')
    expect(nameOf(UTF8, 'auto')).toBe('dark')
  })

  it('has no colours with NO_COLOR, in a terminal without, or where FORCE_COLOR is 0', () => {
    expect(nameOf({ ...UTF8, NO_COLOR: '1' }, 'light')).toBe('plain')
    expect(nameOf({ ...UTF8, TERM: 'vt100' })).toBe('plain')
    expect(nameOf({ ...UTF8, TERM: 'xterm-m' })).toBe('plain')
    expect(nameOf({ ...UTF8, FORCE_COLOR: '0' })).toBe('plain')
    expect(nameOf({ LANG: 'C.UTF-8' })).toBe('plain')
  })

  it('has colours where FORCE_COLOR or COLORTERM says so', () => {
    expect(nameOf({ ...UTF8, NO_COLOR: '1', FORCE_COLOR: '1' })).toBe('dark')
    expect(nameOf({ ...UTF8, TERM: 'vt220', COLORTERM: 'truecolor' })).toBe('dark')
  })

  it('has ASCII signs without UTF-8 and where the font has no others', () => {
    const sign = (env: ThemeChoice['env']) => chosen(env).glyphs.running
    expect(sign(UTF8)).toBe('●')
    expect(sign({ TERM: 'xterm', LC_ALL: 'C', LANG: 'en_US.UTF-8' })).toBe('*')
    expect(sign({ TERM: 'xterm', LC_CTYPE: 'de_DE.utf8' })).toBe('●')
    expect(sign({ ...UTF8, TERM: 'linux' })).toBe('*')
    expect(sign({ TERM: 'xterm' })).toBe('*')
  })

  it('keeps letters that the console of Linux knows', () => {
    expect(chosen({ ...UTF8, TERM: 'linux' }).show('Prüfung…')).toBe('Prüfung…')
    expect(chosen({ TERM: 'xterm', LANG: 'C' }).show('Prüfung…')).toBe('Pr?fung~')
  })

  it('uses no escape at all for a dumb terminal, and without colours no colour', () => {
    expect(chosen({ ...UTF8, TERM: 'dumb' }).paint('bad', 'x')).toBe('x')
    const roles = [
      'title',
      'focus',
      'dim',
      'good',
      'warn',
      'bad',
      'typed',
      'key',
      'inverse',
      'added',
    ] as const
    for (const role of roles)
      expect(makeTheme('plain', { unicode: true }).paint(role, 'x')).toMatch(/^(\x1b\[[147]m)?x(\x1b\[0m)?$/)
  })

  it('shows text from anywhere in ASCII without changing its width', () => {
    const { show } = chosen({ TERM: 'xterm', LANG: 'C' })
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(show(text)).toMatch(/^[\n -~]*$/)
      }),
    )
    expect(cellWidth(show('日本 — 🚀'))).toBe(cellWidth('日本 — 🚀'))
  })

  it('keeps colours of programs where there are any', () => {
    const line = '\x1b[31mrød\x1b[0m'
    expect(makeTheme('dark', { unicode: true }).showOutput(line)).toBe(line)
    expect(makeTheme('dark', { unicode: false, asciiOnly: true }).showOutput(line)).toBe('\x1b[31mr?d\x1b[0m')
    expect(makeTheme('plain', { unicode: true }).showOutput(line)).toBe('rød')
  })
})
