import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { analysePlan } from '../../../source/plan/analyse.ts'
import { printDiagnostics } from '../../../source/plan/print-diagnostics.ts'
import { printReport } from '../../../source/plan/print-report.ts'

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
    `p.md:2:19: error c: m\n    **Depends on:** beta\n    ${' '.repeat(16)}^`,
  )
})

test('a plan cannot speak to the terminal', () => {
  const printed = print('# \u001b]0;owned\u0007T\n## Phase 1: \u001b[2Jgone\u202e\n- x\n')
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(printed).toContain('gone')
})

test('an unusable plan prints only what is wrong', () => {
  expect(print('')).toBe(
    'p.md\np, format phases\n\np.md:1:1: error empty-plan: The plan is empty. Name another file.\n',
  )
})
