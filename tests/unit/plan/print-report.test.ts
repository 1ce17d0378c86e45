import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { analysePlan } from '../../../source/plan/analyse.ts'
import { countDiagnostics, plainLook, printDiagnostics } from '../../../source/plan/print-diagnostics.ts'
import { printReport } from '../../../source/plan/print-report.ts'
import { loadWidths } from '../../../source/text/glyphs.ts'

beforeAll(loadWidths)

const print = (text: string, workers = 3) => printReport(analysePlan(text, { file: 'p.md', workers }), 'p.md')

test('shows phases, schedule, forecast, claims and findings', () => {
  const text = readFileSync(new URL('../../fixtures/plans/build-like.md', import.meta.url), 'utf8')
  const printed = print(text)
  expect(printed).toContain('Tidy Text Parallel Execution Plan\ntidy-text, format phases\n')
  expect(printed).toContain('phase-1  Features (parallel)\n')
  expect(printed).toMatch(/ {2}table-layout {9}3 days {7}6 tasks {4}3 batches {3}3 files\n/)
  expect(printed).toMatch(/ {2}line-wrapping {8}2–4 {2}worker 2 {3}·{8}█{8}·{12}\n/)
  expect(printed).toContain('7 days with 3 workers, 6 sooner than one after another (13). Lower bound 7.')
  expect(printed).toContain(
    'The plan claims: 10 one after another, 8 in parallel, 20 % saved. Counted: 13, 7, 46 %.',
  )
  expect(printed).toContain(
    'p.md:4:21: warning claim-mismatch: The plan claims 10 days one after another; its own durations come to 13. Correct the claim (also said on line 160), or the durations.\n    **Total Duration:** 10 days\n',
  )
})

test('a plan with one stream promises nothing', () => {
  expect(print('# T\n## Phase 1: P (1 day)\n**Files:** a.js', 1)).toContain(
    '1 day with 1 worker, no sooner than one after another (1).',
  )
})

test('the caret stands below the spot', () => {
  const quote = '  **Depends on:** beta'
  const diagnostic = {
    severity: 'error' as const,
    code: 'c',
    message: 'm',
    line: 2,
    column: 19,
    endColumn: 23,
    quote,
  }
  expect(printDiagnostics([diagnostic], 'p.md')).toBe(
    `p.md:2:19: error c: m\n    **Depends on:** beta\n    ${' '.repeat(16)}^~~~`,
  )
})

test('a plan cannot speak to the terminal', () => {
  const printed = print('# \u001b]0;owned\u0007T\n## Phase 1: \u001b[2Jgone\u202e\n- x\n')
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(printed).toContain('gone')
})

test('an unusable plan prints only what is wrong', () => {
  expect(print('')).toBe(
    'p.md\np, format phases\n\np.md:1:1: error empty-plan: The plan is empty. Name another file.\n\n1 error\n',
  )
})

describe('findings below the plan', () => {
  const at = (line: number, code = 'no-files', severity: 'error' | 'warning' | 'info' = 'info') => ({
    ...{ severity, code, message: 'm', line, column: 1, endColumn: 2, quote: 'x' },
  })

  test('of many of one kind the first few are shown and the others counted', () => {
    const many = Array.from({ length: 200 }, (_, index) => at(index + 1))
    const printed = printDiagnostics([...many, at(300, 'cycle', 'error')], 'p.md')
    expect(printed.match(/no-files: m/g)).toHaveLength(5)
    expect(printed).toContain('p.md:300:1: error cycle: m')
    expect(printed).toMatch(/^and 195 more no-files: lines 6, 7, 8, 9, 10, 11, 12, 13 …$/m)
    expect(countDiagnostics(many)).toBe('200 notes')
  })

  test('wide glyphs and tabs leave the mark below the spot', () => {
    const quote = '\t日本 `src/ä.ts`'
    const diagnostic = { ...at(1), quote, column: quote.indexOf('src') + 1, endColumn: quote.length }
    expect(printDiagnostics([diagnostic], 'p.md').split('\n').slice(1)).toEqual([
      '    日本 `src/ä.ts`',
      '          ^~~~~~~~',
    ])
  })

  test('of a line that is too long the part around the spot is shown', () => {
    const quote = `${'a '.repeat(100)}HERE ${'b '.repeat(100)}`
    const diagnostic = { ...at(1), quote, column: 201, endColumn: 205 }
    const [, line = '', mark = ''] = printDiagnostics([diagnostic], 'p.md', {
      ...plainLook,
      width: 60,
    }).split('\n')
    expect(line.length).toBeLessThanOrEqual(60)
    expect(line).toMatch(/^ {4}….*HERE.*…$/)
    expect(mark.indexOf('^')).toBe(line.indexOf('HERE'))
    expect(mark.trim()).toBe('^~~~')
  })
})
