import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (...issues: (object | string)[]) =>
  readPlan(issues.map((issue) => (typeof issue === 'string' ? issue : JSON.stringify(issue))).join('\n'), {
    file: '.beads/issues.jsonl',
  })
const streamsOf = (...issues: object[]) => read(...issues).plan.phases.flatMap(({ streams }) => streams)
const tasksOf = (...issues: object[]) => streamsOf(...issues).flatMap(({ tasks }) => tasks)
const issue = (id: string, more: object = {}) => ({
  id,
  title: `Do ${id}`,
  status: 'open',
  issue_type: 'task',
  ...more,
})
const link = (id: string, type = 'blocks') => ({ issue_id: 'x', depends_on_id: id, type })
const needs = (...issues: object[]) => {
  const all = tasksOf(...issues)
  const names = new Map(all.map(({ id, sourceId }) => [id, sourceId]))
  return Object.fromEntries(
    all.map(({ sourceId, dependsOn }) => [sourceId, dependsOn.map((id) => names.get(id))]),
  )
}

test.each([
  ['open', 'open'],
  ['blocked', 'open'],
  ['in_progress', 'active'],
  ['closed', 'done'],
  ['deferred', 'skipped'],
])('%s is %s', (status, state) => {
  expect(tasksOf(issue('bd-1', { status }))).toMatchObject([{ sourceId: 'bd-1', state, title: 'Do bd-1' }])
})

test('what is deleted or no issue is left out, of an issue that comes twice the last counts', () => {
  const found = tasksOf(
    issue('bd-1'),
    issue('bd-2', { status: 'tombstone' }),
    { _type: 'memory', id: 'm' },
    issue('bd-1', { status: 'closed' }),
  )
  expect(found).toMatchObject([{ sourceId: 'bd-1', state: 'done', line: 4 }])
})

describe('dependencies', () => {
  test('only what blocks is an order', () => {
    const links = [
      link('bd-1'),
      link('bd-2', 'related'),
      link('bd-3', 'discovered-from'),
      link('bd-4', 'waits-for'),
    ]
    expect(
      needs(
        issue('bd-1'),
        issue('bd-2'),
        issue('bd-3'),
        issue('bd-4'),
        issue('bd-5', { dependencies: links }),
      ),
    ).toMatchObject({ 'bd-5': ['bd-1', 'bd-4'] })
  })

  test('they may be plain ids', () => {
    expect(needs(issue('bd-1'), issue('bd-2', { dependencies: ['bd-1'] }))).toMatchObject({
      'bd-2': ['bd-1'],
    })
  })

  test('an epic is its issues: it groups them, is over with them and passes on what it waits for', () => {
    const issues = [
      issue('bd-1', { issue_type: 'epic', title: 'Cart' }),
      issue('bd-1.1'),
      issue('bd-9', { dependencies: [link('bd-1', 'parent-child')] }),
      issue('bd-2', { issue_type: 'epic', title: 'Search', dependencies: [link('bd-1')] }),
      issue('bd-2.1'),
    ]
    expect(read(...issues).plan.phases.map(({ id, title }) => [id, title])).toEqual([
      ['bd-1', 'Cart'],
      ['bd-2', 'Search'],
    ])
    expect(needs(...issues)).toEqual({ 'bd-1.1': [], 'bd-9': [], 'bd-2.1': ['bd-1.1', 'bd-9'] })
    expect(streamsOf(...issues).map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['cart', []],
      ['search', ['cart']],
    ])
  })

  test('one that there is not, and one on itself', () => {
    const { diagnostics } = read(
      issue('bd-1', { dependencies: [link('bd-7')] }),
      issue('bd-2', { dependencies: ['bd-2'] }),
    )
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'unknown-dependency', line: 1 },
      { code: 'self-dependency', line: 2 },
    ])
  })
})

test('the more urgent come first', () => {
  expect(
    tasksOf(issue('bd-1', { priority: 3 }), issue('bd-2', { priority: 0 })).map(({ sourceId }) => sourceId),
  ).toEqual(['bd-2', 'bd-1'])
})

test('a broken line is told, the rest is read', () => {
  const { plan, diagnostics } = read(issue('bd-1'), '{"id": ', issue('bd-2'))
  expect(plan.phases[0]?.streams[0]?.tasks).toHaveLength(2)
  expect(diagnostics).toContainEqual(
    expect.objectContaining({ code: 'invalid-json', severity: 'error', line: 2 }),
  )
})

test('is told by its content, whatever it is called', () => {
  const text = JSON.stringify(issue('bd-1'))
  expect(readPlan(text, { file: 'export.jsonl' }).plan.format).toBe('beads')
})
