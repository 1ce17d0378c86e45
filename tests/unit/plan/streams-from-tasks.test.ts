import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Phase } from '../../../source/model/plan.ts'
import { matcherOf } from '../../../source/plan/match-files.ts'
import { filesOf, followersIn, streamGroups } from '../../../source/plan/stream-graph.ts'
import { type DraftTask, streamsFromTasks, type TaskGroup } from '../../../source/plan/streams-from-tasks.ts'

const task = (key: string, more: Partial<DraftTask> = {}): DraftTask => ({
  key,
  sourceId: key,
  title: `Do ${key}`,
  state: 'open',
  optional: false,
  parallel: false,
  files: [],
  dependsOn: [],
  line: 1,
  run: [],
  onConflict: [],
  onRepair: [],
  ...more,
})

const group = (id: string, tasks: DraftTask[], more: Partial<TaskGroup> = {}): TaskGroup => ({
  id,
  title: `Group ${id}`,
  line: 1,
  barrier: false,
  order: 'listed',
  after: [],
  tasks,
  ...more,
})

const shape = (phases: Phase[]) =>
  phases.flatMap(({ streams }) =>
    streams.map(({ tasks, dependsOn, id }) => ({
      id,
      tasks: tasks.map(({ sourceId }) => sourceId),
      dependsOn,
    })),
  )

const many = (prefix: string, count: number, more: (index: number) => Partial<DraftTask> = () => ({})) =>
  Array.from({ length: count }, (_, index) => task(`${prefix}${index + 1}`, more(index)))

describe('streams of a plan that has none', () => {
  test('a list without anything else is one stream, explained', () => {
    const phases = streamsFromTasks([group('api', many('T', 5), { title: 'Phase 2: The API (P1)' })])
    expect(phases).toMatchObject([
      {
        id: 'api',
        mode: 'sequential',
        streams: [{ id: 'the-api', duration: 5, why: 'T1–T5: all of "Phase 2: The API (P1)"' }],
      },
    ])
  })

  test('groups that nothing connects are streams side by side', () => {
    const phases = streamsFromTasks([group('a', many('A', 4)), group('b', many('B', 4), { barrier: false })])
    expect(shape(phases)).toEqual([
      { id: 'group-a', tasks: ['A1', 'A2', 'A3', 'A4'], dependsOn: [] },
      { id: 'group-b', tasks: ['B1', 'B2', 'B3', 'B4'], dependsOn: [] },
    ])
  })

  test('a barrier needs no dependency, another group before it does', () => {
    const [, b, c] = streamsFromTasks([
      group('a', many('A', 2)),
      group('b', many('B', 2), { after: ['a'] }),
      group('c', many('C', 2), { barrier: true, after: ['a'] }),
    ])
    expect(b).toMatchObject({ barrier: false, streams: [{ dependsOn: ['group-a'] }] })
    expect(c).toMatchObject({ barrier: true, streams: [{ dependsOn: [] }] })
  })

  test('of two groups that touch one file the later one waits for the earlier, and says so', () => {
    const phases = streamsFromTasks([
      group(
        'a',
        many('A', 2, () => ({ files: ['src/app.ts'] })),
      ),
      group('b', [task('B1', { files: ['src/app.ts'] }), ...many('C', 9)]),
    ])
    expect(shape(phases)).toMatchObject([
      { id: 'group-a', tasks: ['A1', 'A2'], dependsOn: [] },
      { id: 'group-b', dependsOn: ['group-a'] },
    ])
    expect(phases[1]?.streams[0]?.why).toBe(
      'B1, C1–C9: all of "Group b"; after group-a, as both touch src/app.ts',
    )
  })

  test('an order that the plan gives stays, though the later one touches the file first in the text', () => {
    const shared = { files: ['src/app.ts'] }
    const phases = streamsFromTasks([
      group('a', [task('A1', { ...shared, dependsOn: ['B2'] })]),
      group('b', [task('B1', shared), task('B2')]),
    ])
    expect(shape(phases)).toEqual([
      { id: 'group-a', tasks: ['A1'], dependsOn: ['group-b'] },
      { id: 'group-b', tasks: ['B1', 'B2'], dependsOn: [] },
    ])
    expect(phases[0]?.streams[0]?.why).toBe('A1: all of "Group a"')
  })

  test('groups that would have to wait for each other because of files are one stream', () => {
    const phases = streamsFromTasks([
      group('a', [task('A1', { files: ['a.ts'] }), task('A2', { files: ['a.ts'], dependsOn: ['B1'] })]),
      group('b', [task('B1', { files: ['a.ts'], dependsOn: ['A1'] })]),
    ])
    expect(shape(phases)).toEqual([{ id: 'group-a', tasks: ['A1', 'B1', 'A2'], dependsOn: [] }])
  })

  test('of more groups with files in common than can be weighed one stream is made', () => {
    const groups = Array.from({ length: 70 }, (_, index) =>
      group(`g${index}`, [task(`T${index}`, { files: ['a.ts'] })]),
    )
    expect(shape(streamsFromTasks(groups))).toHaveLength(1)
  })

  test('a few parallel tasks are not worth streams of their own, many are, by folder', () => {
    const parallel = (index: number): Partial<DraftTask> => ({
      parallel: true,
      files: [`src/${index % 2 === 0 ? 'api' : 'web'}/f${index}.ts`],
    })
    expect(shape(streamsFromTasks([group('a', many('T', 3, parallel))]))).toHaveLength(1)
    const phases = streamsFromTasks([group('a', many('T', 16, parallel), { title: '' })])
    expect(phases[0]?.streams.map(({ id, why }) => [id, why])).toEqual([
      ['a-src-api', 'T1, T3, T5, T7: all touch src/api/'],
      ['a-src-web', 'T2, T4, T6, T8: all touch src/web/'],
      ['a-src-api-2', 'T9, T11, T13, T15: all touch src/api/'],
      ['a-src-web-2', 'T10, T12, T14, T16: all touch src/web/'],
    ])
  })

  test('the order inside a stream is that of the plan, dependencies have the new ids', () => {
    const [phase] = streamsFromTasks([
      group('a', [task('1'), task('2', { dependsOn: ['1', 'nobody'] })], { order: 'declared' }),
    ])
    expect(phase?.streams[0]?.tasks.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['group-a.1', []],
      ['group-a.2', ['group-a.1']],
    ])
  })

  test('the state of tasks has no part in it', () => {
    const tasks = many('T', 12, (index) => ({ parallel: true, files: [`f${index}.ts`] }))
    const done = tasks.map((each, index) => ({ ...each, state: index < 6 ? ('done' as const) : each.state }))
    expect(shape(streamsFromTasks([group('a', done)]))).toEqual(shape(streamsFromTasks([group('a', tasks)])))
  })
})

const path = fc.constantFrom(
  'a.ts',
  'src/a.ts',
  'src/b.ts',
  'src',
  'src/api/',
  'src/api/x.ts',
  'src/**/*.ts',
  'docs/*.md',
  'docs/a.md',
  '{a,b}.ts',
)

const plans = fc
  .array(
    fc.record({
      barrier: fc.boolean(),
      order: fc.constantFrom('listed' as const, 'declared' as const),
      after: fc.array(fc.nat(5)),
      tasks: fc.array(
        fc.record({
          parallel: fc.boolean(),
          files: fc.oneof(
            fc.array(path, { maxLength: 2 }),
            fc.array(
              fc.nat(200).map((n) => `f${n}.ts`),
              { maxLength: 1 },
            ),
          ),
          dependsOn: fc.array(fc.nat(40), { maxLength: 2 }),
        }),
        { maxLength: 14 },
      ),
    }),
    { maxLength: 6 },
  )
  .map((groups) => {
    let count = 0
    return groups.map(({ tasks, after, ...rest }, index) =>
      group(
        `g${index}`,
        tasks.map(({ dependsOn, ...more }) => {
          count += 1
          return task(String(count), { ...more, dependsOn: dependsOn.map(String) })
        }),
        { ...rest, after: after.filter((other) => other < index).map((other) => `g${other}`) },
      ),
    )
  })

const touch = (a: string, b: string): boolean => {
  const [one, two] = [a.replace(/\/$/, ''), b.replace(/\/$/, '')]
  return one === two || two.startsWith(`${one}/`) || (/[*{]/.test(one) && matcherOf(one)(two))
}

test('every task is kept once, of two that share a file one waits for the other, and none waits for itself', () => {
  fc.assert(
    fc.property(plans, (groups) => {
      const phases = streamsFromTasks(groups)
      const streams = phases.flatMap((phase) => phase.streams)
      const kept = streams.flatMap(({ tasks }) => tasks.map(({ sourceId }) => sourceId))
      expect(kept.toSorted()).toEqual(groups.flatMap(({ tasks }) => tasks.map(({ key }) => key)).toSorted())
      expect(new Set(streams.map(({ id }) => id)).size).toBe(streams.length)
      for (const together of streamGroups({ phases } as Parameters<typeof streamGroups>[0])) {
        const ids = new Set(together.map(({ id }) => id))
        const after = followersIn(together)
        for (const a of together) {
          for (const b of together) {
            const shared = [...filesOf(a)].filter((file) =>
              [...filesOf(b)].some((other) => touch(file, other)),
            )
            if (a !== b && !after(a.id).has(b.id) && !after(b.id).has(a.id)) expect(shared).toEqual([])
          }
        }
        let rest = together
        const landed = new Set<string>()
        while (rest.length > 0) {
          const ready = rest.filter(({ dependsOn }) =>
            dependsOn.every((id) => landed.has(id) || !ids.has(id)),
          )
          expect(ready).not.toEqual([])
          for (const { id } of ready) landed.add(id)
          rest = rest.filter((stream) => !ready.includes(stream))
        }
      }
      const streamOf = new Map(streams.flatMap((each) => each.tasks.map(({ id }) => [id, each] as const)))
      for (const each of streams) {
        for (const { id, dependsOn } of each.tasks) {
          for (const other of dependsOn.filter((needed) => needed !== id)) {
            const needed = streamOf.get(other)?.id ?? ''
            const isEarlier = streamGroups({ phases } as Parameters<typeof streamGroups>[0]).some(
              (together, at, all) =>
                together.some((stream) => stream.id === needed) &&
                all.slice(at + 1).some((later) => later.includes(each)),
            )
            if (!isEarlier && needed !== each.id) expect(each.dependsOn).toContain(needed)
          }
        }
      }
      expect(streamsFromTasks(groups)).toEqual(phases)
    }),
    { numRuns: 300 },
  )
})
