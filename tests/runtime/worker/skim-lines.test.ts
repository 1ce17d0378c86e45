import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPrefilter, type Prefilter } from '../../../source/checks/secrets/prefilter.ts'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import {
  longestLine,
  type Suspect,
  scanEachByte,
  scanLines,
} from '../../../source/runtime/worker/scan-lines.ts'
import { countLines, skimLines } from '../../../source/runtime/worker/skim-lines.ts'
import { positiveCases, privateKey } from '../../helpers/secrets.ts'

const known = ['Correct Horse (Battery)', 'zwölf €uro']
const { prefilter } = createMasker(known)

/** What a scan says of the bytes, from a place on. */
function said(scan: typeof scanLines, bytes: Uint8Array, from = 0, words: Prefilter = prefilter) {
  const suspects: Suspect[] = []
  const end = scan(bytes, from, words, (suspect) => suspects.push(suspect))
  return { end, suspects }
}

function expectTheSame(bytes: Uint8Array, from = 0, words: Prefilter = prefilter) {
  expect(said(scanLines, bytes, from, words)).toEqual(said(scanEachByte, bytes, from, words))
}

test('this Node can', () => {
  const bytes = Buffer.from('a line\n'.repeat(200))
  expect(skimLines(bytes, 0, prefilter, longestLine)).toMatchObject({ end: bytes.length, isMore: false })
})

describe('what is skimmed comes out as if every byte had been looked at', () => {
  const plain = fc.constantFrom('all is well', 'done', '12 of 30', '.'.repeat(40), ' ', '-', '[31m')
  const telling = fc.constantFrom(
    ...prefilter.sought,
    ...positiveCases().map(({ text }) => text),
    ...privateKey(),
    ...known,
  )
  const colour = fc.constantFrom('\x1b[m', '\x1b[0m', '\x1b[1;31m', '\x1b[38;2;255;0;128m', '\x1b[4:3m')
  const wide = fc.constantFrom(
    'ü',
    '€',
    '😀',
    '│',
    '\u00a0',
    '\u2027',
    '\u202f',
    '\u2065',
    '\ud7ff',
    '\ue000',
  )
  const odd = fc.constantFrom<string | Uint8Array>(
    ...['\t', '\r', '\x00', '\x1b', '\x1b[2J', '\x1b[;m', '\x1b[1234m', `\x1b[1${';1'.repeat(16)}m`, '\x7f'],
    ...['\u0085', '\u2028', '\u202e', '\u2066', '\u2069'],
    ...[[0x80], [0xc1, 0x81], [0xc3], [0xe0, 0x81, 0x81], [0xed, 0xa0, 0x80], [0xf0, 0x80, 0x80, 0x80]].map(
      (bytes) => Buffer.from(bytes),
    ),
    ...[[0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xe2, 0x82], [0xff]].map((bytes) =>
      Buffer.from(bytes),
    ),
  )
  const lineOf = (...pieces: fc.Arbitrary<string | Uint8Array>[]) =>
    fc
      .array(fc.oneof(...pieces), { maxLength: 12 })
      .map((parts) => Buffer.concat([...parts, '\n'].map((part) => Buffer.from(part as string))))
  const long = fc.nat(3).map((more) => Buffer.from(`${'x'.repeat(longestLine - 1 + more)}\n`))
  const lines = (...kinds: fc.WeightedArbitrary<Buffer>[]) =>
    fc.array(fc.oneof(...kinds), { minLength: 100, maxLength: 300 }).map((all) => Buffer.concat(all))
  const usual = { weight: 60, arbitrary: lineOf(plain, colour, wide) }
  const suspicious = { weight: 6, arbitrary: lineOf(plain, colour, telling) }

  test('lines of text and colours, some of them suspect', () => {
    fc.assert(fc.property(lines(usual, suspicious), (bytes) => expectTheSame(bytes)))
  })

  test('with others between them, from wherever one looks', () => {
    const others = [
      { weight: 1, arbitrary: lineOf(plain, colour, wide, odd) },
      { weight: 1, arbitrary: long },
    ]
    fc.assert(
      fc.property(lines(usual, suspicious, ...others), fc.nat(2000), (bytes, from) =>
        expectTheSame(bytes, from),
      ),
    )
  })

  test('bytes of any kind, cut anywhere', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ minLength: 1024, maxLength: 3000 }),
      fc.array(fc.constantFrom(...Buffer.from('\x1b[[01;m\n\n aske-tn')), {
        minLength: 1024,
        maxLength: 3000,
      }),
    )
    fc.assert(fc.property(bytes, (all) => expectTheSame(Uint8Array.from(all))))
  })

  test('more than there is room for at once', () => {
    const block = lines(usual, { ...suspicious, weight: 1 })
    fc.assert(
      fc.property(fc.array(block, { minLength: 3, maxLength: 8 }), (blocks) =>
        expectTheSame(Buffer.concat(blocks)),
      ),
      { numRuns: 30 },
    )
  })
})

describe('no word is missed', () => {
  const line = (place: number, text: string) => `${'.'.repeat(place % 61)}\n${'.'.repeat(place)}${text}\n`
  const chunk = (place: number, text: string) => Buffer.from(line(place, text) + '. .\n'.repeat(300))

  test.each([
    ['small', (word: string) => word],
    ['in capitals', (word: string) => word.toUpperCase()],
  ])('%s, at any place', (_, form) => {
    for (const [index, word] of [...new Set(prefilter.sought)].entries()) {
      const bytes = chunk((index * 7) % 600, form(word))
      const { suspects } = said(scanLines, bytes)
      expect(suspects.map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual([
        `${'.'.repeat((index * 7) % 600)}${form(word)}\n`,
      ])
    }
  })

  test('wherever it stands among the bytes', () => {
    const word = 'telegram'
    for (let place = 0; place < 1200; place += 1) {
      const bytes = Buffer.from(`${'.'.repeat(place)}${word}${'.'.repeat(1200 - place)}\n`)
      expect(said(scanLines, bytes).suspects).toHaveLength(1)
    }
  })

  test('with colours anywhere within it', () => {
    for (const [index, word] of [...new Set(prefilter.sought)].entries()) {
      const cut = 1 + (index % (word.length - 1))
      const codes = '\x1b[1m\x1b[38;5;200m'.repeat(1 + (index % 3))
      const bytes = chunk((index * 11) % 600, word.slice(0, cut) + codes + word.slice(cut))
      expect(said(scanLines, bytes).suspects).toHaveLength(1)
    }
  })

  test('whoever asked before', () => {
    const one = createPrefilter([{ hints: ['apple'] }])
    const other = createPrefilter([{ hints: ['pear'] }])
    const bytes = Buffer.from('an apple\na pear\n'.repeat(100))
    for (const words of [one, other, prefilter, one]) expectTheSame(bytes, 0, words)
  })
})

test('line ends are counted, however many bytes there are', () => {
  const bytes = fc.array(fc.constantFrom(0x0a, 0x0a, 0x61, 0x8a, 0x00), { maxLength: 200 })
  const repeated = fc
    .tuple(bytes, fc.constantFrom(1, 1, 700))
    .map(([some, times]) => Array(times).fill(some).flat())
  fc.assert(
    fc.property(repeated, (all) => {
      expect(countLines(Uint8Array.from(all))).toBe(all.filter((byte) => byte === 0x0a).length)
    }),
  )
})
