import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (text: string, file = 'PLAN.md') => readPlan(text, { file })
const streamsOf = (text: string) => read(text).plan.phases.flatMap(({ streams }) => streams)
const tasksOf = (text: string) => streamsOf(text).flatMap(({ tasks }) => tasks)
const waits = (text: string) => streamsOf(text).map(({ id, dependsOn }) => [id, dependsOn])

describe('any Markdown with boxes', () => {
  test('the text of an issue', () => {
    const { plan, diagnostics } = read('Please:\n\n* [x] one\n* [ ] two in `src/two.ts`\n', 'issue.md')
    expect(plan).toMatchObject({ format: 'checklist', title: 'issue.md', slug: 'issue', unit: 'tasks' })
    expect(tasksOf('* [x] one\n* [ ] two in `src/two.ts`')).toMatchObject([
      { title: 'one', state: 'done', files: [] },
      { title: 'two in `src/two.ts`', state: 'open', files: ['src/two.ts'] },
    ])
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('Conductor: phases hold each other up, tasks lose their word and commit, parts stay with them', () => {
    const text = [
      '# Plan: Search',
      '## Phase 1: Index [checkpoint: 0a1b2c3]',
      '- [x] Task: Write the index 9f8e7d6',
      '    - [x] Write tests in `test/index.test.ts`',
      '    - [~] Write `src/index-file.ts`',
      "- [ ] Task: Conductor - User Manual Verification 'Index'",
      '## Phase 2: Query',
      '- [ ] Task: Read the query',
    ].join('\n')
    const { plan } = read(text, 'conductor/tracks/search/plan.md')
    expect(plan.format).toBe('checklist')
    expect(plan.phases).toMatchObject([
      { title: 'Phase 1: Index', barrier: false, streams: [{ id: 'index', dependsOn: [] }] },
      { title: 'Phase 2: Query', barrier: true, streams: [{ id: 'query', dependsOn: [] }] },
    ])
    expect(tasksOf(text).map(({ title, state }) => [title, state])).toEqual([
      ['Write the index', 'done'],
      ['Write tests in `test/index.test.ts`', 'done'],
      ['Write `src/index-file.ts`', 'active'],
      ["Conductor - User Manual Verification 'Index'", 'open'],
      ['Read the query', 'open'],
    ])
  })

  test('criteria are no tasks, unless there is nothing else', () => {
    const text = '# T\n## Work\n- [ ] do it\n## Acceptance Criteria\n- [ ] it is good'
    expect(tasksOf(text).map(({ title }) => title)).toEqual(['do it'])
    expect(read(text).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'criteria-left-out', line: 4 }),
    )
    expect(tasksOf('## Definition of done\n- [ ] it is good')).toHaveLength(1)
  })

  test('a phase is no title of the plan, however high its heading', () => {
    expect(read('# Phase 1: Base\n- [ ] Task: a\n# Phase 2: Rest\n- [ ] Task: b').plan).toMatchObject({
      title: 'PLAN.md',
      phases: [{ title: 'Phase 1: Base' }, { title: 'Phase 2: Rest', barrier: true }],
    })
  })

  test('boxes in code alone are no plan', () => {
    expect(read('# T\n```\n- [ ] no\n```').diagnostics).toMatchObject([{ code: 'no-phases' }])
  })
})

describe('the order of sections', () => {
  test('those that name files stand side by side, others come one after another', () => {
    const text =
      '## API\n- [ ] src/api.ts\n## Web\n- [ ] src/web.ts\n## Texts\n- [ ] write them\n## Mails\n- [ ] send them'
    expect(waits(text)).toEqual([
      ['api', []],
      ['web', []],
      ['texts', ['api', 'web']],
      ['mails', ['texts']],
    ])
  })

  test('the ground first, what comes last at the end, without dependencies as they are barriers', () => {
    const text = '## Setup\n- [ ] a.ts\n## API\n- [ ] b.ts\n## Web\n- [ ] c.ts\n## Release\n- [ ] d.ts'
    expect(read(text).plan.phases.map(({ barrier }) => barrier)).toEqual([false, true, false, true])
    expect(waits(text).map(([, needs]) => needs)).toEqual([[], [], [], []])
  })
})

describe('dependencies in words', () => {
  const needs = (text: string) => {
    const all = tasksOf(text)
    return all.map(({ dependsOn }) => dependsOn.map((id) => all.find((each) => each.id === id)?.sourceId))
  }

  test.each([
    ['- [ ] 1. a\n- [ ] 2. b (depends on 1)', ['1']],
    ['- [ ] T1 a\n- [ ] T2 b\n  - Depends on: T1', ['T1']],
    ['- [ ] 1.1 a\n- [ ] 1.2 b (after 1.1)', ['1.1']],
    ['- [ ] T1 a\n- [ ] T2 b — blocked by #T1', ['T1']],
    ['- [ ] 1. a\n- [ ] 2. b, requires 3 cups', []],
  ])('%s', (text, expected) => expect(needs(text).at(-1)).toEqual(expected))

  test('an id means the one in its own section first', () => {
    const text = '## A\n- [ ] 1. a\n## B\n- [ ] 1. b\n- [ ] 2. c (depends on 1)'
    expect(tasksOf(text).at(-1)?.dependsOn).toEqual(['b.1'])
  })

  test('one that there is not and one on itself are errors', () => {
    const { diagnostics } = read('- [ ] 1. a (depends on 4)\n- [ ] 2. b (depends on 2)')
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code: 'unknown-dependency', line: 1, column: 24 },
      { code: 'self-dependency', line: 2 },
    ])
  })
})
