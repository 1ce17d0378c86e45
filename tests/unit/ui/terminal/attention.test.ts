import { describe, expect, it } from 'vitest'
import { copyText, notification, terminalTitle } from '../../../../source/ui/terminal/attention.ts'

const plain = { TERM: 'xterm-256color' }
const tmux = { TERM: 'tmux-256color', TMUX: '/tmp/tmux-1000/default,1,0' }

describe('a notification', () => {
  it('uses the one sequence that the terminal knows', () => {
    expect(notification('auth waits', plain)).toBe('\x1b]9;br-tui: auth waits\x07')
    expect(notification('auth waits', { ...plain, VTE_VERSION: '7600' })).toBe(
      '\x1b]777;notify;br-tui;auth waits\x07',
    )
  })

  it('gets through tmux', () => {
    expect(notification('x', tmux)).toBe('\x1bPtmux;\x1b\x1b]9;br-tui: x\x07\x1b\\')
  })

  it('cannot be broken out of', () => {
    expect(notification('a\x07b\x1b]52;c;AAAA\x07;c\n d', plain)).toBe('\x1b]9;br-tui: ab, c d\x07')
    expect(notification('x'.repeat(900), plain).length).toBeLessThan(230)
  })
})

describe('the title', () => {
  it('is one line without control characters', () => {
    expect(terminalTitle('br-tui · \x1b[31m1\x1b[0m\nwaits\u202e')).toBe('\x1b]0;br-tui · 1 waits\x07')
  })
})

describe('copied text', () => {
  const encoded = '\x1b]52;c;ZMOkCmI=\x07'

  it('is sent whole, lines and all', () => {
    expect(copyText('dä\nb', plain)).toBe(encoded)
  })

  it('is given to tmux and through it, also where only TERM tells', () => {
    const both = `${encoded}\x1bPtmux;\x1b${encoded}\x1b\\`
    expect(copyText('dä\nb', tmux)).toBe(both)
    expect(copyText('dä\nb', { TERM: 'screen-256color' })).toBe(both)
  })

  it('goes through GNU screen in parts that are short enough', () => {
    const text = copyText('x'.repeat(2000), { TERM: 'screen', STY: '1.pts' })
    const parts = [...text.matchAll(/\x1bP([^\x1b]|\x1b(?!\\))*\x1b\\/g)].map(([part]) => part)
    expect(parts.length).toBeGreaterThan(2)
    expect(Math.max(...parts.map(({ length }) => length))).toBeLessThan(768)
    expect(parts.map((part) => part.slice(2, -2)).join('')).toBe(copyText('x'.repeat(2000), plain))
  })
})
