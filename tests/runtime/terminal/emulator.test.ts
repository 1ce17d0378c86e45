import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { createEmulator } from '../../../source/runtime/terminal/emulator.ts'
import { cellWidth } from '../../../source/text/cells.ts'
import { loadWidths } from '../../../source/text/glyphs.ts'

beforeAll(loadWidths)

function rig(columns = 20, rows = 4) {
  const replies: string[] = []
  const emulator = createEmulator(
    { columns, rows },
    { onReply: (text) => replies.push(text), onChange: () => {} },
  )
  const write = (bytes: string | Uint8Array) =>
    new Promise<void>((resolve) =>
      emulator.write(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, resolve),
    )
  return { ...emulator, replies, write, rows: () => emulator.screen().rows.map(({ text }) => text) }
}

/** Without the cursor, which else is a cell in inverse. */
const HIDDEN = '\x1b[?25l'

describe('rows', () => {
  test('have colours and looks as SGR, each row closed, blanks at their end left out', async () => {
    const { write, rows } = rig()
    await write(`${HIDDEN}a \x1b[1;31mred\x1b[0m  \x1b[48;5;200m \x1b[0m \r\n\x1b[38;2;1;2;3;4mx\x1b[0m`)
    expect(rows().slice(0, 2)).toEqual([
      'a \x1b[1;31mred\x1b[0m  \x1b[48;5;200m \x1b[0m',
      '\x1b[4;38;2;1;2;3mx\x1b[0m',
    ])
  })

  test('show the cursor as a cell in inverse, on what is inverse as one that is not, and none when it is hidden', async () => {
    const { write, rows } = rig()
    await write('ab')
    expect(rows()[0]).toBe('ab\x1b[7m \x1b[0m')
    await write('\x1b[1;1H')
    expect(rows()[0]).toBe('\x1b[7ma\x1b[0mb')
    await write('\x1b[7mX\x1b[0m\x1b[1;1H')
    expect(rows()[0]).toBe('Xb')
    await write(HIDDEN)
    expect(rows()[0]).toBe('\x1b[7mX\x1b[0mb')
    await write('\x1bc')
    expect(rows()[0]).toBe('\x1b[7m \x1b[0m')
  })

  test('are as wide as their cells, whatever a terminal makes of the characters', async () => {
    const { write, rows, screen } = rig()
    await write(`${HIDDEN}漢😀|\r\n❤\ufe0f|\r\n👩‍👩‍👧|\r\n👍🏽|🇩🇪|`)
    const ends = screen().rows.map(({ text }) => cellWidth(text))
    expect(ends.slice(0, 3)).toEqual([5, 2, 7])
    expect(rows()).toEqual(['漢😀|', '❤|', '👩👩👧|', expect.stringMatching(/^👍 {2}\|/u)])
  })

  test('hide what is to be unseen, and know which goes on from the row above', async () => {
    const { write, screen, rows } = rig(4)
    await write(`${HIDDEN}\x1b[8mxy\x1b[0mzabc`)
    expect(rows().slice(0, 2)).toEqual(['  za', 'bc'])
    expect(screen().rows.map(({ isWrapped }) => isWrapped)).toEqual([false, true, false, false])
  })

  test('nothing but glyphs and SGR gets out, no wider than the screen, whatever comes in', async () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        '\x1b]0;title\x07',
        '\x1b]52;c;eA==\x07',
        '\x1bP$q"p\x1b\\',
        '\x1b[?1049h',
        '\x9b5n',
        '\x1b[6n',
      ),
      fc.constantFrom(
        '\u202e',
        '\u200d',
        '👨‍👩‍👧',
        '漢',
        '\x1b[1;38;2;1;2;3m',
        '\x1b]8;;http://x\x07link\x1b]8;;\x07',
      ),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 20 }), async (parts) => {
        const { write, rows } = rig(12, 3)
        await write(`${parts.join('')}\x18\x1b[?6l\x1b[0m\x1b[?25l\x1b[r\x1b[4l\x0f\x1b(B\x1b[2;12H|`)
        // Whatever stands before it, the mark is where it was put.
        expect(cellWidth(rows()[1] as string)).toBe(12)
        for (const row of rows()) {
          expect(cellWidth(row)).toBeLessThanOrEqual(12)
          expect(row.replace(/\x1b\[[\d;]+m/g, '')).not.toMatch(/[\x00-\x1f\x7f-\x9f]/)
        }
      }),
      { numRuns: 200 },
    )
  })
})

test('the program is answered; its titles and its clipboard are dropped', async () => {
  const { write, replies } = rig()
  await write('\x1b[c\x1b]0;title\x07\x1b]52;c;eA==\x07\x1b[2;3H\x1b[6n')
  expect(replies.at(-1)).toBe('\x1b[2;3R')
  expect(replies.join('')).toMatch(/^\x1b\[\?[\d;]+c\x1b\[2;3R$/)
})

test('keys and pastes are what the program has asked for', async () => {
  const { write, encode } = rig()
  expect([encode('\x1b[A', false), encode('a\nb\tc', true)]).toEqual(['\x1b[A', 'a\rb\tc'])
  await write('\x1b[?1h\x1b[?2004h')
  expect(encode('\x1b[A', false)).toBe('\x1bOA')
  expect(encode('\x1b[1;5A', false)).toBe('\x1b[1;5A')
  // Nothing in a paste can end it.
  expect(encode('x\x1b[201~y', true)).toBe('\x1b[200~x[201~y\x1b[201~')
})

test('it scrolls back while more is printed, and a full-screen program has nothing to scroll', async () => {
  const { write, scroll, screen, rows } = rig()
  await write(`${HIDDEN}${Array.from({ length: 10 }, (_, index) => `line ${index}`).join('\r\n')}`)
  scroll(-3)
  expect([rows()[0], screen().below]).toEqual(['line 3', 3])
  await write('\r\nline 10')
  expect([rows()[0], screen().below]).toEqual(['line 3', 4])
  scroll('end')
  expect([rows().at(-1), screen().below]).toEqual(['line 10', 0])
  await write('\x1b[?1049h\x1b[2J\x1b[Hfull')
  scroll('start')
  expect([rows()[0]?.trim(), screen().below]).toEqual(['full', 0])
})
