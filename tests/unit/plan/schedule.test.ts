import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Plan, Stream } from '../../../source/model/plan.ts'
import { planBatches } from '../../../source/plan/batches.ts'
import { streamPriorities } from '../../../source/plan/critical-path.ts'
import { findOverlaps } from '../../../source/plan/overlaps.ts'
import { schedulePlan } from '../../../source/plan/schedule.ts'
import { barrierGroups, findStream } from '../../../source/plan/stream-graph.ts'

const stream = (id: string, duration: number | null, more: Partial<Stream> = {}): Stream => ({
  id,
  title: id,
  duration,
  line: 1,
  files: [],
  dependsOn: [],
  softDependsOn: [],
  tasks: [],
  why: '',
  ...more,
})

const planOf = (groups: Stream[][], barriers = groups.map((_, index) => index > 0)): Plan => ({
  title: 'p',
  slug: 'p',
  format: 'phases',
  unit: 'days',
  phases: groups.map((streams, index) => ({
    id: `phase-${index}`,
    title: 'x',
    mode: 'parallel',
    barrier: barriers[index] ?? true,
    line: 1,
    streams,
  })),
  contracts: [],
  claims: { sequential: null, parallel: null, savedPercent: null },
})

/** Plans without loops: a stream depends only on earlier ones of its phase. */
const anyPlan = fc
  .array(
    fc.array(
      fc.record({
        duration: fc.option(fc.constantFrom(0.5, 1, 1.5, 2, 3, 5)),
        files: fc.subarray(['a', 'b', 'c', 'd']),
        after: fc.array(fc.nat(6), { maxLength: 2 }),
      }),
      { maxLength: 7 },
    ),
    { minLength: 1, maxLength: 4 },
  )
  .chain((groups) =>
    fc.array(fc.boolean(), { minLength: groups.length, maxLength: groups.length }).map((barriers) =>
      planOf(
        groups.map((group, at) =>
          group.map(({ duration, files, after }, index) => {
            const dependsOn = [...new Set(after)]
              .filter((other) => other < index)
              .map((other) => `s${at}-${other}`)
            return stream(`s${at}-${index}`, duration, { files, dependsOn })
          }),
        ),
        barriers,
      ),
    ),
  )

test('any schedule keeps dependencies, barriers, the number of workers and one stream a file', () => {
  fc.assert(
    fc.property(anyPlan, fc.integer({ min: 1, max: 6 }), (plan, workers) => {
      const { streams, parallel, lowerBound, sequential } = schedulePlan(plan, workers)
      const at = new Map(streams.map((entry) => [entry.id, entry]))
      const all = plan.phases.flatMap((phase) => phase.streams)
      expect(streams.map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())

      let before = 0
      for (const group of barrierGroups(plan)) {
        const entries = group.map((id) => at.get(id))
        for (const entry of entries) expect(entry?.start).toBeGreaterThanOrEqual(before)
        before = Math.max(...entries.map((entry) => entry?.end ?? 0))
      }
      for (const { id, dependsOn, duration } of all) {
        const own = at.get(id)
        expect((own?.end ?? 0) - (own?.start ?? 0)).toBeCloseTo(duration ?? 1)
        for (const other of dependsOn)
          expect(own?.start).toBeGreaterThanOrEqual(at.get(other)?.end ?? Infinity)
      }
      for (const one of streams) {
        expect(one.worker).toBeGreaterThanOrEqual(1)
        expect(one.worker).toBeLessThanOrEqual(workers)
        for (const two of streams) {
          if (one.id === two.id || one.start >= two.end || two.start >= one.end) continue
          expect(one.worker).not.toBe(two.worker)
          const files = findStream(plan, two.id)?.files ?? []
          expect(findStream(plan, one.id)?.files.filter((file) => files.includes(file))).toEqual([])
        }
      }
      expect(parallel).toBeGreaterThanOrEqual(lowerBound - 1e-3)
      expect(parallel).toBeLessThanOrEqual(sequential + 1e-3)
      if (workers === 1) expect(parallel).toBe(sequential)
    }),
    { numRuns: 300 },
  )
})

test('more workers never need longer, and the same plan always gets the same schedule', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const lengths = [1, 2, 3, 4, 5, 6, 20].map((workers) => schedulePlan(plan, workers).parallel)
      expect(lengths).toEqual(lengths.toSorted((a, b) => b - a))
      // Another object that says the same, as a client gets it with each message.
      expect(schedulePlan(structuredClone(plan), 3)).toEqual(schedulePlan(plan, 3))
    }),
    { numRuns: 100 },
  )
})

test.each(['src/api/', 'src/**/*.ts'])(
  'who names %s waits for who names something in it, those in it do not wait for each other',
  (wide) => {
    const inner = ['a', 'b'].map((id) => stream(id, 3, { files: [`src/api/${id}.ts`] }))
    const plan = planOf([[stream('all', 2, { files: [wide] }), ...inner]])
    const { streams, parallel, lowerBound } = schedulePlan(plan, 3)
    const at = (id: string) => streams.find((each) => each.id === id)?.start
    expect(at('a')).toBe(at('b'))
    expect({ parallel, lowerBound }).toEqual({ parallel: 5, lowerBound: 4 })
  },
)

test('a soft dependency says who goes first, not that anybody waits', () => {
  const soft = planOf([[stream('a', 3, { softDependsOn: ['b'] }), stream('b', 3)]])
  expect(schedulePlan(soft, 1).streams.map(({ id, start }) => [id, start])).toEqual([
    ['b', 0],
    ['a', 3],
  ])
  expect(schedulePlan(soft, 2).parallel).toBe(3)
})

test('tenths of days add up', () => {
  const tenths = [0.1, 0.2, 0.3, 0.3].map((days, index) => stream(`s${index}`, days))
  expect(schedulePlan(planOf([tenths]), 2)).toMatchObject({ parallel: 0.5, lowerBound: 0.5 })
})

test('priorities count the longest way to the end, behind the barriers too', () => {
  const plan = planOf([
    [stream('a', 1), stream('b', 2, { dependsOn: ['a'] }), stream('c', 5)],
    [stream('d', null), stream('e', 3)],
  ])
  expect(Object.fromEntries(streamPriorities(plan))).toEqual({ a: 6, b: 5, c: 8, d: 1, e: 3 })
})

test('the longest stream starts first, ties keep the order of the plan, critical path crosses barriers', () => {
  const plan = planOf([[stream('a', 2), stream('b', 3), stream('c', 3)], [stream('d', 1, { dependsOn: [] })]])
  const { streams, criticalPath, parallel, lowerBound } = schedulePlan(plan, 2)
  expect(streams.map(({ id, start, worker }) => [id, start, worker])).toEqual([
    ['b', 0, 1],
    ['c', 0, 2],
    ['a', 3, 1],
    ['d', 5, 1],
  ])
  expect({ criticalPath, parallel, lowerBound }).toEqual({
    criticalPath: ['b', 'd'],
    parallel: 6,
    lowerBound: 6,
  })
})

// What fewer workers could do is asked in steps: by one each, this would be hundreds of schedules and run out of time.
test('nearly as many workers as there are streams', () => {
  const streams = Array.from({ length: 1000 }, (_, index) => stream(`s${index}`, 1 + (index % 7) / 8))
  const { parallel, lowerBound } = schedulePlan(planOf([streams]), 999)
  expect([lowerBound, parallel]).toEqual([1.75, 2])
})

test('a loop or a senseless number of workers still gives a schedule', () => {
  const loop = planOf([[stream('a', 1, { dependsOn: ['b'] }), stream('b', 1, { dependsOn: ['a'] })]])
  expect(schedulePlan(loop, 2).streams).toHaveLength(2)
  expect(schedulePlan(loop, Number.NaN).workers).toBe(1)
  expect(schedulePlan(planOf([]), 3)).toMatchObject({
    parallel: 0,
    savedPercent: 0,
    criticalPath: [],
    streams: [],
  })
})

test('a phase that is no barrier joins the group before it; empty phases make none', () => {
  const plan = planOf([[stream('a', 1)], [], [stream('b', 1)], [stream('c', 1)]], [true, true, false, true])
  expect(barrierGroups(plan)).toEqual([['a', 'b'], ['c']])
  expect(findStream(plan, 'c')?.id).toBe('c')
  expect(findStream(plan, 'x')).toBeUndefined()
})

describe('overlaps', () => {
  const file = { files: ['x'] }

  test('are files of streams that nothing keeps apart', () => {
    const ordered = stream('c', 1, { ...file, dependsOn: ['b'] })
    const plan = planOf([[stream('a', 1, file), stream('b', 1), ordered], [stream('d', 1, file)]])
    expect(findOverlaps(plan)).toEqual([{ file: 'x', streams: ['a', 'c'] }])
  })

  test('a dependency over several steps keeps apart', () => {
    const chain = [
      stream('a', 1, file),
      stream('b', 1, { dependsOn: ['a'] }),
      stream('c', 1, { ...file, dependsOn: ['b'] }),
    ]
    expect(findOverlaps(planOf([chain]))).toEqual([])
  })
})

describe('batches', () => {
  const tasksOf = (id: string, count: number, done = 0): Stream['tasks'] =>
    Array.from({ length: count }, (_, index) => ({
      id: `${id}.${index + 1}`,
      sourceId: null,
      title: 't',
      state: index < done ? 'done' : 'open',
      optional: false,
      parallel: false,
      files: [],
      dependsOn: [],
      line: 1,
      run: [],
      onConflict: [],
      onRepair: [],
    }))
  const sizes = (duration: number | null, count: number, unit: Plan['unit'] = 'days', done = 0) =>
    planBatches({ ...planOf([[stream('s', duration, { tasks: tasksOf('s', count, done) })]]), unit }).map(
      ({ tasks }) => tasks.length,
    )

  test.each([
    [2, 5, [3, 2]],
    [3, 6, [2, 2, 2]],
    [3, 7, [3, 2, 2]],
    [0.5, 4, [4]],
    [1.5, 4, [2, 2]],
    [9, 2, [1, 1]],
    [null, 3, [3]],
  ])('%s days with %i tasks', (duration, count, expected) => {
    expect(sizes(duration, count)).toEqual(expected)
  })

  test('without durations at most five tasks go together', () => {
    expect(sizes(null, 11, 'tasks')).toEqual([4, 4, 3])
    expect(sizes(null, 5, 'tasks')).toEqual([5])
  })

  test('what is done is left out, and a stream that is done has none', () => {
    expect(sizes(2, 5, 'days', 5)).toEqual([])
    expect(planBatches(planOf([[stream('s', 2, { tasks: tasksOf('s', 5, 2) })]]))).toEqual([
      { id: 'batch_1', stream: 's', tasks: ['s.3', 's.4'] },
      { id: 'batch_2', stream: 's', tasks: ['s.5'] },
    ])
  })
})
