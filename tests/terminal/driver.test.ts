import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { freshPath } from '../helpers/repo.ts'
import { endTerminals, startTerminal } from '../helpers/terminal.ts'
import { endTmux, hasTmux, startTmux } from '../helpers/tmux.ts'

afterEach(async () => {
  await endTmux()
  await endTerminals()
})

/** A small program; it holds the terminal until it is ended. */
const node = (code: string) => [process.execPath, '-e', `process.stdin.setRawMode(true).resume();${code}`]

const ECHO = node(`
  process.stdout.write('ready\\r\\n')
  process.stdin.on('data', (data) => {
    process.stdout.write(JSON.stringify(String(data)) + ' ')
    if (String(data).endsWith('q')) process.exit(3)
  })`)

describe('the terminal driver', () => {
  test('types, presses and pastes what a terminal would send, and hears how the program ends', async () => {
    const terminal = startTerminal({ argv: ECHO })
    await terminal.waitFor('ready')
    for (const [key, sent] of [
      ['enter', '"\\r"'],
      ['ctrl-c', '"\\u0003"'],
      ['alt-left', '"\\u001b[1;3D"'],
      ['pageup', '"\\u001b[5~"'],
      ['esc', '"\\u001b"'],
    ] as const)
      await terminal.press(key).waitFor(sent)
    await terminal.paste('a\nb').waitFor('"a\\rb"')
    expect(await terminal.press('q').exit).toEqual({ code: 3, signal: null })
    expect(terminal.type('too late').text()).toContain('"q"')
  })

  test('shows attributes, cursor, title, modes and what leaves no trace', async () => {
    const bytes = [
      '\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b]0;the title\x07\x07\x1b]9;look\x07\x1b]52;c;aGk=\x07',
      '\x1b[3;5H\x1b[1;31mred\x1b[0m \x1b[48;2;1;2;3mrgb\x1b[0m wörld \x1b[7m字\x1b[0m!',
    ].join('')
    const terminal = startTerminal({ argv: node(`process.stdout.write(${JSON.stringify(bytes)})`) })
    await terminal.waitFor('字!')
    expect(terminal.row(2)).toBe('    red rgb wörld 字!')
    expect(terminal.cell(4, 2)).toMatchObject({ text: 'r', foreground: 'p1', bold: true, inverse: false })
    expect(terminal.cell(8, 2)).toMatchObject({ foreground: 'default', background: '#010203' })
    expect(terminal.cell(18, 2)).toMatchObject({ text: '字', width: 2, inverse: true })
    expect(terminal.find('!')).toEqual({ x: 20, y: 2 })
    expect(terminal.state()).toMatchObject({
      cursor: { x: 21, y: 2, isVisible: false },
      ...{ isAlternate: true, title: 'the title', bracketedPaste: true },
    })
    expect(terminal.heard()).toEqual({ bells: 1, notifications: ['look'], clipboard: ['hi'], blanks: 0 })
  })

  test('answers the questions a program asks its terminal', async () => {
    const asks = `process.stdin.on('data', (data) => process.stdout.write(JSON.stringify(String(data))))
      process.stdout.write('\\x1b[2;3H\\x1b[6n\\x1b[5n')`
    const terminal = startTerminal({ argv: node(asks) })
    await terminal.waitFor('[2;3R')
    await terminal.waitFor('[0n')
  })

  test('looks at whole frames only', async () => {
    // Half a frame lies in the terminal for as long as the test does not type.
    const halves = `process.stdout.write('\\x1b[?2026hfirst half')
      process.stdin.once('data', () => process.stdout.write(' second half\\x1b[?2026l\\x1b[?2026h\\rnext'))`
    const terminal = startTerminal({ argv: node(halves) })
    const rows: string[] = []
    const whole = terminal.waitFor(({ row }) => row(0).includes('half') && rows.push(row(0)) > 0, 'a half')
    const seen = new Promise<void>((resolve) => {
      const look = () => (terminal.text().includes('first half') ? resolve() : setImmediate(look))
      look()
    })
    await seen
    terminal.type('x')
    await whole
    // At the end of the frame, before the next one was parsed that overwrites it.
    expect(rows).toEqual(['first half second half'])
  })

  test('tells the program of a new size', async () => {
    const sizes = `const say = () => process.stdout.write('\\r\\n' + process.stdout.columns + ' by ' + process.stdout.rows)
      process.stdout.on('resize', say); say()`
    const terminal = startTerminal({ argv: node(sizes), columns: 100, rows: 30 })
    await terminal.waitFor('100 by 30')
    await terminal.resize({ columns: 40, rows: 12 }).waitFor('40 by 12')
    expect(terminal.screen()).toHaveLength(12)
  })

  test('what does not come is told with the whole screen, at once when the program has ended', async () => {
    const terminal = startTerminal({ argv: ['sh', '-c', 'echo over and out; exit 4'], columns: 20, rows: 3 })
    await expect(terminal.waitFor('never')).rejects.toThrow(
      /ended before the screen showed never:\n20x3.*ended: 4\n\+-{20}\+\n\|over and out {8}\|/,
    )
    const silent = startTerminal({ argv: ['cat'], columns: 20, rows: 3 })
    await expect(silent.waitFor(/ever/, 'anything', 50)).rejects.toThrow(/in vain for anything:\n20x3/)
    expect(await silent.kill('SIGTERM').exit).toEqual({ code: 0, signal: 'SIGTERM' })
  })

  test('nothing of the environment of the tests reaches the program', async () => {
    const env = { TERM: 'vt100', EXTRA: 'yes', FORCE_COLOR: undefined }
    const terminal = startTerminal({ argv: ['sh', '-c', 'env | sort; echo "[end]"'], env })
    await terminal.waitFor('[end]')
    const names = terminal.screen().map((row) => row.split('=')[0])
    expect(names).toEqual(expect.arrayContaining(['EXTRA', 'LANG', 'TZ']))
    expect(names.filter((name) => /^(CI|VITEST|NODE_OPTIONS|FORCE_COLOR|BR_)/.test(name ?? ''))).toEqual([])
    expect(terminal.text()).toContain('TERM=vt100')
  })

  test('a slow line carries so many bytes a second, and stops the program as a pipe does', async () => {
    // The program counts what it got rid of, on a channel beside the line: the title would have to pass the line too.
    const flood = `process.stdin.setRawMode(true); const { writeSync, writeFileSync } = require('node:fs'); let sent = 0
      for (;;) { sent += writeSync(1, 'x'.repeat(999) + '\\n'); writeFileSync(process.argv[1], String(sent)) }`
    const path = freshPath('sent')
    const terminal = startTerminal({ argv: [process.execPath, '-e', flood, path], bytesPerSecond: 50_000 })
    await terminal.waitFor('x')
    const begun = performance.now()
    const before = terminal.received()
    await terminal.waitFor(() => terminal.received() - before > 40_000, '40 kB')
    const rate = (terminal.received() - before) / ((performance.now() - begun) / 1000)
    expect(rate).toBeGreaterThan(30_000)
    expect(rate).toBeLessThan(70_000)
    expect(Number(readFileSync(path, 'utf8')) - terminal.received()).toBeLessThan(32 * 1024)
  })
})

describe.skipIf(!hasTmux)('the tmux driver (skipped where there is no tmux)', () => {
  test('keys go in, the pane comes out, in a server of its own', async () => {
    const tmux = startTmux({ argv: ECHO, columns: 60, rows: 10 })
    await tmux.terminal.waitFor('ready')
    tmux.sendKeys('hello', 'Enter')
    await tmux.terminal.waitFor((terminal) => /hello.*\\r/s.test(terminal.text()), 'what was sent')
    expect(tmux.capture()[0]).toBe('ready')
    expect(tmux.terminal.screen()).toHaveLength(10)
    tmux.sendKeys('q')
    expect(await tmux.terminal.exit).toMatchObject({ code: 0 })
  })

  test('a window can change its size', async () => {
    const sizes = `const say = () => process.stdout.write('\\r\\n' + process.stdout.columns + ' by ' + process.stdout.rows)
      process.stdout.on('resize', say); say()`
    const tmux = startTmux({ argv: node(sizes), columns: 60, rows: 10 })
    await tmux.terminal.waitFor('60 by 10')
    tmux.resize({ columns: 50, rows: 8 })
    await tmux.terminal.waitFor('50 by 8')
  })
})
