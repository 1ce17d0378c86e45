import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Plan, Stream, Task } from '../../../../source/model/plan.ts'
import { checkPlan } from '../../../../source/plan/check-plan.ts'
import { diagnose } from '../../../../source/plan/diagnose.ts'
import { planContext } from '../../../../source/plan/findings/plan-context.ts'

// Few names, so that they meet: ids that are there, are not, and mean the thing itself; files, folders and patterns.
const id = fc.constantFrom('a', 'b', 'c', 'd', 'gone')
const files = fc.array(
  fc.constantFrom('src', 'src/', 'src/a.ts', 'src/*.ts', '{a,b', '[', 'yarn.lock', 'db/migrations/1.sql', ''),
  { maxLength: 3 },
)
const line = fc.integer({ min: -1, max: 12 })

const task: fc.Arbitrary<Task> = fc.record({
  id: fc.constantFrom('t1', 't2', 't3', 't4', 't5'),
  sourceId: fc.constantFrom(null, '1', 'T001', 'T002'),
  title: fc.string({ unit: 'binary', maxLength: 8 }),
  state: fc.constantFrom('open' as const, 'active' as const, 'done' as const, 'skipped' as const),
  optional: fc.boolean(),
  parallel: fc.boolean(),
  files,
  dependsOn: fc.array(fc.constantFrom('t1', 't2', 't3', 't9'), { maxLength: 2 }),
  line,
  run: fc.constant([]),
  onConflict: fc.constant([]),
  onRepair: fc.constant([]),
})

const stream: fc.Arbitrary<Stream> = fc.record({
  id,
  title: fc.constantFrom('Base', 'Basket', 'base', ''),
  duration: fc.constantFrom(null, 1, 2.5),
  line,
  files,
  dependsOn: fc.array(id, { maxLength: 2 }),
  softDependsOn: fc.constant([]),
  why: fc.constant(''),
  tasks: fc.array(task, { maxLength: 4 }),
})

const plan: fc.Arbitrary<Plan> = fc.record({
  title: fc.constant('Shop'),
  slug: fc.constant('shop'),
  format: fc.constantFrom('phases', 'spec-kit'),
  unit: fc.constantFrom('days' as const, 'tasks' as const),
  phases: fc.array(
    fc.record({
      id: fc.constantFrom('phase-1', 'phase-2'),
      title: fc.constantFrom('Base', 'Pages'),
      mode: fc.constantFrom('parallel' as const, 'sequential' as const),
      barrier: fc.boolean(),
      line,
      streams: fc.array(stream, { maxLength: 4 }),
    }),
    { maxLength: 3 },
  ),
  contracts: fc.constant([]),
  claims: fc.constant({ sequential: null, parallel: null, savedPercent: null }),
})

const text = fc.array(
  fc.oneof(
    fc.constantFrom(
      ...[
        '# Shop',
        '## Phase 1: Base (Days 3-1)',
        '## Phase 2: Base (Days 1-2) - PARALLEL',
        '### Stream A: Basket',
        '```',
        '|',
      ],
      ...[
        'Day 1: Base',
        '- Days 2-9: Basket, Base',
        '| Week 1 | **Base** (2 days) |',
        '**Total Duration:** 0 days',
        'Parallel: 99%',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
  { maxLength: 12 },
)

test('whatever plan a reader made of whatever text: nothing throws, and each finding has its place and its words', () => {
  fc.assert(
    fc.property(plan, text, fc.array(fc.tuple(id, id, line), { maxLength: 3 }), (read, lines, pairs) => {
      const declared = pairs.map(([a, b, at]) => ({ streams: [a, b] as const, line: at }))
      const findings = checkPlan(planContext(read, lines, declared))
      for (const finding of findings) {
        const { line: at, column, endColumn, message, quote } = diagnose(lines, finding)
        expect(at).toBeGreaterThanOrEqual(1)
        expect(at).toBeLessThanOrEqual(Math.max(1, lines.length))
        expect(column).toBeGreaterThanOrEqual(1)
        expect(endColumn).toBeGreaterThanOrEqual(column)
        expect(endColumn).toBeLessThanOrEqual((lines[at - 1]?.length ?? 0) + 1)
        expect(message).toMatch(/\w.*[.”"]$/)
        expect(message + quote).not.toMatch(
          /[\u0000-\u001f\u007f-\u009f\u202a-\u202e]|undefined|NaN|Infinity/,
        )
      }
    }),
    { numRuns: 500 },
  )
})
