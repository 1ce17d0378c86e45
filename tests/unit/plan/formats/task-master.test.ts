import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const file = '.taskmaster/tasks/tasks.json'
const read = (value: unknown, path = file) => readPlan(JSON.stringify(value, null, 2), { file: path })
const tasksOf = (value: unknown) =>
  read(value).plan.phases.flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks))
const task = (id: number | string, more: object = {}) => ({
  id,
  title: `Make ${id}`,
  status: 'pending',
  ...more,
})
const errors = (value: unknown) => read(value).diagnostics.filter(({ severity }) => severity === 'error')

describe('the layouts', () => {
  const one = [task(1, { dependencies: [] })]

  test.each([
    ['tagged', { master: { tasks: one, metadata: { created: 'x' } } }],
    ['under tasks', { tasks: one, metadata: { version: '1' } }],
    ['a list', one],
  ])('%s', (_, value) => {
    const { plan } = read(value)
    expect(plan).toMatchObject({ format: 'task-master', unit: 'tasks', slug: 'task-master-tasks' })
    expect(plan.phases[0]?.streams[0]?.tasks).toMatchObject([{ sourceId: '1', title: 'Make 1' }])
  })

  test('each of several tags is a group with ids of its own', () => {
    const { plan } = read({ master: { tasks: one }, search: { tasks: one } })
    expect(plan.phases.map(({ id }) => id)).toEqual(['master', 'search'])
    expect(plan.phases.map(({ streams }) => streams.length)).toEqual([1, 1])
  })

  test('is told by its content, whatever it is called', () => {
    expect(read({ tasks: [task(1, { dependencies: [] })] }, 'plan.json').plan.format).toBe('task-master')
  })

  test('the project has its name', () => {
    expect(read({ meta: { projectName: 'Corner Shop' }, tasks: one }).plan).toMatchObject({
      title: 'Corner Shop',
      slug: 'corner-shop',
    })
  })
})

test.each([
  ['pending', 'open'],
  ['blocked', 'open'],
  ['in-progress', 'active'],
  ['review', 'active'],
  ['done', 'done'],
  ['completed', 'done'],
  ['deferred', 'skipped'],
  ['cancelled', 'skipped'],
  ['whatever', 'open'],
])('status %s is %s', (status, state) => {
  expect(tasksOf({ tasks: [task(1, { status })] })).toMatchObject([{ state }])
})

describe('subtasks and dependencies', () => {
  const plan = {
    tasks: [
      task(1, {
        subtasks: [task(1), task(2, { dependencies: [1] }), task(3, { dependencies: ['2.1', '1'] })],
      }),
      task(2, { dependencies: [1], subtasks: [task(1, { dependencies: ['1.2'] })] }),
    ],
  }

  test('a plain number in a subtask is its sibling, a whole id the same everywhere', () => {
    const bySource = new Map(tasksOf(plan).map((each) => [each.id, each.sourceId]))
    const needs = tasksOf(plan).map(({ sourceId, dependsOn }) => [
      sourceId,
      dependsOn.map((id) => bySource.get(id)),
    ])
    expect(Object.fromEntries(needs)).toEqual({
      '1': [],
      '1.1': [],
      '1.2': ['1.1'],
      '1.3': ['2.1', '1.1'],
      '2': ['1'],
      '2.1': ['1.2'],
    })
  })

  test('a task and its subtasks are in one stream, after what they need', () => {
    const { plan: made } = read({
      tasks: [task(1, { dependencies: [2], subtasks: [task(1)] }), task(2, { subtasks: [task(1)] })],
    })
    const [stream] = made.phases.flatMap(({ streams }) => streams)
    expect(stream?.tasks.map(({ sourceId }) => sourceId)).toEqual(['2', '2.1', '1', '1.1'])
  })

  test('files come from what a task says is made, not from all that its details mention', () => {
    const [first] = tasksOf({
      tasks: [
        task(1, {
          description: 'The cart in src/cart.ts',
          details: 'Follow types/money.ts.\n- Create src/cart/total.ts with Node.js.\nSee ../else.ts',
        }),
      ],
    })
    expect(first?.files).toEqual(['src/cart.ts', 'src/cart/total.ts'])
  })
})

describe('what is wrong is told where it stands', () => {
  test('unknown, self and twice', () => {
    const found = errors({
      tasks: [
        task(1, { dependencies: [7] }),
        task(2, { dependencies: [2] }),
        task(2),
        task(3, { subtasks: [task(1, { dependencies: [9] })] }),
      ],
    })
    expect(found.map(({ code, line }) => [code, line])).toEqual([
      ['unknown-dependency', 3],
      ['self-dependency', 11],
      ['duplicate-id', 19],
      ['unknown-dependency', 29],
    ])
  })

  test('a loop is an error', () => {
    expect(errors({ tasks: [task(1, { dependencies: [2] }), task(2, { dependencies: [1] })] })).toMatchObject(
      [{ code: 'cycle' }],
    )
  })

  test('broken JSON', () => {
    expect(readPlan('{\n "tasks": [\n  {"id": 1,}\n ]\n}', { file }).diagnostics).toMatchObject([
      { severity: 'error', code: 'invalid-json', line: 3 },
    ])
  })

  test.each(['{}', '[]', '[1, null]', '{"tasks": "x"}', '{"a": {"tasks": [[]]}}'])(
    '%s has no tasks',
    (text) => {
      expect(readPlan(text, { file, format: 'task-master' }).diagnostics).toMatchObject([
        { code: 'no-phases' },
      ])
    },
  )
})
