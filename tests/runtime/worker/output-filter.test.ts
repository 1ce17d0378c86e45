import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import { createOutputFilter } from '../../../source/runtime/worker/output-filter.ts'
import {
  type Case,
  caseMakers,
  createPick,
  privateKey,
  publicLength,
  tokenKinds,
} from '../../helpers/secrets.ts'

const known = ['correct', 'horse', 'battery'].join(' ')
const masker = createMasker([known])

/** Gives text, so that it can be compared. */
function newFilter() {
  const filter = createOutputFilter(masker)
  return {
    push: (bytes: Uint8Array) => `${filter.push(bytes)}`,
    flush: () => `${filter.flush()}`,
    end: () => `${filter.end()}`,
    isHolding: filter.isHolding,
  }
}

/** The whole of it, in one piece or cut at the given places. */
function filtered(text: string | Uint8Array, cuts: number[] = [], flushes = false): string {
  const bytes = Buffer.from(text as string)
  const filter = newFilter()
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  let out = ''
  let start = 0
  for (const end of [...places, bytes.length]) {
    out += filter.push(bytes.subarray(start, end))
    if (flushes) out += filter.flush()
    start = end
  }
  return out + filter.end()
}

describe("of the terminal's language", () => {
  test.each([
    ['colours stay', '\x1b[1;38;5;196mred\x1b[0m\n', '\x1b[1;38;5;196mred\x1b[0m\n'],
    ['colours in one byte become the usual ones', '\u009b31mred\n', '\x1b[31mred\n'],
    ['other sequences go', 'a\x1b[2J\x1b[3;4H\x1b[?25l\x1b[>4;2mb\x1b7\x1b(Bc\n', 'abc\n'],
    ['titles, links and clipboard writes go', 'a\x1b]0;title\x07b\x1b]52;c;aGk=\x1b\\c\n', 'abc\n'],
    ['device strings go', 'a\x1bP1$r q\x1b\\b\x1b_Gi=1;x\x1b\\c\n', 'abc\n'],
    ['an endless string ends with its line', 'a\x1b]0;never closed\nb\n', 'a\nb\n'],
    ['a broken sequence ends with its line', 'a\x1b[12\nb\n', 'a\nb\n'],
    ['bells, backspaces and NULs go', 'a\x07b\bc\0\x7fd\n', 'abcd\n'],
    ['text is not turned around', 'a\u202eb\u2066c\n', 'abc\n'],
    ['tabs become blanks', 'a\tb\n\tc\n', 'a       b\n        c\n'],
    ['a carriage return takes the line back', '10%\r50%\r100%\n', '100%\n'],
    ['one before the line end means nothing', 'a\r\nb\r\r\n', 'a\nb\n'],
    ['the colour of an overwritten line ends with it', '\x1b[31mred\rplain\n', '\x1b[0mplain\n'],
    ['an unfinished line is kept', 'no end', 'no end'],
  ])('%s', (_, text, expected) => {
    expect(filtered(text)).toBe(expected)
  })

  test('nothing but text, colours and line ends ever comes out', () => {
    const piece = fc.constantFrom(
      '\x1b',
      '[',
      ']',
      '0',
      ';',
      'm',
      '\r',
      '\n',
      '\x07',
      '\x9b',
      'P',
      '\\',
      'é',
      ' ',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        const out = filtered(pieces.join('')).replace(/\x1b\[[\d;:]*m/g, '')
        expect(out).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
      }),
    )
  })
})

test('a line has an end: what is longer is cut, and no half secret stays at the cut', () => {
  const printed = tokenKinds.find(({ code }) => code === 'github-token')?.make(createPick(1)) ?? ''
  const out = filtered(`${'word '.repeat(3274)}${printed} and more\nnext\n`)
  expect(out.length).toBeLessThan(16_500)
  expect(out).toMatch(/word {2}\[line cut\]\nnext\n$/)
  expect(out).not.toContain(printed.slice(0, 8))
})

describe('while a line is unfinished', () => {
  test('nothing is given out before its end', () => {
    const filter = newFilter()
    expect(filter.push(Buffer.from('one\ntw'))).toBe('one\n')
    expect(filter.isHolding()).toBe(true)
    expect(filter.push(Buffer.from('o\n'))).toBe('two\n')
    expect(filter.isHolding()).toBe(false)
  })

  test('a flush shows what cannot be part of a secret, once', () => {
    const filter = newFilter()
    filter.push(Buffer.from('Continue? yes-or'))
    expect(filter.flush()).toBe('Continue? ')
    expect(filter.isHolding()).toBe(false)
    expect(filter.flush()).toBe('')
    expect(filter.push(Buffer.from('-no\n'))).toBe('yes-or-no\n')
  })

  test('what was shown and is then overwritten stays a line', () => {
    const filter = newFilter()
    filter.push(Buffer.from('half done, '))
    expect(filter.flush()).toBe('half done, ')
    expect(filter.push(Buffer.from('\rall done\n'))).toBe('\nall done\n')
  })
})

describe('however the output is cut', () => {
  const anyCase: fc.Arbitrary<Case> = fc
    .tuple(fc.nat(caseMakers.length - 1), fc.nat())
    .map(([kind, seed]) => (caseMakers[kind] as (typeof caseMakers)[number])(createPick(seed)))
  const pem = privateKey()
  const line = fc.oneof(
    anyCase.map(({ text }) => text),
    fc.constantFrom(
      pem.join('\n'),
      pem.slice(0, 3).join('\n'),
      known,
      'done',
      'ok\r',
      '\x1b[32mgreen\x1b[0m',
      'ü€😀',
    ),
    fc.string({ maxLength: 20 }),
  )
  const output = fc
    .array(fc.tuple(line, fc.constantFrom('\n', ' ', '\r\n', '\x1b[0m\n', '\t')), { maxLength: 10 })
    .map((pieces) => pieces.flat().join(''))
  const cuts = fc.array(fc.nat(2000), { maxLength: 20 })

  test('whoever pushed the bytes may use their place again', () => {
    fc.assert(
      fc.property(output, cuts, (text, places) => {
        const bytes = Buffer.from(text)
        const filter = newFilter()
        let out = ''
        let start = 0
        for (const end of [
          ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b),
          bytes.length,
        ]) {
          const part = Buffer.from(bytes.subarray(start, end))
          out += filter.push(part)
          part.fill('x')
          start = end
        }
        expect(out + filter.end()).toBe(filtered(text, places))
      }),
    )
  })

  test('the same comes out', () => {
    fc.assert(
      fc.property(output, cuts, (text, places) => {
        expect(filtered(text, places)).toBe(filtered(text))
      }),
      { numRuns: 300 },
    )
  })

  test('the same comes out as byte by byte, also of lines that need no closer look', () => {
    const plain = fc.constantFrom(
      'all is well',
      '\x1b[32mgreen\x1b[0m and \x1b[1;38;5;9mred\x1b[m',
      'tokens used: 12',
      '100%\r',
      'a\tb',
      '',
      `${'-----'}BEGIN PRIVATE KEY`,
    )
    const text = fc.array(fc.oneof(line, plain), { maxLength: 12 }).map((lines) => lines.join('\n'))
    fc.assert(
      fc.property(text, (whole) => {
        const everywhere = Array.from({ length: Buffer.byteLength(whole) }, (_, index) => index)
        expect(filtered(whole)).toBe(filtered(whole, everywhere))
      }),
      { numRuns: 300 },
    )
  })

  test('what is no text becomes the sign for that, and nothing of it comes out as it was', () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 4 }),
      fc
        .constantFrom('ok\n', 'ü€😀', '\x1b[32m', '\ufeff', 'token')
        .map((text) => new TextEncoder().encode(text)),
      // Half a character, one that is too long, half a surrogate pair, one beyond the last, C1 as a byte.
      fc
        .constantFrom('e282', 'c0af', 'e08080', 'eda080', 'f4908080', '9b')
        .map((hex) => Buffer.from(hex, 'hex')),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), cuts, (pieces, places) => {
        const bytes = Buffer.concat(pieces.flatMap((each) => [each, Buffer.from('\n')]))
        const filter = createOutputFilter(masker)
        const out = Buffer.concat([filter.push(bytes), filter.end()])
        expect(isUtf8(out)).toBe(true)
        expect(out.toString()).toBe(filtered(bytes, places))
        const read = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
        expect(out.toString()).toBe(filtered(read))
      }),
      { numRuns: 1000 },
    )
  })

  const colour = fc.constantFrom('\x1b[33m', '\x1b[0m', '\x1b[1;38;5;196m', '\x1b[m', '\x9b31m', '\x1b[K')
  /** Puts codes between characters of the text, from its end on, so that none comes to stand inside another. */
  const paint = (text: string, colours: [at: number, code: string][]) =>
    colours
      .map(([at, code]) => ({ place: at % (text.length + 1), code }))
      .sort((a, b) => b.place - a.place)
      .reduce((painted, { place, code }) => painted.slice(0, place) + code + painted.slice(place), text)

  test('no secret comes out, whatever its colours, with flushes at any moment', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          { weight: 9, arbitrary: anyCase },
          fc.constant({ code: 'secret', text: known, secret: known }),
        ),
        fc.array(fc.tuple(fc.nat(400), colour), { maxLength: 4 }),
        fc.constantFrom('', 'done\n', 'ü€😀 ', '\x1b[32mgreen ', '10%\r', 'a\tb '),
        fc.constantFrom('', ' rest', '\n', '\r\nnext\n', ' "'),
        fc.array(fc.nat(300), { maxLength: 5 }),
        fc.boolean(),
        ({ text, secret }, colours, before, after, places, flushes) => {
          const out = filtered(before + paint(text, colours) + after, places, flushes)
          const plain = out.replace(/\x1b\[[\d;:]*m|\n/g, '')
          const body = secret.slice(publicLength(secret))
          for (let at = 0; at + 10 <= body.length; at++) expect(plain).not.toContain(body.slice(at, at + 10))
        },
      ),
      { numRuns: 10_000 },
    )
  }, 120_000)

  test('no line of a private key comes out, with flushes at any moment', () => {
    fc.assert(
      fc.property(cuts, (places) => {
        const out = filtered(`a\n${pem.join('\r\n')}\r\nthe end\n`, places, true)
        expect(out).toBe('a\n…(private-key)\nthe end\n')
      }),
    )
  })
})
