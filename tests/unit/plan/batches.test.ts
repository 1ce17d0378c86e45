import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planBatches } from '../../../source/plan/batches.ts'
import { readPlan } from '../../../source/plan/read-plan.ts'

const batchesOf = (text: string) => planBatches(readPlan(text, { file: 'PLAN.md' }).plan)
const sizes = (text: string) => batchesOf(text).map(({ tasks }) => tasks.length)
const boxes = (count: number, text = (index: number) => `Do ${index}`) =>
  Array.from({ length: count }, (_, index) => `- [ ] ${text(index)}`).join('\n')

describe('a plan without days', () => {
  test.each([
    [1, [1]],
    [5, [5]],
    [6, [3, 3]],
    [11, [4, 4, 3]],
  ])('%i simple tasks, evenly', (count, expected) => expect(sizes(boxes(count))).toEqual(expected))

  test('harder tasks make smaller batches', () => {
    const hard = (index: number) =>
      `Migration ${index}: src/auth/a${index}.ts, src/schema/b${index}.sql, lib/c${index}.ts, test/d${index}.ts`
    expect(Math.max(...sizes(boxes(6, hard)))).toBeLessThan(3)
  })

  test('what is done or skipped is in none', () => {
    expect(batchesOf('- [x] a\n- [ ] b\n- [-] c\n- [~] d')).toMatchObject([{ tasks: ['tasks.2', 'tasks.4'] }])
  })
})

test('with days a batch is a day', () => {
  const text = '## Phase 1: P\n### Stream A: One (3 days)\n- a\n- b\n- c\n- d\n- e\n'
  expect(sizes(text)).toEqual([2, 2, 1])
})

test('every open task is in one batch, in the order of its stream', () => {
  const line = fc.record({
    box: fc.constantFrom(' ', 'x', '-', '~'),
    file: fc.constantFrom('', ' in src/auth/a.ts, src/b.sql, c/d.ts, e/f.ts, g/h.ts, i/j.ts, k/l.ts'),
  })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 40 }), (lines) => {
      const text = lines.map(({ box, file }, index) => `- [${box}] Do ${index}${file}`).join('\n')
      const { plan } = readPlan(text, { file: 'PLAN.md' })
      for (const stream of plan.phases.flatMap(({ streams }) => streams)) {
        const open = stream.tasks
          .filter(({ state }) => state === 'open' || state === 'active')
          .map(({ id }) => id)
        expect(
          planBatches(plan)
            .filter((batch) => batch.stream === stream.id)
            .flatMap(({ tasks }) => tasks),
        ).toEqual(open)
      }
    }),
  )
})
