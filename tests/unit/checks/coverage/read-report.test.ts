import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readReport } from '../../../../source/checks/coverage/read-report.ts'

const json = (value: unknown) => JSON.stringify(value)

const doctype = '<!DOCTYPE report PUBLIC "-//JACOCO//DTD Report 1.1//EN" "report.dtd">'

/** The same two files in every format that has lines: a.x ran 1 and not 2; b.x ran 3. */
const reports: Record<string, string> = {
  lcov: 'TN:\r\nSF:src/a.x\r\nFN:1,f\r\nDA:1,4\r\nDA:2,0\r\nLF:2\r\nLH:1\r\nend_of_record\r\nSF:src/b.x\r\nDA:3,1,checksum\r\nend_of_record\r\n',
  istanbul: json({
    'src/a.x': {
      path: 'src/a.x',
      statementMap: {
        0: { start: { line: 1, column: 0 } },
        1: { start: { line: 2, column: 0 } },
        2: { start: { line: 1, column: 9 } },
      },
      s: { 0: 4, 1: 0, 2: 0 },
    },
    'src/b.x': { path: 'src/b.x', statementMap: { 0: { start: { line: 3 } } }, s: { 0: 1 } },
  }),
  'coverage.py': json({
    meta: { version: '7.6' },
    files: {
      'src/a.x': { executed_lines: [1], missing_lines: [2], excluded_lines: [9] },
      'src/b.x': { executed_lines: [3], missing_lines: [] },
    },
    totals: { covered_lines: 2 },
  }),
  'Go profile': 'mode: count\nsrc/a.x:1.13,1.20 1 4\nsrc/a.x:2.1,2.9 1 0\nsrc/b.x:3.1,3.4 2 1\n',
  Cobertura: `<?xml version="1.0"?><coverage line-rate="0.6" version="x"><sources><source>/w</source></sources><packages><package name="p"><classes>
    <class name="A" filename="src/a.x"><methods><method name="m"><lines><line number="1" hits="4"/></lines></method></methods><lines><line number="1" hits="4"/></lines></class>
    <class name="A$1" filename="src/a.x"><lines><line number="2" hits="0"/></lines></class>
    <class name="B" filename="src/b.x"><lines><line number="3" hits="1"/></lines></class></classes></package></packages></coverage>`,
  JaCoCo: `<?xml version="1.0"?>${doctype}<report name="r"><group name="g"><package name="src"><class name="src/A"/>
    <sourcefile name="a.x"><line nr="1" mi="1" ci="4" mb="0" cb="0"/><line nr="2" mi="3" ci="0"/><counter type="LINE" missed="1" covered="1"/></sourcefile>
    <sourcefile name="b.x"><line nr="3" mi="0" ci="1"/></sourcefile></package></group></report>`,
  Clover: `<?xml version="1.0"?><coverage generated="1"><project timestamp="1"><file name="src/a.x"><line num="1" type="method" count="9"/><line num="1" type="stmt" count="4"/><line num="2" type="cond" count="0"/></file>
    <package name="p"><file name="b.x" path="src/b.x"><line num="3" type="stmt" count="1"/></file></package></project></coverage>`,
}

describe.each(Object.entries(reports))('%s', (format, text) => {
  it('is told by its content and read line by line', () => {
    expect(readReport('report', text)).toEqual({
      ok: true,
      value: {
        format,
        files: new Map([
          [
            'src/a.x',
            new Map(
              [
                [1, 4],
                [2, 0],
              ].map(([line = 0, hits = 0]) => [line, format === 'coverage.py' ? Math.min(hits, 1) : hits]),
            ),
          ],
          ['src/b.x', new Map([[3, 1]])],
        ]),
      },
    })
  })

  it('is not read when it is cut short, and never throws', () => {
    fc.assert(
      fc.property(fc.nat(text.length), (end) => {
        const result = readReport('report', text.slice(0, end))
        // Between two records nothing tells that there should be more.
        if (result.ok)
          expect(format === 'lcov' || format === 'Go profile' || text.slice(end).trim() === '').toBe(true)
      }),
    )
  })
})

describe('a report', () => {
  it('may only count: the summary of istanbul', () => {
    const text = json({
      total: { lines: { total: 10, covered: 9, pct: 90 } },
      '/w/src/a.ts': { lines: { total: 10, covered: 9 } },
    })
    expect(readReport('report', text)).toEqual({
      ok: true,
      value: {
        format: 'istanbul summary',
        files: new Map([['/w/src/a.ts', new Map()]]),
        totals: { covered: 9, measured: 10 },
      },
    })
  })

  it.each([
    ['', 'The coverage report r is of no known format.'],
    ['hello', 'The coverage report r is of no known format.'],
    ['{"a": {"statementMap": 1}}', 'The coverage report r looks like istanbul but cannot be read.'],
    ['{"executed_lines": ', 'The coverage report r looks like coverage.py but cannot be read.'],
  ])('that is none says so: %s', (text, message) => {
    expect(readReport('r', text)).toMatchObject({ ok: false, error: { message } })
  })

  it('cannot grow by entities', () => {
    const text = `<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <coverage line-rate="1"><class filename="&b;"><lines><line number="1" hits="1"/></lines></class></coverage>`
    const result = readReport('r', text)
    expect(result.ok ? [...result.value.files.keys()] : ['&b;']).toEqual(['&b;'])
  })

  it('cannot fill the memory with a block of lines', () => {
    const result = readReport('r', 'mode: set\na.go:1.1,999999999.1 1 1\n')
    expect(result.ok && result.value.files.get('a.go')?.size).toBe(100_001)
  })

  it('may nest as deep as it likes', () => {
    expect(
      readReport(
        'r',
        `<coverage line-rate="1">${'<package>'.repeat(20_000)}${'</package>'.repeat(20_000)}</coverage>`,
      ).ok,
    ).toBe(false)
  })
})
