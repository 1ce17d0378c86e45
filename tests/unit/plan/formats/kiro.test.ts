import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const file = '.kiro/specs/village-shop/tasks.md'
const read = (text: string, at = file) => readPlan(text, { file: at })
const tasks = (text: string) =>
  read(text)
    .plan.phases.flatMap(({ streams }) => streams.flatMap((stream) => stream.tasks))
    .sort((a, b) => a.line - b.line)
/** What each task waits for, by the numbers of the plan. */
const needs = (text: string) => {
  const all = tasks(text)
  const source = new Map(all.map(({ id, sourceId }) => [id, sourceId]))
  return Object.fromEntries(
    all
      .filter(({ dependsOn }) => dependsOn.length > 0)
      .map(({ sourceId, dependsOn }) => [sourceId, dependsOn.map((id) => source.get(id)).sort()]),
  )
}

const shop = `# Implementation Plan

## Overview

Shelves first.

- [x] 1. Set up the shop
- [x] 1.1 Types in src/types.ts
  - \`Item\` and \`Price\`
  - _Requirements: 1.1, 1.2_
- [-] 1.2 Store
  - keep to \`src/store.ts\`
  - _Requirements: 2.1_
- [~] 1.3 (P) Shelf in \`src/shelf.tsx\`
  - _Requirements: 2.2_
  - _Boundary: Shelf, \`src/ui\`_
- [ ] 1.4 (P) Basket in \`src/basket.tsx\`
  - _Requirements: 3.1_
  - _Boundary: Basket_
  - _Depends: 1.1, 1.2_
- [ ]* 1.5 Property tests

- [ ] 2. Open it
  - [ ] 2.1 Ring the bell (P)
  - [ ]* 2.2 Paint the door
    - _Depends: none_

- [ ] 3. Checkpoint - all tests pass

## Notes

- Tasks marked with \`*\` are optional
`

test('tasks with their states, marks and files; one group a task with others below it', () => {
  const { plan, diagnostics } = read(shop)
  expect(plan).toMatchObject({ format: 'kiro', title: 'village-shop', slug: 'village-shop', unit: 'tasks' })
  expect(plan.phases.map(({ id, title, barrier, line }) => [id, title, barrier, line])).toEqual([
    ['task-1', 'Set up the shop', false, 7],
    ['task-2', 'Open it', true, 23],
    ['task-3', 'Checkpoint - all tests pass', true, 28],
  ])
  expect(
    tasks(shop).map(({ sourceId, title, state, optional, parallel, files }) => [
      sourceId,
      title,
      state,
      optional,
      parallel,
      files,
    ]),
  ).toEqual([
    ['1', 'Set up the shop', 'done', false, false, []],
    ['1.1', 'Types in src/types.ts', 'done', false, false, ['src/types.ts']],
    ['1.2', 'Store', 'active', false, false, ['src/store.ts']],
    ['1.3', 'Shelf in `src/shelf.tsx`', 'active', false, true, ['src/shelf.tsx', 'src/ui']],
    ['1.4', 'Basket in `src/basket.tsx`', 'open', false, true, ['src/basket.tsx']],
    ['1.5', 'Property tests', 'open', true, false, []],
    ['2', 'Open it', 'open', false, false, []],
    ['2.1', 'Ring the bell', 'open', false, true, []],
    ['2.2', 'Paint the door', 'open', true, false, []],
    ['3', 'Checkpoint - all tests pass', 'open', false, false, []],
  ])
  expect(needs(shop)).toEqual({ '1.4': ['1.1', '1.2'] })
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('a task comes after those below it, so that it is done when they are', () => {
  const ids = read(shop).plan.phases.flatMap(({ streams }) =>
    streams.flatMap((stream) => stream.tasks.map(({ sourceId }) => sourceId)),
  )
  expect(ids.indexOf('1')).toBeGreaterThan(ids.indexOf('1.5'))
  expect(ids.indexOf('2')).toBeGreaterThan(ids.indexOf('2.2'))
  const deep = '- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.1.1 C\n- [ ] 1.1.2 D\n- [ ] 1.2 E\n'
  expect(read(deep).plan.phases[0]?.streams[0]?.tasks.map(({ sourceId }) => sourceId)).toEqual([
    '1.1.1',
    '1.1.2',
    '1.1',
    '1.2',
    '1',
  ])
})

describe('order', () => {
  const streams = (text: string) =>
    read(text).plan.phases.map(({ barrier, streams: own }) => [
      barrier,
      own.map(({ tasks: { length } }) => length),
    ])

  test('without a word of it all comes one after the other', () => {
    expect(streams('- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.2 C\n- [ ] 2. D\n- [ ] 2.1 E')).toEqual([
      [false, [3]],
      [true, [2]],
    ])
  })

  test('tasks with (P) that have others below them are no barrier to each other', () => {
    const text =
      '- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 2. (P) C\n- [ ] 2.1 D\n- [ ] 3. (P) E\n- [ ] 3.1 F\n- [ ] 4. G\n- [ ] 4.1 H'
    expect(read(text).plan.phases.map(({ barrier }) => barrier)).toEqual([false, true, false, true])
  })

  test('of neighbours with (P) those that keep to one part come one after the other', () => {
    const text = `- [ ] 1. A
- [ ] 1.1 (P) B
  - _Boundary: Shelf_
- [ ] 1.2 (P) C
  - _Boundary: Basket, Shelf_
- [ ] 1.3 (P) D
  - _Boundary: Till_`
    expect(needs(text)).toEqual({ '1.2': ['1.1'] })
  })

  test('_Depends_ on what there is not is an error, and on itself', () => {
    const codes = (depends: string) =>
      read(`- [ ] 1. A\n- [ ] 1.1 B\n  - _Depends: ${depends}_`)
        .diagnostics.filter(({ severity }) => severity === 'error')
        .map(({ code, line }) => [code, line])
    expect(codes('9.9')).toEqual([['unknown-dependency', 3]])
    expect(codes('1.1')).toContainEqual(['self-dependency', 3])
    expect(codes('none')).toEqual([])
    expect(codes('1')).not.toContainEqual(['unknown-dependency', 3])
  })

  test('other numbers in a task are no dependencies', () => {
    expect(needs('- [ ] 1. A\n- [ ] 2. B requires 1.5 GB, after 1 try\n  - _Requirements: 1_')).toEqual({})
  })
})

describe('waves of a Task Dependency Graph', () => {
  const list =
    '- [ ] 1. A\n- [ ] 1.1 B\n- [ ] 1.2 C\n- [ ] 2. D\n- [ ] 2.1 E\n- [ ] 2.2 F\n- [ ] 3. Checkpoint\n'
  const withGraph = (json: string) => `${list}\n## Task Dependency Graph\n\n\`\`\`json\n${json}\n\`\`\`\n`
  const expected = {
    '1': ['1.1', '1.2'],
    '1.2': ['1.1', '2.1'],
    '2': ['2.1', '2.2'],
    '2.2': ['1.2'],
    '3': ['2.2'],
  }

  test.each([
    ['lists', '{"waves": [["1.1", "2.1"], ["1.2"], ["2.2"]]}'],
    [
      'objects with an id',
      '{"waves": [{"id": 0, "tasks": ["1.1", "2.1"]}, {"id": 1, "tasks": ["1.2"]}, {"id": 2, "tasks": ["2.2"]}]}',
    ],
    [
      'objects with a number and words',
      '{"waves": [{"wave": 1, "tasks": ["1.1", "2.1"], "description": "x"}, {"wave": 2, "tasks": ["1.2"]}, {"wave": 3, "tasks": ["2.2"]},]}',
    ],
    [
      'objects that say what they wait for',
      '{"waves": [{"id": 0, "tasks": ["1.1", "2.1"], "depends_on": []}, {"id": 1, "tasks": ["1.2"], "depends_on": [0]}, {"id": 2, "tasks": ["2.2"], "depends_on": [1]}]}',
    ],
    ['an object', '{"waves": {"1": ["1.1", "2.1"], "2": ["1.2"], "3": [{"id": "2.2"}]}}'],
  ])('as %s', (_, json) => {
    expect(needs(withGraph(json))).toEqual(expected)
    expect(read(withGraph(json)).plan.phases.every(({ barrier }) => !barrier)).toBe(true)
  })

  test('a wave that waits for another than the one before it', () => {
    const json =
      '{"waves": [{"id": "a", "tasks": ["1.1"]}, {"id": "b", "tasks": ["1.2"]}, {"id": "c", "tasks": ["2.1", "2.2"], "depends_on": ["a"]}]}'
    expect(needs(withGraph(json))).toMatchObject({ '2.1': ['1.1'], '2.2': ['1.1'], '1.2': ['1.1'] })
  })

  test('a wave names tasks with others below them: those are meant; one of strangers is passed over', () => {
    expect(needs(withGraph('{"waves": [["1"], ["7.7"], ["2"], ["3"]]}'))).toEqual({
      '1': ['1.1', '1.2'],
      '2': ['2.1', '2.2'],
      '2.1': ['1.1', '1.2'],
      '2.2': ['1.1', '1.2'],
      '3': ['2.1', '2.2'],
    })
  })

  test.each(['{"waves": 3}', '{"waves": [', '[]', '{"waves": [1, null, {"tasks": 7}]}', '{"waves": []}'])(
    'what is none leaves the order of the list: %s',
    (json) => {
      expect(needs(withGraph(json))).toEqual({})
      expect(read(withGraph(json)).plan.phases[1]?.barrier).toBe(true)
    },
  )
})

test('tasks below numbered headings, and a flat list below plain ones', () => {
  const headed =
    '# Plan\n## 1. Base\n- [ ] 1.1 A\n  - _Requirements: 1_\n- [ ] 1.2 B\n## 2. Shelf\n- [ ] 2.1 C\n'
  expect(
    read(headed, 'x.md').plan.phases.map(({ title, streams }) => [title, streams[0]?.tasks.length]),
  ).toEqual([
    ['1. Base', 2],
    ['2. Shelf', 1],
  ])
  const flat = '# Implementation Plan\n- [ ] 1. A\n- [ ] 2. B\n- [ ] 3. C'
  expect(read(flat).plan.phases).toMatchObject([{ streams: [{ tasks: [{}, {}, {}] }] }])
})

test('is told from other formats by its folder or its notes', () => {
  expect(read('- [ ] 1. A').plan.format).toBe('kiro')
  expect(read('- [ ] 1. A\n  - _Requirements: 1.1_', 'tasks.md').plan.format).toBe('kiro')
  expect(read('- [ ] 1.1 A\n  - _Boundary: X_', 'tasks.md').plan.format).toBe('kiro')
  expect(read('- [ ] 1. A', 'tasks.md').plan.format).not.toBe('kiro')
  expect(readPlan('- [ ] 1. A', { file: 'tasks.md', format: 'kiro' }).plan.format).toBe('kiro')
})
