import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const file = 'openspec/changes/add-till/tasks.md'
const read = (text: string, at = file) => readPlan(text, { file: at })
const tasks = (text: string) =>
  read(text)
    .plan.phases.flatMap(({ streams }) => streams.flatMap((stream) => stream.tasks))
    .sort((a, b) => a.line - b.line)

const till = `## 1. Base

- [x] 1.1 Types in \`src/till.ts\`
- [x] 1.2 **Rounding** in src/price.ts
  with a rest

## 1a. Follow-ups (COMPLETE)

- [ ] 1a.1 Names
- [-] 1a.2 Colours

## 2. The till

### Screen

- [ ] 2.1 Show it
  - [ ] 2.1.1 in the dark
  - [X] in the light
- [ ] 2.3a Ring it (depends on 1.2)

\`\`\`md
- [ ] 9.9 quoted
\`\`\`

## 3. Wrap up
- [ ] Read it all again
`

test('sections, tasks with states, numbers and files; a section comes after those above it', () => {
  const { plan, diagnostics } = read(till)
  expect(plan).toMatchObject({ format: 'openspec', title: 'add-till', slug: 'add-till', unit: 'tasks' })
  expect(plan.phases.map(({ id, title, barrier, mode, line }) => [id, title, barrier, mode, line])).toEqual([
    ['1', '1. Base', false, 'sequential', 1],
    ['1a', '1a. Follow-ups (COMPLETE)', true, 'sequential', 7],
    ['2', '2. The till', true, 'sequential', 12],
    ['3', '3. Wrap up', true, 'sequential', 25],
  ])
  expect(plan.phases.flatMap(({ streams }) => streams.map(({ id }) => id))).toEqual([
    'base',
    'follow-ups',
    'the-till',
    'wrap-up',
  ])
  expect(tasks(till).map(({ sourceId, title, state, files }) => [sourceId, title, state, files])).toEqual([
    ['1.1', 'Types in `src/till.ts`', 'done', ['src/till.ts']],
    ['1.2', 'Rounding in src/price.ts with a rest', 'done', ['src/price.ts']],
    ['1a.1', 'Names', 'open', []],
    ['1a.2', 'Colours', 'skipped', []],
    ['2.1', 'Show it', 'open', []],
    ['2.1.1', 'in the dark', 'open', []],
    [null, 'in the light', 'done', []],
    ['2.3a', 'Ring it (depends on 1.2)', 'open', []],
    [null, 'Read it all again', 'open', []],
  ])
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('a task comes after those below it', () => {
  const [, , third] = read(till).plan.phases
  expect(third?.streams[0]?.tasks.map(({ sourceId, title }) => sourceId ?? title)).toEqual([
    '2.1.1',
    'in the light',
    '2.1',
    '2.3a',
  ])
})

describe('dependencies between tasks', () => {
  const two = (text: string) => `## 1. A\n- [ ] 1.1 a\n- [ ] 1.2 b\n## 2. B\n- [ ] 2.1 c ${text}\n`
  test.each([
    ['(depends on 1.1)', ['1.1']],
    ['(depends on 1.1, 1.2)', ['1.1', '1.2']],
    ['\n  - Depends on: 1.1–1.2', ['1.1', '1.2']],
    ['\n  - **Dependencies:** Task 1.2', ['1.2']],
    ['(blocked by 1.2)', ['1.2']],
    ['needs version 1.2 or later', []],
    ['depends on `1.1`', []],
  ])('%o', (text, numbers) => {
    const all = tasks(two(text))
    const ids = all.at(-1)?.dependsOn ?? []
    expect(ids.map((id) => all.find((task) => task.id === id)?.sourceId)).toEqual(numbers)
    expect(read(two(text)).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  test('on what there is not are errors', () => {
    expect(read(two('(depends on 7.7)')).diagnostics).toContainEqual(
      expect.objectContaining({ code: 'unknown-dependency', severity: 'error', line: 5, column: 25 }),
    )
  })
})

test('[P] lets neighbours be streams of their own', () => {
  const many = (name: string) =>
    [1, 2, 3, 4].map((n) => `- [ ] 1.${name}${n} [P] ${name} in ${name}/${n}.ts`).join('\n')
  const { streams } = read(`## 1. A\n${many('1')}\n${many('2')}`).plan.phases[0] ?? { streams: [] }
  expect(streams.length).toBeGreaterThan(1)
  expect(tasks(`## 1. A\n${many('1')}`).every(({ parallel }) => parallel)).toBe(true)
})

test('numbers that come twice are two tasks, and told', () => {
  const text = '## 1. A\n- [ ] 1.1 a\n- [ ] 1.1 b'
  expect(tasks(text)).toHaveLength(2)
  expect(read(text).diagnostics.map(({ code }) => code)).toContain('duplicate-id')
})

test('is told from other formats by its folder or its numbers', () => {
  expect(read('- [ ] a').plan.format).toBe('openspec')
  expect(read('## 1. A\n- [ ] 1.1 a', 'tasks.md').plan.format).toBe('openspec')
  expect(read('## 1. A\n- [ ] a', 'tasks.md').plan.format).not.toBe('openspec')
  expect(read('## 1. A\n- [ ] 1.1 a\n  - _Requirements: 1_', 'tasks.md').plan.format).toBe('kiro')
})
