import { expect, it } from 'vitest'
import { landedPlan } from '../../../source/engine/landed-plan.ts'
import type { Session } from '../../../source/model/session.ts'

it('ticks what has landed, and nothing that only is finished', () => {
  const task = (id: string, state = 'open') => ({ id, state })
  const plan = {
    phases: [{ streams: [{ id: 'a', tasks: [task('a.1'), task('a.2'), task('a.3', 'skipped')] }] }],
  }
  const streams = {
    a: {
      batches: [
        { tasks: ['a.1'], landedIn: 1 },
        { tasks: ['a.2'], landedIn: null },
      ],
    },
  }
  const { phases } = landedPlan({ plan, streams } as unknown as Session)
  expect(phases[0]?.streams[0]?.tasks.map(({ state }) => state)).toEqual(['done', 'open', 'skipped'])
})
