import { expect, test } from 'vitest'
import { formats } from '../../../../source/plan/plan-formats.ts'
import { readPlan } from '../../../../source/plan/read-plan.ts'
import { allStreams } from '../../../../source/plan/stream-graph.ts'

test.each(formats)(
  '$name: the example of its page is read as it, and has no finding',
  ({ name, example }) => {
    const { plan, diagnostics } = readPlan(example.text, { file: example.file })
    expect(plan.format).toBe(name)
    expect(allStreams(plan).length).toBeGreaterThan(0)
    expect(diagnostics).toEqual([])
  },
)
