import { Terminal } from '@xterm/headless'
import { describe, expect, it } from 'vitest'
import { createScreenMode, ENTER_SCREEN, LEAVE_SCREEN } from '../../../../source/ui/terminal/screen-mode.ts'

function rig() {
  const log: string[] = []
  const name = (text: string) => (text === ENTER_SCREEN ? 'enter' : text === LEAVE_SCREEN ? 'leave' : text)
  const mode = createScreenMode(
    (text) => log.push(name(text)),
    (text) => log.push(`${name(text)} now`),
  )
  return { mode, log }
}

describe('the screen mode', () => {
  it('is entered and left once, however often that is asked', () => {
    const { mode, log } = rig()
    mode.leave()
    mode.enter()
    mode.enter()
    mode.leave()
    mode.leave()
    mode.restore()
    mode.enter()
    mode.restore()
    mode.restore()
    expect(log).toEqual(['enter', 'leave', 'enter', 'leave now'])
  })

  it('is restored without an error when the terminal is gone', () => {
    const mode = createScreenMode(
      () => {},
      () => {
        throw new Error('EIO')
      },
    )
    mode.enter()
    expect(() => mode.restore()).not.toThrow()
  })

  it('leaves the terminal as it was, also from the middle of a frame', async () => {
    const terminal = new Terminal({ cols: 20, rows: 4, allowProposedApi: true })
    const write = (text: string) => new Promise<void>((done) => terminal.write(text, done))
    await write('shell $ ')
    const before = { ...terminal.modes }
    await write(ENTER_SCREEN)
    expect(terminal.buffer.active.type).toBe('alternate')
    expect(terminal.modes).toMatchObject({ wraparoundMode: false, bracketedPasteMode: true })
    await write(`\x1b[?2026h\x1b[3;3Htext\x1b]52;c;cut off${LEAVE_SCREEN}`)
    expect({ ...terminal.modes }).toEqual(before)
    expect(terminal.buffer.active.type).toBe('normal')
    expect([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY]).toEqual([8, 0])
    await write('ls')
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('shell $ ls')
    terminal.dispose()
  })
})
