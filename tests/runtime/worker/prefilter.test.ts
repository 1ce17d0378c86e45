import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPrefilter } from '../../../source/checks/secrets/prefilter.ts'
import { createMasker } from '../../../source/runtime/worker/mask.ts'
import { type Suspect, scanLines } from '../../../source/runtime/worker/scan-lines.ts'
import { positiveCases, privateKey } from '../../helpers/secrets.ts'

/** The lines, of those that are text and colours only, which are suspect. */
function suspects(text: string, prefilter = createMasker([]).prefilter): string[] {
  const found: string[] = []
  const bytes = Buffer.from(text)
  scanLines(bytes, 0, prefilter, ({ start, end }) => found.push(bytes.toString('utf8', start, end - 1)))
  return found
}

describe('the look for words', () => {
  const words = ['token', 'key-', 'ke', 'sk-ant-', 'a long word that is known']

  test('finds every line with one of them, whatever its case and where its colours are', () => {
    const prefilter = createPrefilter([{ hints: words }])
    const letters = fc.constantFrom(
      't',
      'o',
      'k',
      'e',
      'n',
      '-',
      'S',
      'K',
      'a',
      ' ',
      'é',
      '\x1b[31m',
      '\x1b[0m',
      'token',
      'KEY-',
    )
    fc.assert(
      fc.property(fc.array(letters), (pieces) => {
        const line = pieces.join('')
        const plain = line.replace(/\x1b\[\d*m/g, '').toLowerCase()
        const isIn = words.some((word) => plain.includes(word.slice(0, 8)) || word.length < 3)
        expect(suspects(`${line}\n`, prefilter)).toEqual(isIn ? [line] : [])
      }),
      { numRuns: 500 },
    )
  })

  test('with a word that is too short or has no letters finds every line', () => {
    for (const word of ['ab', '漢字漢字漢字漢字']) {
      expect(suspects('x\n\nyy\n', createPrefilter([{ hints: ['token', word] }]))).toEqual(['x', '', 'yy'])
    }
  })

  test('takes the longest plain part of a word that has other characters', () => {
    const prefilter = createPrefilter([{ hints: ['ab漢字secret value漢'] }])
    expect(suspects('a secret value\nanother\n', prefilter)).toEqual(['a secret value'])
    const kelvin = '12\u212a45\u212a789'
    expect(suspects(`${kelvin}\n`, createPrefilter([{ hints: [kelvin] }]))).toEqual([kelvin])
  })

  test('begins anew with each line, and stops at what is more than text and colours', () => {
    expect(suspects('to\nken\n')).toEqual([])
    expect(suspects('token\none\n')).toEqual(['token'])
    const prefilter = createPrefilter([{ hints: ['token'] }])
    for (const odd of ['\r', '\t', '\x07', '\x1b[2J', '\x1b[1234m', '\x9b31m', '\u202e', '\u2028']) {
      expect(scanLines(Buffer.from(`one\ntwo${odd}\nthree\n`), 0, prefilter, () => {})).toBe(4)
    }
    expect(scanLines(Buffer.from(`one\n${'x'.repeat(16_385)}\n`), 0, prefilter, () => {})).toBe(4)
    expect(scanLines(Buffer.from(`one\n${'x'.repeat(16_384)}\n`), 0, prefilter, () => {})).toBe(16_389)
  })
})

describe('a line that is not suspect', () => {
  const secrets = positiveCases().filter(({ text }) => !/[\n\r]/.test(text))
  const known = ['correct horse (battery)', 'päss-wörd-ünd-mehr', 'zwölf €']
  const masker = createMasker(known)
  const pieces = [
    ...secrets.flatMap(({ text, secret }) => [text, secret, text.slice(0, 12), text.slice(5)]),
    ...privateKey(),
    ...known,
    ...[
      'token',
      'Secret',
      'PASSWORD',
      'api-key',
      'Api_Key',
      'authorization',
      'Bearer',
      '://',
      'sk-',
      '-----BEGIN',
    ],
    ...[
      '=',
      ':',
      ' ',
      '"',
      "'",
      '@',
      '\\n',
      '[0m',
      'a1b2c3d4e5f6g7h8i9',
      '\x1b[31m',
      '\x1b[m',
      'ü€😀',
      'ſ',
      'K',
    ],
  ]
  const line = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 8 })
    .map((parts) => parts.join('').replace(/[\n\r\t\x07\x9b]/g, ''))

  test('has nothing that would be masked, and of one that is the rules without their words find nothing', () => {
    fc.assert(
      fc.property(line, (text) => {
        let suspect: Suspect | null = null
        const end = scanLines(Buffer.from(`${text}\n`), 0, masker.prefilter, (found) => {
          suspect = found
        })
        fc.pre(end > 0)
        expect(masker.mask(text, suspect === null ? [] : (suspect as Suspect).ended)).toBe(masker.mask(text))
        if (suspect === null) expect(masker.mask(text)).toBe(text)
      }),
      { numRuns: 3000 },
    )
  })

  test.each(secrets)('is never one with $code', ({ text }) => {
    expect(suspects(`before ${text} after\n`)).toHaveLength(1)
  })
})
