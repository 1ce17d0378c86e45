import { describe, expect, it } from 'vitest'
import { type CoverageInput, judgeCoverage } from '../../../../source/checks/coverage/coverage.ts'

const lcov = (files: Record<string, Record<number, number>>): string =>
  Object.entries(files)
    .map(
      ([path, lines]) =>
        `SF:${path}\n${Object.entries(lines)
          .map(([line, hits]) => `DA:${line},${hits}\n`)
          .join('')}end_of_record\n`,
    )
    .join('')

const report = (text: string, writtenAt = 2) => ({ path: 'lcov.info', text, writtenAt })

const judge = (given: Partial<CoverageInput>) =>
  judgeCoverage({
    reports: [report(lcov({ 'src/a.ts': { 1: 1, 2: 1, 3: 0, 4: 1 } }))],
    configured: true,
    testsStartedAt: 1,
    files: ['src/a.ts', 'src/b.ts', 'README.md', 'tests/a.test.ts'],
    changed: new Map([['src/a.ts', [1, 2]]]),
    minimum: 85,
    ...given,
  })

describe('coverage', () => {
  it('counts the changed lines that can be run, and all of them', () => {
    expect(judge({ changed: new Map([['src/a.ts', [1, 2, 50, 51]]]) })).toEqual({
      status: 'passed',
      summary: '100 % of 2 changed lines ran in the tests.',
      total: { covered: 3, measured: 4, percent: 75 },
      changed: { covered: 2, measured: 2, percent: 100 },
      unmeasured: [],
      findings: [],
    })
  })

  it('fails below the minimum, and names the lines', () => {
    expect(judge({ changed: new Map([['src/a.ts', [2, 3, 4]]]) })).toMatchObject({
      status: 'failed',
      summary: '66.66 % of 3 changed lines ran in the tests, 85 % are wanted.',
      findings: [
        { code: 'uncovered-lines', severity: 'error', file: 'src/a.ts', line: 3, excerpt: 'not run: 3' },
      ],
    })
  })

  it('cuts the share: 84.999 is not 85', () => {
    const lines = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, line) => [line + 1, line < 84_999 ? 1 : 0]),
    )
    const changed = new Map([['src/a.ts', Object.keys(lines).map(Number)]])
    expect(judge({ reports: [report(lcov({ 'src/a.ts': lines }))], changed })).toMatchObject({
      status: 'failed',
      changed: { percent: 84.99 },
    })
  })

  it('is never all for nothing measured', () => {
    expect(judge({ changed: new Map([['README.md', [1]]]) })).toMatchObject({
      status: 'passed',
      summary: 'No changed line can be run.',
    })
    expect(judge({ changed: new Map([['README.md', [1]]]) }).changed).toBeUndefined()
    expect(judge({ reports: [report('SF:src/a.ts\nLF:0\nend_of_record\n')] })).toMatchObject({
      status: 'did-not-run',
      summary: 'The coverage report measured nothing.',
    })
  })

  it('names changed files the report does not have, but no tests', () => {
    const changed = new Map([
      ['src/a.ts', [1]],
      ['src/b.ts', [1]],
      ['tests/a.test.ts', [1]],
      ['README.md', [1]],
    ])
    expect(judge({ changed })).toMatchObject({ status: 'passed', unmeasured: ['src/b.ts'] })
    expect(judge({ changed: new Map([['src/b.ts', [1]]]) })).toMatchObject({
      status: 'did-not-run',
      summary: 'The coverage report names none of the changed files: src/b.ts.',
    })
  })

  it.each([
    ['missing', { reports: [] }, 'The coverage report is missing.'],
    [
      'older than the tests',
      { reports: [report('SF:src/a.ts\nDA:1,1\nend_of_record\n', 0)] },
      'The coverage report lcov.info is older than the tests.',
    ],
    [
      'of other files',
      { reports: [report(lcov({ 'lib/z.ts': { 1: 1 } }))] },
      'The coverage report lcov.info names no file of this repository.',
    ],
    [
      'unreadable',
      { reports: [report('{"statementMap"')] },
      'The coverage report lcov.info looks like istanbul but cannot be read.',
    ],
  ])('did not run when the report is %s', (_, given, summary) => {
    expect(judge(given)).toEqual({ status: 'did-not-run', summary, unmeasured: [], findings: [] })
  })

  it('is not configured where nothing is', () => {
    expect(judge({ reports: [], configured: false }).status).toBe('not-configured')
  })

  it('takes a line as run when one of several reports says so', () => {
    const reports = [
      report(lcov({ 'src/a.ts': { 1: 0, 2: 1 } })),
      report(lcov({ '/w/src/a.ts': { 1: 3, 2: 0 } })),
    ]
    expect(judge({ reports })).toMatchObject({ status: 'passed', changed: { covered: 2, measured: 2 } })
  })

  it('judges by the total where a report only counts', () => {
    const text = JSON.stringify({ total: { lines: { total: 10, covered: 8 } }, 'src/a.ts': {} })
    const verdict = judge({ reports: [report(text)] })
    expect(verdict).toMatchObject({
      status: 'failed',
      summary: '80 % of 10 lines ran in the tests, 85 % are wanted.',
    })
    expect(verdict.changed).toBeUndefined()
  })
})
