import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planReportSchema } from '../../../../source/model/plan.ts'
import { analysePlan } from '../../../../source/plan/analyse.ts'
import { formats } from '../../../../source/plan/plan-formats.ts'
import { printReport } from '../../../../source/plan/print-report.ts'

const names = ['phases', 'matrix', 'spec-kit', 'kiro', 'openspec']
const own = formats.filter(({ name }) => names.includes(name))

const piece = fc.constantFrom(
  '# Tasks: A\n',
  '## Phase 2.1: User Story 1 - B\n',
  '## 1a. C\n',
  '### Phase 1: D\n',
  '- [ ] T001 [P] [US1] in src/a.ts (depends on T001–T3)\n',
  '- [x]* 1.1 (P) `b/{a,b}.ts`\n',
  '- [-] 1. F\n',
  '  - [~] **T002a** ~~G~~\n',
  '- [ ] ~~T003 H~~\n',
  '  - _Boundary: `src/x`, Y_\n',
  '  - _Depends: 1.1, 9_\n',
  '  - _Requirements: 1.1_\n',
  '**Blocked by:** Phase 1–3 (all), 4\n',
  '  **After:** all\n',
  '**Files:** **init**.py, \\_x.{a,b}\n',
  '**Status:** ✅ COMPLETE\n',
  '**Deliverables:**\n',
  '| Phase | Key Files | Can Parallel With | Blocked By |\n',
  '| --- | --- | --- | --- |\n',
  '| 1 | `a|b`, c.ts | all | 1–9, \\| 2 |\n',
  '| 2.1 |',
  '## Dependencies\n',
  '- **US1 (Phase 2)**: Depends on all user stories\n',
  '- T001 → T002a -> T003; T003 blocks T001\n',
  '```json\n{"waves": [["1.1"], {"id": 1, "tasks": ["1"], "depends_on": [1, "x"]}]}\n```\n',
  '```json\n{"waves": {"a": [1, null, [2]]}}\n',
  '```\n',
  '<!-- ',
  '-->\n',
  '\n',
  '\r',
  '\u2028\u001b[2J\ud800',
)

const anyText = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: piece },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

/** A plan of ours with lines cut, doubled, swapped and spoilt. */
const mutated = (text: string) =>
  fc
    .array(
      fc.record({
        at: fc.nat(1000),
        how: fc.constantFrom('drop', 'double', 'cut', 'spoil', 'join'),
        sign: fc.constantFrom('`', '[', ']', '*', '_', '|', '(', ')', '-', '\t', '\u202e', '9', 'T1'),
        column: fc.nat(80),
      }),
      { maxLength: 12 },
    )
    .map((changes) => {
      const lines = text.split('\n')
      for (const { at, how, sign, column } of changes) {
        const index = at % lines.length
        const line = lines[index] ?? ''
        if (how === 'drop') lines.splice(index, 1)
        else if (how === 'double') lines.splice(index, 0, line)
        else if (how === 'cut') lines[index] = line.slice(0, column)
        else if (how === 'spoil') lines[index] = `${line.slice(0, column)}${sign}${line.slice(column)}`
        else lines.splice(index, 2, `${line}${lines[index + 1] ?? ''}`)
        if (lines.length === 0) lines.push('')
      }
      return lines.join('\n')
    })

const check = (text: string, format: string | undefined, file: string): void => {
  const report = planReportSchema.parse(
    analysePlan(text, { file, workers: 3, ...(format === undefined ? {} : { format }) }),
  )
  const last = text.split(/\r\n|\n|\r/).length
  const streams = report.phases.flatMap((phase) => phase.streams)
  const tasks = streams.flatMap((stream) => stream.tasks)
  for (const { line } of [...report.diagnostics, ...report.phases, ...streams, ...tasks]) {
    expect(line).toBeGreaterThanOrEqual(1)
    expect(line).toBeLessThanOrEqual(last)
  }
  const ids = streams.map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^(?!(?:integration|orchestrator|all)$)[a-z0-9][a-z0-9-]{0,39}$/)
  const taskIds = new Set(tasks.map(({ id }) => id))
  expect(taskIds.size).toBe(tasks.length)
  for (const { dependsOn } of tasks) for (const id of dependsOn) expect(taskIds).toContain(id)
  for (const { id, dependsOn, softDependsOn } of streams) {
    for (const other of [...dependsOn, ...softDependsOn]) expect(ids).toContain(other)
    expect(dependsOn).not.toContain(id)
  }
  for (const path of tasks.flatMap(({ files }) => files))
    expect(path).not.toMatch(/^[/~]|(?:^|\/)\.\.(?:\/|$)/)
  expect(printReport(report, file)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/)
}

describe.each(own)('$name', ({ name, example, detect, parse }) => {
  test('any text gives a plan that holds together', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        detect(text, 'a/tasks.md')
        if (text.trim() !== '') check(text, name, 'a/tasks.md')
      }),
      { numRuns: 150 },
    )
  })

  test('so does a plan of its own with lines cut, doubled and spoilt', () => {
    const { text = '', file = '' } = example ?? {}
    fc.assert(
      fc.property(mutated(text), (spoilt) => {
        if (spoilt.trim() !== '') check(spoilt, undefined, file)
      }),
      { numRuns: 100 },
    )
  })

  test('up to 2 MB of anything are read, and a text four times as long takes no more time a line', () => {
    const { text = '' } = example ?? {}
    const hostile = [
      `${text}\n`,
      '- [ ] T1 1.1 a (depends on T1-T99, 1.1-1.9)\n  - _Depends: 1.1_\n',
      '## Phase 1: US1\n| 1 | {a,b}.ts | all | 1-99 |\n**Blocked by:** Phases 1–99\n',
      '(((( {{{{,,, `a` **a** depends on after T1 -> ',
      '```sh\n```sh\n```\n',
    ]
    const time = (sample: string, size: number): number => {
      const long = sample.repeat(Math.ceil(size / sample.length)).slice(0, size)
      const start = performance.now()
      detect(long, 'x.md')
      parse(long, { file: 'x.md' })
      return performance.now() - start
    }
    for (const sample of hostile) {
      time(sample, 20_000)
      const [short, long] = [time(sample, 100_000), time(sample, 400_000)]
      // Four times the text in four times the time; what grows with its square would take sixteen.
      expect(long).toBeLessThan(10 * short + 400)
    }
    time(hostile[1] ?? '', 2 * 1024 * 1024)
  })
})
