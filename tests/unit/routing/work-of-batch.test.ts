import { expect, test } from 'vitest'
import type { Plan, Stream, Task } from '../../../source/model/plan.ts'
import { type BatchOfPlan, workOfBatch } from '../../../source/routing/work-of-batch.ts'

const task = (id: string, changes: Partial<Task> = {}) =>
  ({ id, title: `Title of ${id}`, files: [], dependsOn: [], ...changes }) as unknown as Task
const stream = (id: string, changes: Partial<Stream> = {}) =>
  ({ id, files: [], dependsOn: [], tasks: [], ...changes }) as unknown as Stream

const plan = {
  phases: [
    {
      streams: [
        stream('api', {
          files: ['src/api.ts'],
          dependsOn: ['base'],
          tasks: [
            task('api.1', { files: ['src/a.ts', 'src/b.ts'] }),
            task('api.2', { dependsOn: ['api.1', 'web.1'] }),
            task('api.3', { dependsOn: ['api.2'] }),
          ],
        }),
        stream('web', { dependsOn: ['api'], tasks: [task('web.1')] }),
      ],
    },
  ],
} as unknown as Plan

const work = (changes: Partial<BatchOfPlan> = {}) =>
  workOfBatch({
    plan,
    stream: 'api',
    batch: { kind: 'tasks', tasks: ['api.1', 'api.2'], files: [] },
    contracts: [],
    facts: [],
    ...changes,
  })

test('it has the files of its tasks, and those of the stream for a task without', () => {
  expect(work().files.map(({ path }) => path)).toEqual(['src/a.ts', 'src/b.ts', 'src/api.ts'])
})

test('what was looked up about a file is taken, the rest stays unknown', () => {
  const facts = [{ path: 'src/b.ts', lines: 7, mentions: 2 }]
  expect(work({ facts }).files).toEqual([
    { path: 'src/a.ts', lines: null, mentions: null },
    { path: 'src/b.ts', lines: 7, mentions: 2 },
    { path: 'src/api.ts', lines: null, mentions: null },
  ])
})

test('only contracts among its files count', () => {
  expect(work({ contracts: ['src/api.ts', 'src/other.ts'] }).contracts).toEqual(['src/api.ts'])
})

test('dependencies inside the batch do not count, those across do', () => {
  // It builds on the stream base and on web.1; the stream web and the task api.3 wait for it.
  expect(work()).toMatchObject({
    dependsOn: 2,
    dependents: 2,
    tasks: 2,
    text: 'Title of api.1\nTitle of api.2',
  })
})

test('a conflict is about the files in conflict', () => {
  const batch = { kind: 'conflict' as const, tasks: [], files: ['src/x.ts'] }
  expect(work({ batch })).toMatchObject({ kind: 'conflict', files: [{ path: 'src/x.ts' }] })
})

test('a stream that the plan does not have is work of which nothing is known', () => {
  const batch = { kind: 'repair' as const, tasks: [], files: [] }
  expect(work({ stream: 'gone', batch })).toMatchObject({ files: [], dependsOn: 0, dependents: 0, text: '' })
})
