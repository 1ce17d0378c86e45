import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (text: string, file = 'BUILD_shop.md', format?: string) =>
  readPlan(text, { file, ...(format ? { format } : {}) })
const codes = (text: string) =>
  read(text)
    .diagnostics.filter(({ code }) => !['no-files', 'no-duration'].includes(code))
    .map(({ code, line }) => [code, line])

const table = (rows: string[], head = '| Phase | Key Files | Can Parallel With | Blocked By |') =>
  ['## Parallelization Matrix', '', head, '| --- | --- | --- | --- |', ...rows, ''].join('\n')

/** Six phases with nothing in them, and a matrix of which one row differs. */
const six = (row: string, fields = '') =>
  `# Build: Shop\n\n${table([row])}\n${[1, 2, 3, 4, 5, 6].map((number) => `### Phase ${number}: Part ${number}\n${number === 6 ? fields : ''}\n`).join('\n')}`
const last = (row: string, fields = '') => read(six(row, fields)).plan.phases[5]
const part = (...numbers: number[]) => numbers.map((number) => `part-${number}`)

const shop = `# Build: Village Shop

**Status:** in progress

## Parallelization Matrix

| Phase | Key Files                             | Can Parallel With | Blocked By          | Status |
| ----- | ------------------------------------- | ----------------- | ------------------- | ------ |
| 1     | \`src/stock.ts\`, \`src/price.ts\` (NEW)  | 3                 | —                   | ✅     |
| 2     | shelf.tsx (list section), \`ui/*.css\`  | 3                 | Phase 1 (the types) |        |
| 3     | \`docs/guide.md\`                       | 1–2               | - (after 1)         |        |

**Optimal execution:** Phase 1 first, then the others

## Phases

### Phase 1: Stock ✅ COMPLETE

**Status:** ✅ COMPLETE
**Goal:** One place knows what is there
**Files:**

- \`src/stock.ts\` (NEW)
- \`src/price.ts\` (NEW)
  **Blocked by:** None
  **Deliverables:**
- [x] Types of \`Item\`
- [x] **Prices:** rounded at the end
  - see \`docs/rounding.md\`

**Success Criteria:** no price is wrong

- it adds up

### Phase 2: Shelf _(added: 2026-02-03)_

**Files:**
- ui/shelf.tsx (MODIFY — list section, columns)
- ui/{a,b}.css (NEW)

**Blocked by:** Phase 1 (needs 2 types, and a price)
**Deliverables:**
- [ ] Show the shelf
- [~] Sort it

### Phase 3: Guide

**After:** Phase 1 (logically, CAN run beside Phase 2)
**Deliverables:**
- [ ] Write it

## Out of Scope

- [ ] A till
`

test('phases are streams that wait for those they name, with files, tasks and states', () => {
  const { plan, diagnostics } = read(shop)
  expect(plan).toMatchObject({ format: 'matrix', title: 'Village Shop', slug: 'village-shop', unit: 'tasks' })
  expect(plan.phases.map(({ id, title, mode, barrier, line }) => [id, title, mode, barrier, line])).toEqual([
    ['phase-1', 'Stock', 'parallel', false, 17],
    ['phase-2', 'Shelf', 'parallel', false, 35],
    ['phase-3', 'Guide', 'parallel', false, 46],
  ])
  const streams = plan.phases.flatMap((phase) => phase.streams)
  expect(streams.map(({ id, dependsOn, softDependsOn }) => [id, dependsOn, softDependsOn])).toEqual([
    ['stock', [], []],
    ['shelf', ['stock'], []],
    ['guide', [], ['stock']],
  ])
  expect(streams.map(({ files }) => files)).toEqual([
    ['src/stock.ts', 'src/price.ts'],
    ['ui/shelf.tsx', 'ui/a.css', 'ui/b.css'],
    ['docs/guide.md'],
  ])
  expect(streams.map(({ tasks }) => tasks.map(({ title, state }) => [title, state]))).toEqual([
    [
      ['Types of `Item`', 'done'],
      ['Prices: rounded at the end', 'done'],
    ],
    [
      ['Show the shelf', 'open'],
      ['Sort it', 'active'],
    ],
    [['Write it', 'open']],
  ])
  expect(diagnostics.map(({ code }) => code)).toEqual(['no-duration'])
})

describe('a cell', () => {
  test.each([
    ['-', [], []],
    ['—', [], []],
    ['None (reason 1, 2)', [], []],
    ['', [], []],
    ['1', [1], []],
    ['1–5', [1, 2, 3, 4, 5], []],
    ['1-3, 5', [1, 2, 3, 5], []],
    ['Phases 2 to 4', [2, 3, 4], []],
    ['4, 5, and 1', [1, 4, 5], []],
    ['1 + 2 & 3', [1, 2, 3], []],
    ['Phase 1 (the API), Phase 02 (shelf.ts)', [1, 2], []],
    ['**1**, 2 (same files)', [1, 2], []],
    ['- (after 1 logically)', [], [1]],
    ['2 (after 1, 3 logically)', [2], [1, 3]],
    ['all previous phases', [1, 2, 3, 4, 5], []],
    ['All prior phases (1–3) must be complete', [1, 2, 3], []],
    ['Completion of Phases 2 and 4', [2, 4], []],
    ['Part 3', [3], []],
  ])('Blocked By %o', (cell, hard, soft) => {
    const [stream] = last(`| 6 | - | - | ${cell} |`)?.streams ?? []
    expect(stream?.dependsOn.toSorted()).toEqual(part(...hard))
    expect(stream?.softDependsOn).toEqual(part(...soft))
    expect(codes(six(`| 6 | - | - | ${cell} |`)).filter(([code]) => code === 'unknown-dependency')).toEqual(
      [],
    )
  })

  test.each([
    ['2', [2]],
    ['1–3', [1, 2, 3]],
    ['None (reason)', []],
    ['any', [1, 2, 3, 4, 5]],
    ['All others', [1, 2, 3, 4, 5]],
    ['Phase 2 (different files)', [2]],
  ])('Can Parallel With %o', (cell, others) => {
    // What is declared parallel and ordered is told, so the findings show which pairs were read.
    const told = read(six(`| 6 | - | ${cell} | all previous |`)).diagnostics.filter(
      ({ code }) => code === 'declared-parallel-but-ordered',
    )
    expect(told).toHaveLength(others.length)
    for (const [index, other] of others.entries()) expect(told[index]?.message).toContain(`part-${other}`)
    expect(last(`| 6 | - | ${cell} | - |`)?.mode).toBe(others.length > 0 ? 'parallel' : 'sequential')
  })

  test('what is no phase is told: a number stops the plan, a sentence does not', () => {
    expect(read(six('| 6 | - | - | 1, 9 |')).diagnostics).toContainEqual(
      expect.objectContaining({
        severity: 'error',
        code: 'unknown-dependency',
        line: 7,
        quote: '| 6 | - | - | 1, 9 |',
      }),
    )
    expect(read(six('| 6 | - | - | the vendor |')).diagnostics).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'unknown-dependency', line: 7, column: 15 }),
    )
    expect(codes(six('| 6 | - | - | 6 |'))).toContainEqual(['self-dependency', 7])
    expect(codes(six('| 9 | - | - | - |'))).toContainEqual(['field-table-disagree', 7])
  })
})

test('a number with two parts is another phase than the one it begins with', () => {
  const text = `${table(['| 14.1 | a.ts | - | 14 |', '| 14.10 | b.ts | - | 14.1 |'])}\n### Phase 14: A\n### Phase 14.1: B\n### Phase 14.10: C\n`
  expect(read(text).plan.phases.map(({ id, streams }) => [id, streams[0]?.dependsOn])).toEqual([
    ['phase-14', []],
    ['phase-14-1', ['a']],
    ['phase-14-10', ['b']],
  ])
})

describe('field and table', () => {
  test('are both read, and where they differ both count and it is told', () => {
    const row = '| 6 | - | - | 1 |'
    expect(last(row, '**Blocked by:** Phase 2')?.streams[0]?.dependsOn).toEqual(part(2, 1))
    expect(codes(six(row, '**Blocked by:** Phase 2'))).toEqual([['field-table-disagree', 7]])
    expect(codes(six(row, '**Blocked by:** Phase 1 (its types)'))).toEqual([])
    expect(codes(six(row, '**Blocked by:** None'))).toEqual([['field-table-disagree', 7]])
    expect(codes(six(row))).toEqual([])
  })

  test('files of a row count too, unless they are names or patterns of those in the list', () => {
    const files = (cell: string) =>
      last(`| 6 | ${cell} | - | - |`, '**Files:**\n- `src/a/one.ts`\n- `src/two.ts`')
    expect(files('one.ts (head section), src/*.ts')?.streams[0]?.files).toEqual([
      'src/a/one.ts',
      'src/two.ts',
    ])
    expect(files('`a/*` (NEW)')?.streams[0]?.files).toEqual(['src/a/one.ts', 'src/two.ts'])
    expect(files('`src/three.ts`')?.streams[0]?.files).toEqual(['src/a/one.ts', 'src/two.ts', 'src/three.ts'])
    expect(codes(six('| 6 | `src/three.ts` | - | - |', '**Files:** `src/two.ts`'))).toEqual([
      ['field-table-disagree', 7],
    ])
  })

  test('the later of two matrices counts, and what it changes is told', () => {
    const text = `${table(['| 1 | a.ts | 2 | - |', '| 2 | b.ts | 1 | - |'])}\n### Phase 1: A\n### Phase 2: B\n${table(['| 1 | a.ts | - | - |', '| 2 | b.ts | - | 1 |'])}`
    expect(read(text).plan.phases[1]?.streams[0]?.dependsOn).toEqual(['a'])
    expect(read(text).plan.phases[0]?.mode).toBe('sequential')
    expect(codes(text)).toEqual([
      ['field-table-disagree', 14],
      ['field-table-disagree', 15],
    ])
  })
})

test('a phase that calls itself complete with open boxes is told; one without boxes is done', () => {
  const text = (body: string) => `### Phase 1: A\n**Status:** ✅ COMPLETE\n**Blocked by:** None\n${body}`
  expect(codes(text('**Deliverables:**\n- [ ] one\n- [x] two'))).toEqual([['status-disagrees', 2]])
  expect(read(text('')).plan.phases[0]?.streams[0]?.tasks).toMatchObject([{ title: 'A', state: 'done' }])
  expect(codes(text(''))).toEqual([])
})

test('phases that say nothing of their order come one after the other', () => {
  const barriers = (text: string) => read(text).plan.phases.map(({ barrier }) => barrier)
  expect(barriers('### Phase 1: A\n**Deliverables:**\n- [ ] a\n### Phase 2: B')).toEqual([false, true])
  expect(barriers('### Phase 1: A\n**Blocked by:** None\n### Phase 2: B')).toEqual([false, false])
})

test('is told from other formats by its table, its field or its name', () => {
  const format = (text: string, file = 'plan.md') => read(text, file).plan.format
  expect(format('### Phase 1: A\n**Blocked by:** None')).toBe('matrix')
  expect(format(`## Phase 1: A\n${table(['| 1 | - | - | - |'])}`)).toBe('matrix')
  expect(format('## Phase 1: A', '.buildrunner/builds/BUILD_x.md')).toBe('matrix')
  expect(format('## Phase 1: A')).toBe('phases')
  expect(format('## Phase 1: A\n### Stream A: B\n**Blocked by:** Stream C\n### Stream C: D')).toBe('phases')
  expect(read('## Phase 1: A', 'plan.md', 'matrix').plan.format).toBe('matrix')
  expect(format(`${table(['| 1 | - | - | - |'])}`)).toBe('phases')
})
