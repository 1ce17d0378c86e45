import { describe, expect, test } from 'vitest'
import {
  applyAllowList,
  inlineAllowances,
  lineHash,
  ownEntries,
  readAllowList,
  unusedEntries,
} from '../../../source/checks/allow-list.ts'
import type { Finding } from '../../../source/model/finding.ts'

const finding = (over: Partial<Finding> = {}): Finding => ({
  check: 'secrets',
  code: 'jwt',
  severity: 'error',
  file: 'docs/a.md',
  line: 3,
  column: 1,
  excerpt: '',
  mend: '',
  ...over,
})

const entries = (text: string) => readAllowList(text).entries
const apply = (findings: Finding[], over: Partial<Parameters<typeof applyAllowList>[1]> = {}) =>
  applyAllowList(findings, { entries: [], trustsInline: true, lineOf: () => '', ...over })

describe('the list', () => {
  test('has a code, a path, maybe a hash, and a reason', () => {
    const hash = lineHash('a line')
    expect(
      entries(
        `# why not\n\njwt docs/a.md an example of the standard\njwt "with blank.md":${hash} it\r\nsecret a:b.ts x`,
      ),
    ).toEqual([
      { code: 'jwt', path: 'docs/a.md', hash: null, reason: 'an example of the standard', line: 3 },
      { code: 'jwt', path: 'with blank.md', hash, reason: 'it', line: 4 },
      { code: 'secret', path: 'a:b.ts', hash: null, reason: 'x', line: 5 },
    ])
  })

  test.each(['jwt', 'jwt docs/a.md', 'jwt "docs/a.md reason', '* docs/a.md reason', 'jwt "" reason'])(
    'allows nothing by %j, and says so',
    (line) => {
      expect(readAllowList(line)).toMatchObject({
        entries: [],
        findings: [{ code: 'unreadable-entry', line: 1 }],
      })
    },
  )
})

describe('a finding', () => {
  test.each([
    ['jwt docs/a.md why', true],
    ['jwt docs/ why', true],
    ['jwt docs why', false],
    ['jwt doc why', false],
    ['secret docs/a.md why', false],
    [`jwt docs/a.md:${lineHash('  the line')} why`, true],
    [`jwt docs/a.md:${lineHash('another')} why`, false],
  ])('with %j on the list may stay: %s', (line, isAllowed) => {
    const { findings, allowed, used } = apply([finding()], {
      entries: entries(line),
      lineOf: () => 'the line  ',
    })
    expect(allowed).toEqual(isAllowed ? [{ finding: finding(), reason: 'why' }] : [])
    expect(findings).toEqual(isAllowed ? [] : [finding()])
    expect(used).toEqual(isAllowed ? entries(line) : [])
  })

  test('may stay by what stands beside it, with a reason, where that is trusted', () => {
    const lineOf = () => 'x = "…" // br-allow: jwt the example of the standard'
    expect(apply([finding()], { lineOf }).allowed).toMatchObject([{ reason: 'the example of the standard' }])
    expect(apply([finding({ code: 'secret' })], { lineOf }).allowed).toEqual([])
    expect(apply([finding()], { lineOf, trustsInline: false }).findings).toEqual([finding()])
    expect(inlineAllowances('x <!-- br-allow: jwt -->')).toEqual([])
    expect(inlineAllowances('x /* br-allow: jwt */')).toEqual([])
  })
})

test('what the work itself added to the list permits nothing and is found', () => {
  const before = entries('jwt old.md why')
  const now = entries('jwt docs/a.md let me through\njwt old.md why')
  expect(apply([finding()], { entries: before })).toEqual({ findings: [finding()], allowed: [], used: [] })
  expect(ownEntries(before, now)).toMatchObject([
    {
      check: 'allow-list',
      code: 'own-allowance',
      severity: 'error',
      file: '.br-allow',
      line: 1,
      excerpt: 'jwt docs/a.md let me through',
    },
  ])
  expect(unusedEntries(before)).toMatchObject([{ code: 'unused-allowance', excerpt: 'jwt old.md why' }])
})
