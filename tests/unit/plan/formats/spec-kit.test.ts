import { describe, expect, test } from 'vitest'
import type { Phase } from '../../../../source/model/plan.ts'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (text: string, file = 'specs/004-shop/tasks.md') => readPlan(text, { file })
const phases = (text: string) => read(text).plan.phases
const tasksOf = (all: Phase[]) =>
  all.flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks)).sort((a, b) => a.line - b.line)
const tasks = (text: string) => tasksOf(phases(text))
/** Dependencies by the ids of the plan: `[after, before]`. */
const edges = (text: string) => {
  const all = tasks(text)
  const source = new Map(all.map(({ id, sourceId }) => [id, sourceId]))
  return all.flatMap(({ sourceId, dependsOn }) => dependsOn.map((id) => [sourceId, source.get(id)])).sort()
}
const errors = (text: string) =>
  read(text)
    .diagnostics.filter(({ severity }) => severity === 'error')
    .map(({ code, line, column }) => [code, line, column])

const shop = `# Tasks: Village Shop

**Input**: Design documents from \`/specs/004-shop/\`

## Format: \`[ID] [P?] [Story] Description\`

- **[P]**: Can run in parallel

## Phase 1: Setup (Shared Infrastructure)

- [X] T001 Create package.json with its scripts
- [x] T002 [P] Configure lint in .lintrc.json

---

## Phase 2: Foundational (Blocking Prerequisites)

**⚠️ CRITICAL**: No story before this

- [ ] T003 Types in \`src/types.ts\`
- [~] T004 [P] Store in src/store.ts

**Checkpoint**: the base is there

## Phase 3: User Story 1 - Browse the shelf (Priority: P1) 🎯 MVP

**Goal**: a person sees what is there

### Tests for User Story 1 ⚠️

- [ ] T005 [P] [US1] Test the shelf in tests/shelf.test.ts

### Implementation for User Story 1

- [ ] T006 [US1] Show the shelf in src/shelf.ts (depends on T005)
  - keep to src/layout.css
  - [ ] a step that is no task

## Phase 4: User Story 2 - Buy (Priority: P2)

- [ ] T007 [P] [US2] Basket in src/basket.ts
- [ ] **T008** [US2] Till in src/till.ts, after T007
- [ ] T008a [US2] ~~not this~~ Receipts in src/receipt.ts

## Phase 5: Polish & Cross-Cutting Concerns

- [ ] T009 [P] Guide in docs/guide.md
- [ ] ~~T010 [P] Logo in art/logo.svg~~ (dropped)

## Dependencies & Execution Order

### Phase Dependencies

- **Setup (Phase 1)**: No dependencies
- **Foundational (Phase 2)**: Depends on Setup completion - BLOCKS all user stories
- **User Story 2 (P2)**: Can start after Foundational (Phase 2) - may use US1, but stands alone
- **Polish (Phase 5)**: Depends on all user stories

### Parallel Opportunities

- T007 and T005 before lunch

## Validation Checklist

- [x] every story has tests
`

describe('tasks.md of spec-kit', () => {
  test('has phases, tasks with states and marks, and nothing of its checklists', () => {
    const { plan, diagnostics } = read(shop)
    expect(plan).toMatchObject({
      format: 'spec-kit',
      title: 'Village Shop',
      slug: 'village-shop',
      unit: 'tasks',
    })
    expect(plan.phases.map(({ id, title, line, barrier }) => [id, title, line, barrier])).toEqual([
      ['phase-1', 'Phase 1: Setup (Shared Infrastructure)', 9, false],
      ['phase-2', 'Phase 2: Foundational (Blocking Prerequisites)', 16, true],
      ['us1', 'Phase 3: User Story 1 - Browse the shelf (Priority: P1) 🎯 MVP', 25, true],
      ['us2', 'Phase 4: User Story 2 - Buy (Priority: P2)', 39, false],
      ['phase-5', 'Phase 5: Polish & Cross-Cutting Concerns', 45, true],
    ])
    expect(
      tasksOf(plan.phases).map(({ sourceId, title, state, parallel, files }) => [
        sourceId,
        title,
        state,
        parallel,
        files,
      ]),
    ).toEqual([
      ['T001', 'Create package.json with its scripts', 'done', false, ['package.json']],
      ['T002', 'Configure lint in .lintrc.json', 'done', true, ['.lintrc.json']],
      ['T003', 'Types in `src/types.ts`', 'open', false, ['src/types.ts']],
      ['T004', 'Store in src/store.ts', 'active', true, ['src/store.ts']],
      ['T005', 'Test the shelf in tests/shelf.test.ts', 'open', true, ['tests/shelf.test.ts']],
      [
        'T006',
        'Show the shelf in src/shelf.ts (depends on T005)',
        'open',
        false,
        ['src/shelf.ts', 'src/layout.css'],
      ],
      ['T007', 'Basket in src/basket.ts', 'open', true, ['src/basket.ts']],
      ['T008', 'Till in src/till.ts, after T007', 'open', false, ['src/till.ts']],
      ['T008a', '~~not this~~ Receipts in src/receipt.ts', 'open', false, ['src/receipt.ts']],
      ['T009', 'Guide in docs/guide.md', 'open', true, ['docs/guide.md']],
      ['T010', 'Logo in art/logo.svg (dropped)', 'skipped', true, ['art/logo.svg']],
    ])
    expect(edges(shop)).toEqual([
      ['T006', 'T005'],
      ['T008', 'T007'],
    ])
    expect(diagnostics.filter(({ severity }) => severity !== 'info')).toEqual([])
  })

  test('stories are streams side by side, each behind what is common to all', () => {
    const streams = phases(shop).flatMap((phase) =>
      phase.streams.map(({ dependsOn }) => [phase.id, dependsOn]),
    )
    expect(streams).toEqual([
      ['phase-1', []],
      ['phase-2', []],
      ['us1', []],
      ['us2', []],
      ['phase-5', []],
    ])
  })
})

const stories = (prose: string) => `# Tasks: X
## Phase 1: Setup
- [ ] T001 a in a.ts
## Phase 2: Foundational
- [ ] T002 b in b.ts
## Phase 3: User Story 1 - One
- [ ] T003 [US1] c in c.ts
- [ ] T004 [US1] d in d.ts
- [ ] T005 [US1] e in e.ts
## Phase 4: User Story 2 - Two
- [ ] T006 [US2] f in f.ts
- [ ] T007 [US2] g in g.ts
- [ ] T008 [US2] h in h.ts
## Phase 5: Native parts
- [ ] T009 i in i.ts
- [ ] T010 j in j.ts
- [ ] T011 k in k.ts
## Dependencies
${prose}
`

describe('what is said of phases in prose', () => {
  const needs = (prose: string) =>
    phases(stories(prose)).flatMap(({ id, barrier, streams }) =>
      streams.map(({ tasks: own, dependsOn }) => [id, barrier, own.length, dependsOn.length]),
    )
  const apart = [
    ['phase-1', false, 1, 0],
    ['phase-2', true, 1, 0],
    ['us1', true, 3, 0],
    ['us2', false, 3, 0],
    ['phase-5', true, 3, 0],
  ]

  test.each([
    ['nothing of it', ''],
    [
      'no order',
      '- **US2 (Phase 4)**: Can start after Foundational (Phase 2) - no dependencies on other stories',
    ],
    ['a wish', '- **User Story 2 (P2)**: Can start after Foundational (Phase 2) - may integrate with US1'],
  ])('%s', (_, prose) => {
    expect(needs(prose)).toEqual(apart)
  })

  test.each([
    '- **US2 (Phase 4)**: Depends on US1 (needs its types) - sequential',
    '- **User Story 2 (P2)**: Depends on User Story 1',
    '- US2 (Phase 4): Can start after Phase 3',
    'US2 depends on US1, and that is that',
    'US2 depende de US1.',
    '- **User Story 2**: Requires User Stories 1 and 7',
  ])('a story that needs another: %s', (prose) => {
    // They become one stream, or two of which one waits: side by side they may not be.
    const text = stories(prose)
    const ordered = phases(text).flatMap(({ streams }) =>
      streams.filter(({ dependsOn }) => dependsOn.length > 0),
    )
    const together = phases(text).flatMap(({ streams }) =>
      streams.filter(({ tasks: own }) => own.length === 6),
    )
    expect(ordered.length + together.length).toBe(1)
  })

  test('what stands right below the heading of a phase counts as well', () => {
    const text = stories('').replace(
      '- Two\n',
      '- Two\n\n**Dependencies**: User Story 1 complete (its types)\n\n',
    )
    const shape = (of: string) =>
      phases(of).map(({ id, streams }) => [id, streams.map((stream) => [stream.id, stream.dependsOn])])
    expect(shape(text)).toEqual(shape(stories('- **User Story 2**: Depends on User Story 1')))
    expect(shape(text)).not.toEqual(shape(stories('')))
  })

  test('a phase in another language, and a story told by the marks of its tasks', () => {
    const text =
      '## Fase 1: Base\n- [ ] T001 a in a.ts\n## Fase 2: História 1\n- [ ] T002 [US1] b in b.ts\n## フェーズ3: 店\n- [ ] T003 [US2] c in c.ts'
    expect(phases(text).map(({ id, barrier }) => [id, barrier])).toEqual([
      ['phase-1', false],
      ['us1', true],
      ['us2', false],
    ])
  })

  test('a phase that may run beside the stories is no barrier', () => {
    const prose = '- **Native (Phase 5)**: Depends on Phase 2 - can run in parallel with US1 and US2'
    expect(phases(stories(prose)).map(({ barrier }) => barrier)).toEqual([false, true, true, false, false])
  })

  test('phases without stories follow on one another', () => {
    const text =
      '## Phase 3.1: Setup\n- [ ] T001 a\n## Phase 3.2: Tests First\n- [ ] T002 b\n## Phase 3.10: Core\n- [ ] T003 c'
    expect(phases(text).map(({ id, barrier }) => [id, barrier])).toEqual([
      ['phase-3-1', false],
      ['phase-3-2', true],
      ['phase-3-10', true],
    ])
  })
})

describe('what is said of tasks', () => {
  const nine = (more: string, inline = '') =>
    `## Phase 1: A\n${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((number) => `- [ ] T00${number} Do ${number}${number === 9 ? inline : ''}`).join('\n')}\n\n## Dependencies\n\n${more}\n`

  test.each([
    ['- T001 blocks T004', [['T004', 'T001']]],
    [
      '- Tests (T001-T002) before implementation (T003–T004)',
      [
        ['T003', 'T001'],
        ['T003', 'T002'],
        ['T004', 'T001'],
        ['T004', 'T002'],
      ],
    ],
    [
      '- T003 depends on T001, T002',
      [
        ['T003', 'T001'],
        ['T003', 'T002'],
      ],
    ],
    [
      '- T005 requires T001 and T002; T006 after T005',
      [
        ['T005', 'T001'],
        ['T005', 'T002'],
        ['T006', 'T005'],
      ],
    ],
    [
      '```\nT001 → T002 → T004\n```',
      [
        ['T002', 'T001'],
        ['T004', 'T002'],
      ],
    ],
    [
      '- **T001**, **T002** must complete before **T009**',
      [
        ['T009', 'T001'],
        ['T009', 'T002'],
      ],
    ],
    ['- T001 and T002 can run in parallel', []],
    ['- T099 blocks T001', []],
    ['### Parallel Example\n- T001 before T002', []],
  ])('%s', (prose, expected) => {
    expect(edges(nine(prose))).toEqual(expected)
  })

  test.each([
    [' (depends on T001)', ['T001']],
    [' (depends on T001, T2 & T003)', ['T001', 'T002', 'T003']],
    [' (requires T001–T003)', ['T001', 'T002', 'T003']],
    ['\n  - **Depends on**: T004', ['T004']],
    [' [depends: T005]', ['T005']],
    [' after T006 completes', ['T006']],
    [' after 3 attempts, needs 2 keys', []],
    [' and run `wait --after T001`', []],
  ])('inline: %o', (inline, expected) => {
    expect(edges(nine('', inline))).toEqual(expected.map((id) => ['T009', id]))
    expect(errors(nine('', inline))).toEqual([])
  })

  test('(blocks T009) is said at the task that comes first', () => {
    expect(edges('## Phase 1: A\n- [ ] T001 a (blocks T002)\n- [ ] T002 b')).toEqual([['T002', 'T001']])
  })

  test('unknown ids, itself and loops are told where they stand', () => {
    expect(errors(nine('', ' (depends on T077)'))).toEqual([['unknown-dependency', 10, 29]])
    expect(errors(nine('', ' (depends on T009)'))).toContainEqual(['self-dependency', 10, 7])
    expect(errors(nine('- T001 blocks T002\n- T002 blocks T001')).map(([code]) => code)).toEqual(['cycle'])
  })

  test.each([
    ['- [ ] T001 [P] [US1] a', true],
    ['- [ ] T001 [US1] [P] a', true],
    ['- [ ] [T001] [P] a', true],
    ['- [ ] **T001** **[P]** a', true],
    ['- [ ] T001 [Story: US1] a [P]', true],
    ['1. [ ] T001 (P) a', true],
    ['* [ ] T001 a `x[P]`', false],
    ['- [ ] T001 [Part](part.md) a', false],
  ])('a mark: %s', (line, parallel) => {
    expect(tasks(`## Phase 1: A\n${line}`)).toMatchObject([{ sourceId: 'T001', parallel }])
  })

  test('ids that come twice are told', () => {
    expect(read('## Phase 1: A\n- [ ] T001 a\n- [ ] T001 b').diagnostics.map(({ code }) => code)).toContain(
      'duplicate-id',
    )
    expect(tasks('## Phase 1: A\n- [ ] T001 a\n- [ ] T001 b')).toHaveLength(2)
  })
})

test('is told from other formats by its ids', () => {
  const format = (text: string, file = 'x.md') => read(text, file).plan.format
  expect(format('- [ ] T001 a')).toBe('spec-kit')
  expect(format('## Phase 1: A\n- [ ] **T012** a')).toBe('spec-kit')
  expect(format('## Phase 1: A\n- [ ] Talk to T1 people')).not.toBe('spec-kit')
  expect(format('```\n- [ ] T001 a\n```\n## Phase 1: B')).not.toBe('spec-kit')
})
