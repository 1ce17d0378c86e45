import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../../source/checks/sql-injection/languages.ts'
import { checkSqlInjection } from '../../../../source/checks/sql-injection/sql-injection.ts'
import { findingSchema } from '../../../../source/model/finding.ts'
import { readGrammar } from '../../../../source/runtime/grammars.ts'
import { GATES, measure, readCases } from '../../../helpers/sql-cases.ts'

const check = (file: string, text: string, expired?: () => boolean) =>
  checkSqlInjection(file, text, expired ? { load: readGrammar, expired } : { load: readGrammar })

describe('the labelled cases', () => {
  const cases = readCases()

  it('are at least 200 over the languages that gate', () => {
    expect(cases.filter(({ language }) => GATES.includes(language)).length).toBeGreaterThanOrEqual(200)
  })

  it.each([...new Set(cases.map(({ language }) => language))])('are told apart in %s', async (language) => {
    const { precision, recall, wrong } = await measure(cases.filter((each) => each.language === language))
    expect(precision, wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
    expect(recall, wrong.join('\n')).toBeGreaterThanOrEqual(0.97)
  })
})

describe('a finding', () => {
  it('names the place where the string is put together, with what to do', async () => {
    const text =
      'def find(cursor, mail):\n    sql = "SELECT * FROM users WHERE mail = \'" + mail + "\'"\n    cursor.execute(sql)\n'
    const { findings } = await check('app/users.py', text)
    expect(findings).toEqual([
      {
        check: 'sql-injection',
        code: 'sql-concatenation',
        severity: 'error',
        file: 'app/users.py',
        line: 2,
        column: 11,
        excerpt: 'sql = "SELECT * FROM users WHERE mail = \'" + mail + "\'"',
        mend: 'Pass the value as a parameter: cursor.execute("… WHERE name = %s", (mail,)), with the driver\'s own mark (%s, ? or :name).',
      },
    ])
    expect(findings.map((finding) => findingSchema.safeParse(finding).success)).toEqual([true])
  })

  it('counts its column in UTF-16 units', async () => {
    const { findings } = await check('a.js', 'const é = "😀"; db.query("SELECT * FROM t WHERE a = " + x)')
    expect(findings.map(({ line, column }) => [line, column])).toEqual([[1, 26]])
  })

  it('says how the value gets in', async () => {
    const codeOf = async (built: string) =>
      (await check('a.py', `cursor.execute(${built})`)).findings.map(({ code }) => code)
    expect(await codeOf('"DELETE FROM t WHERE a = " + x')).toEqual(['sql-concatenation'])
    expect(await codeOf('f"DELETE FROM t WHERE a = {x}"')).toEqual(['sql-interpolation'])
    expect(await codeOf('"DELETE FROM t WHERE a = %s" % x')).toEqual(['sql-formatting'])
  })

  it('wants a list where a name goes in, which no parameter can be', async () => {
    const { findings } = await check('a.ts', 'db.query("SELECT * FROM t ORDER BY " + sort)')
    expect(findings[0]?.mend).toBe(
      "A name cannot be a parameter; take it from a list: const COLUMNS = { name: 'name' }; const column = COLUMNS[sort] ?? 'id'.",
    )
  })

  it('only warns in languages whose input cannot be told from their own', async () => {
    const { findings } = await check(
      'a.go',
      'package a\nfunc f() { db.Query("SELECT * FROM t WHERE a = " + x) }',
    )
    expect(findings.map(({ severity }) => severity)).toEqual(['warning'])
  })
})

describe('hostile files', () => {
  it('say when they are too large', async () => {
    const text = `db.query("SELECT * FROM t WHERE a = " + x)\n${' '.repeat(2_000_000)}`
    expect(await check('a.js', text)).toEqual({ findings: [], unread: 'a.js is larger than 2 MB.' })
  })

  it('say when the time is up', async () => {
    const text = 'db.query("SELECT * FROM t WHERE a = " + x)\n'.repeat(2000)
    expect(await check('a.js', text, () => true)).toEqual({
      findings: [],
      unread: 'Reading a.js took too long.',
    })
    // The next file is read from its beginning.
    expect((await check('a.js', 'db.query("SELECT * FROM t WHERE a = " + x)')).findings).toHaveLength(1)
  })

  it.each([
    ['brackets', (inner: string) => `${'('.repeat(4000)}${inner}${')'.repeat(4000)}`],
    ['a chain of values', (inner: string) => `${inner}${' + y'.repeat(4000)}`],
  ])('say so when they nest too deeply: %s', async (_, nest) => {
    const { unread } = await check('a.js', `db.query(${nest('"SELECT * FROM t WHERE a = " + x')})`)
    expect(unread).toBe('a.js nests too deeply to be read to its end.')
  })

  it('stop within a chain when the time is up', async () => {
    let asked = 0
    const { unread } = await check('a.js', `db.query("SELECT 1" + x${' + y'.repeat(50_000)})`, () => {
      asked += 1
      return asked > 20
    })
    expect(unread).toBe('Reading a.js took too long.')
  })

  it('may define a value by itself', async () => {
    const text =
      'let a = b; let b = a\nfunction f() { return f() }\na += b\ndb.query("SELECT * FROM t WHERE a = " + a + f())'
    expect((await check('a.js', text)).findings).toHaveLength(1)
  })

  it('may double a text in every line', async () => {
    const doubling = Array.from({ length: 200 }, () => 'a = a + a').join('\n')
    const { findings } = await check(
      'a.py',
      `a = "SELECT * FROM t WHERE a = " + x\n${doubling}\ncursor.execute(a)`,
    )
    expect(findings).toHaveLength(1)
  })

  it('never make it throw', async () => {
    const pieces = [
      'SELECT * FROM t WHERE a = ',
      'execute(',
      'query(',
      '"',
      "'",
      '`',
      '${',
      '#{',
      '{',
      '}',
      '(',
      ')',
      '+',
      '.',
      '%',
      '\n',
      '\\',
      '\0',
      'x',
      '$x',
      '<<~SQL',
      '<<<SQL',
      '=',
      '+=',
      '<?php ',
      '😀',
    ]
    const files = LANGUAGES.flatMap(({ extensions }) => extensions.map((extension) => `a.${extension}`))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.constantFrom(...pieces), { maxLength: 60 }),
        async (file, parts) => {
          const { findings } = await check(file, `${parts.join('')} query execute Query SELECT`)
          expect(findings.every((finding) => findingSchema.safeParse(finding).success)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('may have any name', async () => {
    expect(await check('no extension', 'query select')).toEqual({ findings: [] })
    expect(await check('a.constructor', 'query select')).toEqual({ findings: [] })
  })
})
