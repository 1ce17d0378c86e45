import { describe, expect, test } from 'vitest'
import { scanContent } from '../../../../source/checks/secrets/scan-content.ts'
import { scanText } from '../../../../source/checks/secrets/scan-text.ts'
import { negativeCases } from '../../../helpers/no-secrets.ts'
import { createPick, positiveCases, tokenKinds } from '../../../helpers/secrets.ts'

const tokenOf = (code: string, seed = 1) =>
  tokenKinds.find((kind) => kind.code === code)?.make(createPick(seed)) ?? ''
const github = tokenOf('github-token')

describe('a finding', () => {
  test('says where, what and what to do, and shows nothing', async () => {
    const [finding, ...others] = await scanText(
      'src/a.ts',
      `one\r\n\tconst t = "${github}" // mine\r\nthree\n`,
    )
    expect(finding).toEqual({
      check: 'secrets',
      code: 'github-token',
      severity: 'error',
      file: 'src/a.ts',
      line: 2,
      column: 13,
      excerpt: 'const t = "ghp_…(github-token)" // mine',
      mend: expect.stringMatching(/^This is a GitHub token\. Take it out, .* revoke it/),
    })
    expect(others).toEqual([])
  })

  test('of a line with two shows neither in the other one', async () => {
    const findings = await scanText('a', `${github} ${tokenOf('npm-token')} DB_PASSWORD=open-sesame`)
    expect(findings.map(({ code, column }) => [code, column])).toEqual([
      ['github-token', 1],
      ['npm-token', 42],
    ])
    // A password that is too plain to be reported is too much to be shown.
    for (const { excerpt } of findings)
      expect(excerpt).toBe('ghp_…(github-token) npm_…(npm-token) DB_PASSWORD=…(secret)')
  })

  test('in a very long line shows what stands around it', async () => {
    const [finding] = await scanText('a.js', `${'var a=1;'.repeat(9000)}t="${github}";${'b();'.repeat(9000)}`)
    expect(finding?.column).toBe(72_004)
    expect(finding?.excerpt).toMatch(/^…(?:.?;?var a=1;)+t="ghp_…\(github-token\)";(?:b\(\);)+.*…$/)
    expect(finding?.excerpt.length).toBeLessThan(160)
  })

  test('has nothing in it that a terminal would obey', async () => {
    const [finding] = await scanText('a', `\x1b]0;title\x07\x1b[2J\u202e${github}`)
    expect(finding?.excerpt).toBe('ghp_…(github-token)')
  })

  test('never holds the secret', async () => {
    for (const { text, secret } of positiveCases(4)) {
      for (const finding of await scanText('a.env', text))
        expect(JSON.stringify(finding)).not.toContain(secret)
    }
  })
})

describe('secretlint', () => {
  // Of the kinds it knows and we do not.
  const npmLogin = `//registry.example.org/:_authToken=${createPick(2)('abcdefghij', 9)}-of-mine`

  test('sees what our own rules do not', async () => {
    expect((await scanText('.npmrc', npmLogin)).map(({ code }) => code)).toEqual(['secretlint-npm'])
  })

  test('is not silenced by the file it looks at', async () => {
    const text = `// secretlint-disable\n${npmLogin} // secretlint-disable-line\n`
    expect(await scanText('.npmrc', text)).toHaveLength(1)
  })

  test('adds nothing to what is no secret', async () => {
    for (const { text } of negativeCases()) expect(await scanText('a.ts', text), text).toEqual([])
  })
})

describe('a file that is no plain text', () => {
  const scan = (bytes: Uint8Array, size = bytes.length) => scanContent({ path: 'file', bytes, size })

  test.each([
    ['UTF-8 with a mark', Buffer.from(`\ufeffé\nkey ${github}`), 2],
    ['UTF-16', Buffer.from(`\ufeffé\nkey ${github}`, 'utf16le'), 2],
    ['the other UTF-16', Buffer.from(`\ufeffé\nkey ${github}`, 'utf16le').swap16(), 2],
    ['Latin-1', Buffer.from(`caf\xe9\nkey ${github}`, 'latin1'), 2],
  ])('%s is read', async (_, bytes, line) => {
    expect(await scan(bytes)).toMatchObject([{ code: 'github-token', line, column: 5 }])
  })

  test('binary is looked through, without a place in it', async () => {
    const bytes = Buffer.concat([Buffer.from([0, 1, 2, 255]), Buffer.from(github), Buffer.from([0, 9])])
    expect(await scan(bytes)).toMatchObject([
      { code: 'github-token', line: 0, column: 0, excerpt: '…(github-token)' },
    ])
  })

  test('of one that is too large it is said how much was looked at', async () => {
    expect(await scan(Buffer.from(github), 50_000_000)).toMatchObject([
      { code: 'github-token' },
      { code: 'too-large', severity: 'warning', line: 0, excerpt: '40 of 50000000 bytes were looked at' },
    ])
  })

  test('an empty one has nothing', async () => {
    expect(await scan(new Uint8Array())).toEqual([])
  })
})
