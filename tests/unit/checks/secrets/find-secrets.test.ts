import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findSecrets } from '../../../../source/checks/secrets/find-secrets.ts'
import { entropy, isMadeUp, isPlaceholder } from '../../../../source/checks/secrets/judge.ts'
import { secretRules } from '../../../../source/checks/secrets/rules.ts'
import { negativeCases } from '../../../helpers/no-secrets.ts'
import { caseMakers, createPick, positiveCases } from '../../../helpers/secrets.ts'

/** What was found, as `code: text`. */
const found = (text: string) =>
  findSecrets(text).map(({ start, end, rule }) => `${rule.code}: ${text.slice(start, end)}`)

describe('a secret', () => {
  test.each(positiveCases())('is found once, and is called what it is: $code', ({ code, text, secret }) => {
    const [first, ...others] = found(text)
    expect(first).toContain(`${code}: `)
    expect(first).toContain(secret)
    expect(others).toEqual([])
  })

  test('is found wherever in a text it stands', () => {
    const filler = fc.constantFrom(
      '',
      'one\n',
      '\t\ttwo\r\n',
      'token\n',
      '😀 ü\n',
      '\x00\x1b[31m\n',
      'a://b\n',
    )
    const texts = fc.array(filler, { maxLength: 5 }).map((lines) => lines.join(''))
    fc.assert(
      fc.property(texts, fc.nat(caseMakers.length - 1), fc.nat(), texts, (before, kind, seed, after) => {
        const { text, secret } = (caseMakers[kind] as (typeof caseMakers)[number])(createPick(seed))
        const whole = `${before}${text}\n${after}`
        expect(findSecrets(whole).some(({ start, end }) => whole.slice(start, end).includes(secret))).toBe(
          true,
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('on a line with another one is found as well', () => {
    const [first, second] = positiveCases().filter(({ code }) => code === 'github-token')
    expect(found(`${first?.secret} ${second?.secret}`)).toHaveLength(2)
  })
})

test.each(negativeCases())('is none: $text', ({ text }) => {
  expect(found(text)).toEqual([])
})

describe('what only stands for a secret', () => {
  test.each([
    'changeme',
    '<token>',
    `$${'{VAR}'}`,
    '{{ x }}',
    'process.env.X',
    '$HOME_1',
    '********',
    '%s',
    'your-key-1',
  ])('%s', (value) => {
    expect(isPlaceholder(value)).toBe(true)
  })

  test('is also a token that nobody was ever given', () => {
    expect(isMadeUp('0'.repeat(40))).toBe(true)
    expect(isMadeUp(`AKIA${'IOSFODNN7'}EXAMPLE`)).toBe(true)
    expect(isMadeUp(createPick(3)('abcdefghij0123456789', 40))).toBe(false)
  })
})

test('entropy is in bits a character', () => {
  expect(entropy('aaaa')).toBe(0)
  expect(entropy('abab')).toBe(1)
  expect(entropy('0123456789abcdef')).toBe(4)
})

test('every rule has words without which no line is looked at, and they are not too short to be looked for', () => {
  for (const { code, hints } of secretRules) {
    expect(hints, code).not.toEqual([])
    for (const hint of hints) expect(hint.length, `${code} ${hint}`).toBeGreaterThanOrEqual(3)
  }
})

test('a file made to be slow is not', () => {
  const slow = [
    'token="',
    'password',
    'eyJ',
    '://a:',
    `-----BEGIN PRIVATE KEY-----\n${'1'.repeat(300)} \n`,
    'sk-',
    'A',
    '1',
    '_auth=',
  ]
  for (const piece of slow) {
    const begun = performance.now()
    findSecrets(piece.repeat(200_000 / piece.length))
    expect(performance.now() - begun, piece).toBeLessThan(5000)
  }
})
