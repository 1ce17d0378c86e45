import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planReportSchema } from '../../../source/model/plan.ts'
import { analysePlan } from '../../../source/plan/analyse.ts'
import { printReport } from '../../../source/plan/print-report.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'

const errors = (text: string, file = 'plan.md', format?: string) =>
  readPlan(text, { file, ...(format ? { format } : {}) })
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code }) => code)

describe('a text that is no plan', () => {
  test.each([
    ['', 'empty-plan'],
    [' \n\t\n', 'empty-plan'],
    ['\ufeff', 'empty-plan'],
    ['## Phase 1: A\n\0', 'binary-plan'],
    ['x'.repeat(2 * 1024 * 1024 + 1), 'plan-too-large'],
    ['é'.repeat(1024 * 1024 + 1), 'plan-too-large'],
    ['# A letter\n\nDear reader', 'no-phases'],
    ['```\n## Phase 1: in a fence\n```\n', 'no-phases'],
    ['<!--\n## Phase 1: in a comment\n-->\n', 'no-phases'],
    ['## Phase-by-Phase Breakdown\n', 'no-phases'],
  ])('is refused (%#: %o)', (text, code) => {
    expect(errors(text)).toEqual([code])
    expect(readPlan(text, { file: 'plan.md' }).plan.phases).toEqual([])
  })

  test('names the line of the zero byte', () => {
    expect(readPlan('a\r\nb\n\0', { file: 'x' }).diagnostics[0]).toMatchObject({ line: 3, column: 1 })
  })

  test('an unknown format is an error that names the known ones', () => {
    const [diagnostic] = readPlan('## Phase 1: A', { file: 'x', format: 'kanban' }).diagnostics
    expect(diagnostic).toMatchObject({ severity: 'error', code: 'unknown-format', line: 1 })
    expect(diagnostic?.message).toContain('phases')
    expect(errors('## Phase 1: A', 'x', 'phases')).toEqual([])
  })

  test('more streams than can be run are refused without comparing them', () => {
    expect(errors('## Phase 1: A\n'.repeat(100_000))).toEqual(['too-many-streams'])
  })
})

describe('errors of dependencies and names', () => {
  const phase = (...streams: string[]) => `# P\n## Phase 1: One - PARALLEL\n${streams.join('\n')}\n`

  test('a loop is named', () => {
    const text = phase('### Stream A: A1 x', 'Depends on: b2 y', '### Stream B: B2 y', '**Depends on:** A1 x')
    const found = readPlan(text, { file: 'p.md' }).diagnostics.find(({ code }) => code === 'cycle')
    expect(found).toMatchObject({ severity: 'error', line: 3 })
    expect(found?.message).toContain('a1-x → b2-y → a1-x')
  })

  test('waiting for a stream of a later phase is a loop: its barrier waits too', () => {
    const text = `${phase('### Stream A: First', 'Depends on: second')}## Phase 2: Two\n### Stream A: Second\n`
    const found = readPlan(text, { file: 'p.md' }).diagnostics.find(({ code }) => code === 'cycle')
    expect(found?.message).toContain('first → second → first')
  })

  test('an unknown name is pointed at', () => {
    const text = phase('### Stream A: Alpha', '**Depends on:** beta, gamma', '### Stream B: Beta')
    const found = readPlan(text, { file: 'p.md' }).diagnostics.find(({ severity }) => severity === 'error')
    expect(found).toMatchObject({ code: 'unknown-dependency', line: 4, column: 23 })
    expect(found?.quote).toBe('**Depends on:** beta, gamma')
  })

  test('a stream that needs itself', () => {
    expect(errors(phase('### Stream A: Alpha', 'Depends on: alpha'))).toEqual(['self-dependency'])
  })

  test('one name twice in a phase, and not in two phases', () => {
    expect(errors(phase('### Stream A: Docs', '### Stream B: docs'))).toEqual(['duplicate-name'])
    expect(errors(`${phase('### Stream A: Docs')}## Phase 2: Two\n### Stream A: Docs\n`)).toEqual([])
  })
})

describe('findings that do not stop a plan', () => {
  const codes = (text: string) =>
    readPlan(text, { file: 'p.md' }).diagnostics.map(({ code, line }) => [code, line])

  test('a file of two streams that may run together', () => {
    const streams = ['A: Aa (1 day)', 'B: Bb (1 day)'].map(
      (name) => `### Stream ${name}\n**Files:** \`x.js\``,
    )
    expect(codes(`## Phase 1: P (PARALLEL)\n${streams.join('\n')}`)).toEqual([['shared-file', 5]])
  })

  test('work that would be lost beside streams', () => {
    const text = '## Phase 1: P\n**Work:**\n- this\n### Stream A: A1 (1 day)\n**Files:** x.js\n'
    expect(codes(text)).toEqual([['work-without-stream', 3]])
  })

  test('a fence that never closes, a file outside, a missing duration, missing files', () => {
    const text =
      '## Phase 1: P (1 day)\n**Files:** `a.js`\n## Phase 2: Q\n**Files:** `../b.js`\n```\n## Phase 3: R'
    expect(codes(text)).toEqual([
      ['no-duration', 3],
      ['no-files', 3],
      ['outside-file', 4],
      ['unclosed-fence', 5],
    ])
  })

  test('claims that its own durations contradict', () => {
    const text =
      '# P\n**Total Duration:** 9 days\n**With Parallel Execution:** 2 days\n## Phase 1: P (2 days)\n**Files:** a.js\n'
    expect(codes(text)).toEqual([['claim-mismatch', 2]])
  })
})

test('a quote is one line without control characters, at most 1000 long', () => {
  const text = `## Phase 1: \u001b[31mred\u202e${'x'.repeat(1500)}\n`
  const [diagnostic] = readPlan(text, { file: 'p.md' }).diagnostics
  expect(diagnostic?.quote.length).toBe(1000)
  expect(diagnostic?.quote).not.toMatch(/[\p{Cc}\u202e]/u)
})

const piece = fc.constantFrom(
  '## Phase 1: One (2 days) - PARALLEL\n',
  '### PHASE 2.1 — Two\n',
  '#### Stream A: Routing (1.5 days)\n',
  '### Stream B — 🎉\n',
  '#### Stream C: integration\n',
  '**Files:**\n',
  '**Work:** ',
  '**Depends on:** Routing, Stream B\n',
  '- Needs one for all (soon)\n',
  '- [ ]* `src/a.js`\n',
  '  1. [x] nested\n',
  '```sh\n',
  '~~~~\n',
  '````markdown\n',
  '<!--',
  '-->\n',
  '---\n',
  '\n',
  '\r\n',
  '\u2028\u001b[2J\ud800',
  '**Total Duration:** 9 days\n',
)

test('any text gives a valid report whose lines lie in the text, and a printable one', () => {
  const text = fc.oneof(
    fc.array(
      fc.oneof({ weight: 6, arbitrary: piece }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }),
      {
        maxLength: 60,
      },
    ),
    fc.array(fc.string({ unit: 'grapheme' })),
  )
  fc.assert(
    fc.property(text, fc.integer({ min: -1, max: 5 }), (parts, workers) => {
      const written = parts.join('')
      const report = planReportSchema.parse(analysePlan(written, { file: 'a/plan.md', workers }))
      const lines = written.split(/\r\n|\n|\r/)
      const places = [
        ...report.diagnostics,
        ...report.phases,
        ...report.phases.flatMap(({ streams }) => streams),
        ...report.phases.flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks)),
      ]
      for (const { line } of places) {
        expect(line).toBeGreaterThanOrEqual(1)
        expect(line).toBeLessThanOrEqual(lines.length)
      }
      for (const { column, line } of report.diagnostics) {
        expect(column).toBeGreaterThanOrEqual(1)
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1)
      }
      const ids = report.phases.flatMap(({ streams }) => streams.map(({ id }) => id))
      expect(new Set(ids).size).toBe(ids.length)
      for (const id of ids)
        expect(id).toMatch(/^(?!(?:integration|orchestrator|all)$)[a-z0-9][a-z0-9-]{0,39}$/)
      expect(printReport(report, 'a/plan.md')).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/,
      )
    }),
    { numRuns: 400 },
  )
})

const seed = new URL('../../../../shared/plans/build-4e.md', import.meta.url)

describe.skipIf(!existsSync(seed))('the Build 4E plan (skipped where the shared folder is absent)', () => {
  const report = (workers: number) =>
    analysePlan(readFileSync(seed, 'utf8'), { file: 'plans/build-4e.md', workers })

  test('has its phases, streams, durations, files and tasks', () => {
    const { phases, slug, unit, format, title } = report(3)
    expect({ slug, unit, format, title }).toEqual({
      slug: 'build-4e',
      unit: 'days',
      format: 'phases',
      title: 'Build 4E Parallel Execution Plan',
    })
    expect(phases.map(({ id, title, mode, barrier }) => [id, title, mode, barrier])).toEqual([
      ['phase-0', 'Security Foundation', 'sequential', false],
      ['phase-1', 'Core Features', 'parallel', true],
      ['phase-2', 'Integration', 'sequential', true],
      ['phase-3', 'Documentation', 'parallel', true],
    ])
    const streams = phases.flatMap((phase) => phase.streams)
    expect(
      streams.map(({ id, duration, files, tasks }) => [id, duration, files.length, tasks.length]),
    ).toEqual([
      ['security-foundation', 2, 0, 5],
      ['model-routing', 2, 3, 5],
      ['telemetry', 3, 6, 6],
      ['parallel-orchestration', 3, 5, 6],
      ['phase-2-integration', 1, 0, 9],
      ['security-model-docs', 1, 2, 1],
      ['telemetry-parallel-docs', 1, 2, 1],
      ['polish', 1, 0, 4],
    ])
    expect(streams.flatMap(({ dependsOn }) => dependsOn)).toEqual([])
    expect(streams.map(({ softDependsOn }) => softDependsOn)).toEqual([
      [],
      ['security-foundation'],
      ['security-foundation'],
      [],
      [],
      [],
      [],
      [],
    ])
  })

  test('has the tasks of both lists of its integration, in order, and files on the task of a stream without any', () => {
    const streams = report(3).phases.flatMap((phase) => phase.streams)
    expect(streams[4]?.tasks[0]).toMatchObject({ id: 'phase-2-integration.1', title: 'Merge all 3 streams' })
    expect(streams[4]?.tasks[8]?.title).toBe('End-to-end testing')
    expect(streams[5]?.tasks[0]).toMatchObject({
      title: 'Security + Model Docs',
      files: ['docs/SECURITY.md', 'docs/MULTI_MODEL_ROUTING.md'],
    })
    expect(streams[1]?.tasks[0]).toMatchObject({
      id: 'model-routing.1',
      sourceId: '1',
      state: 'open',
      line: 55,
    })
  })

  test.each([
    [1, 14],
    [2, 10],
    [3, 7],
    [16, 7],
  ])('takes with %i workers %i days', (workers, days) => {
    expect(report(workers).schedule).toMatchObject({ sequential: 14, parallel: days, saved: 14 - days })
  })

  test('claims what it does not keep', () => {
    const { claims, diagnostics, overlaps, schedule } = report(3)
    expect(claims).toEqual({ sequential: 9, parallel: 6, savedPercent: 33 })
    expect(diagnostics.map(({ code, line }) => [code, line])).toEqual([
      ['claim-mismatch', 4], // 9 days, 14 counted
      ['claim-mismatch', 5], // 6 days, 7 counted
      ['claim-mismatch', 5], // 33 %, 50 counted
      ['no-files', 25],
      ['no-files', 110],
      ['duplicate-name', 133], // streams A, B and C, again
      ['no-files', 143],
      // The sequential timeline: shortened durations, and what is joined before it is made
      ['claim-mismatch', 156],
      ['claim-mismatch', 157],
      ['order-contradiction', 158],
      ['claim-mismatch', 159],
      ['claim-mismatch', 160],
      // The parallel one: six days that end on day 9, and a polish that is parallel in its phase
      ['claim-mismatch', 180],
      ['declared-parallel-but-ordered', 180],
      ['claim-mismatch', 302], // saves 3 days, 7 counted
    ])
    expect(overlaps).toEqual([])
    expect(schedule).toMatchObject({ lowerBound: 7, savedPercent: 50 })
  })
})
