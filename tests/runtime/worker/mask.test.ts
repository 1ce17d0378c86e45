import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createMasker, sensitiveValues } from '../../../source/runtime/worker/mask.ts'
import { positiveCases, privateKey, publicLength } from '../../helpers/secrets.ts'

const { mask } = createMasker([])
const secrets = positiveCases().filter(({ text }) => !text.includes('PRIVATE KEY'))

describe('a secret known by its shape', () => {
  test.each(secrets)('$code is masked in the middle of a line', ({ code, text, secret }) => {
    const masked = mask(`before ${text} after`)
    expect(masked).toContain(`…(${code})`)
    expect(masked).not.toContain(secret)
    expect(masked).toMatch(/^before .* after$/)
    expect(mask(masked)).toBe(masked)
  })

  test.each(secrets)('$code is masked through the colours inside it', ({ code, text, secret }) => {
    const at = text.indexOf(secret) + 5
    const masked = mask(`${text.slice(0, at)}\x1b[1;31m${text.slice(at)} rest`)
    expect(masked).toContain(`…(${code})\x1b[1;31m`)
    expect(masked).not.toContain(secret.slice(5))
  })

  test.each(secrets)(
    '$code is masked after the letters of an escaped line end in JSON',
    ({ text, secret }) => {
      expect(mask(JSON.stringify({ text: `one\n${text}\ntwo` }))).not.toContain(secret)
    },
  )

  test.each(secrets)('$code shows no more of itself than what it is', ({ text, secret }) => {
    const shown = /[^\s"'`=:(]*(?=…\()/.exec(mask(text))?.[0] ?? ''
    const body = secret.slice(publicLength(secret))
    for (let at = 0; at + 5 <= body.length; at++) expect(shown).not.toContain(body.slice(at, at + 5))
  })

  test('a private key is masked whole, also when it is indented, quoted or broken off', () => {
    const lines = privateKey()
    const body = lines[2] as string
    for (const text of [
      lines.join('\n'),
      lines.map((line) => `  + ${line}`).join('\n'),
      lines.slice(0, 4).join('\n'),
    ]) {
      expect(mask(`a\n${text}\nthe end of it`)).not.toContain(body)
      expect(mask(`a\n${text}\nthe end of it`)).toMatch(/^a\n.*…\(private-key\)\nthe end of it$/)
    }
    expect(mask(JSON.stringify({ key: lines.join('\n') }))).toBe('{"key":"…(private-key)"}')
  })
})

test.each(['/x8fQ2+ab', '!abc123XYZ', '@dmin2024x', '%7tuv9xyz', '*s1ngle*x', '.h1dden9x'])(
  'a password that begins oddly is masked as well: %s',
  (secret) => {
    expect(mask(`DB_PASSWORD=${secret}`)).toBe('DB_PASSWORD=…(secret)')
  },
)

test.each([
  'const token = createToken(batch1)',
  'password: string',
  'api_key = os.environ["API_KEY_2024"]',
  'api_key=self.config.api_key',
  'TOKEN=$GITHUB_TOKEN1',
  `TOKEN=$${'{{'} secrets.TOKEN_1 }}`,
  'PASSWORD=<your password here>',
  'password = "changeme"',
  'tokens used: 123456789',
  'the secret of a good plan: patience',
  "grep '-----BEGIN PRIVATE KEY' file",
  'https://example.org:8080/path@2x.png',
  'a bearer of good news',
  'sk-loading-spinner-animation-class',
])('leaves alone what is none: %s', (text) => {
  expect(mask(text)).toBe(text)
})

describe('a secret known by its value', () => {
  test('is found in the environment by its name, or because somebody named it', () => {
    const env = { MY_API_KEY: 'value one', DB_DSN: 'value two', HOME: '/home/x', PATH: '/bin' }
    expect(sensitiveValues(env, ['DB_DSN'])).toEqual(['value one', 'value two'])
    const named = {
      GEMINI_MODEL: 'a-model-1.5',
      NODE_ENV: 'production',
      API_URL: 'http://x',
      MY_KEY_URL: 'k',
    }
    expect(sensitiveValues(named, Object.keys(named))).toEqual(['k'])
    expect(sensitiveValues({ PWD: '/here', DB_PASS: 'a', DB_PWD: 'b', COMPASS: 'north' }, [])).toEqual([
      'a',
      'b',
    ])
  })

  test('is masked wherever it stands, line by line, if it is no common word', () => {
    const known = createMasker(['open sesame (1)', 'first line\nsecond line', 'short'])
    expect(known.mask('xopen sesame (1)y')).toBe('x…(secret)y')
    expect(known.mask('second line')).toBe('…(secret)')
    expect(known.mask('short')).toBe('short')
  })

  test('is never half shown while its line is still being written', () => {
    const value = 'open sesame now'
    const known = createMasker([value])
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: value.length }), (before, length) => {
        const line = before + value.slice(0, length)
        expect(known.settledLength(line)).toBeLessThanOrEqual(before.length)
      }),
    )
  })
})

test('a line made to be slow is not', () => {
  const slow = [
    'token'.repeat(3000),
    'secret_'.repeat(2300),
    `password="${'token="'.repeat(2000)}`,
    `://${'a:'.repeat(8000)}`,
    'a'.repeat(16_000),
    'eyJ'.repeat(5000),
    `-----BEGIN PRIVATE KEY-----\n${'1'.repeat(300)} \n`.repeat(40),
    '1'.repeat(16_000),
  ]
  for (const line of slow) {
    const start = performance.now()
    mask(line)
    expect(performance.now() - start, line.slice(0, 20)).toBeLessThan(500)
  }
})
