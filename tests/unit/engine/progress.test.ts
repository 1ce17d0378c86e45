import { describe, expect, test } from 'vitest'
import { progress } from '../../../source/engine/progress.ts'
import type { Task } from '../../../source/model/plan.ts'
import {
  AT,
  allDone,
  done,
  landed,
  type Phases,
  planOf,
  readySession,
  sessionAfter,
} from '../../helpers/session.ts'

const phases: Phases = [{ a: { days: 2 }, b: { days: 4, tasks: 8 } }, { c: { days: 2 } }]
const ready = readySession(phases, { workers: 16 })

describe('progress', () => {
  test('begins at nothing of everything', () => {
    expect(progress(ready)).toEqual({ tasks: { done: 0, total: 12 }, position: 0, length: 6, sequential: 8 })
  })

  test('counts the tasks of finished batches, and the place in the schedule by work done', () => {
    const some = sessionAfter(ready, ...done('b'))
    // 2 of the 8 tasks of 4 days are one day of eight: an eighth of six days.
    expect(progress(some)).toMatchObject({ tasks: { done: 2, total: 12 }, position: 0.8 })
  })

  test('is the same before and after landing, and never falls while work gets done', () => {
    const first = sessionAfter(ready, ...done('a'))
    expect(progress(sessionAfter(first, ...landed('checkpoint')))).toEqual(progress(first))
    const second = sessionAfter(first, ...done('b'))
    expect(progress(second).position).toBeGreaterThan(progress(first).position)
  })

  test('a skipped batch is out of the way', () => {
    const skipped = sessionAfter(ready, {
      type: 'batch-skipped',
      at: AT,
      stream: 'a',
      batch: 'batch_1',
      by: 'you',
    })
    expect(progress(skipped).tasks.done).toBe(1)
  })

  test('ends at the end', () => {
    const one = sessionAfter(allDone(ready, 'a', 'b'), ...landed('merge'))
    const all = allDone(one, 'c')
    expect(progress(all)).toMatchObject({ tasks: { done: 12, total: 12 }, position: 6, length: 6 })
  })

  test('a task that the plan has as done or skipped needs no work', () => {
    const plan = planOf([{ a: { tasks: 3 } }])
    const tasks = plan.phases[0]?.streams[0]?.tasks as Task[]
    Object.assign(tasks[0] as Task, { state: 'done' })
    Object.assign(tasks[1] as Task, { state: 'skipped' })
    expect(progress({ ...ready, plan }).tasks).toEqual({ done: 2, total: 3 })
  })

  test('of a plan without streams is complete', () => {
    expect(progress({ ...ready, plan: planOf([]) })).toMatchObject({
      tasks: { done: 0, total: 0 },
      position: 0,
      length: 0,
    })
  })
})
