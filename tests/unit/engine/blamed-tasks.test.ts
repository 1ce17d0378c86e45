import { expect, test } from 'vitest'
import { blamedTasks } from '../../../source/engine/blamed-tasks.ts'

const commits = [
  { tasks: ['a.1'], files: ['src/router.ts'] },
  { tasks: ['a.2'], files: ['src/costs.ts', 'tests/costs.test.ts'] },
  { tasks: [], files: ['src/router.ts'] },
]
const all = ['a.1', 'a.2', 'a.3']

test.each([
  ['a path in the log', 'at sum (/w/src/costs.ts:3:1)', ['a.2']],
  ['a file by its own name', 'FAIL costs.test.ts > adds', ['a.2']],
  ['two of them', 'src/costs.ts\nsrc/router.ts', ['a.1', 'a.2']],
  ['nothing that tells', 'AssertionError: 1 !== 2', all],
])('%s', (_, log, wanted) => {
  expect(blamedTasks(commits, all, log)).toEqual(wanted)
})

test('a trailer that names what is no task of the stream blames nobody', () => {
  expect(blamedTasks([{ tasks: ['b.9'], files: ['src/costs.ts'] }], all, 'src/costs.ts')).toEqual(all)
})

test('a short name tells nothing: it stands in logs for all kinds of things', () => {
  expect(blamedTasks([{ tasks: ['a.1'], files: ['lib/a.c'] }], all, 'a.c and more')).toEqual(all)
})
