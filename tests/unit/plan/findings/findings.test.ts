import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { findingKinds } from '../../../../source/plan/findings/index.ts'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const found = (text: string) => readPlan(text, { file: 'plan.md' }).diagnostics

describe('the records of findings', () => {
  test('are one a code, and every code in the sources has one', () => {
    const codes = findingKinds.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    const folder = join(import.meta.dirname, '../../../../source/plan')
    const used = globSync('**/*.ts', { cwd: folder }).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/(?:code: |error\(\s*)'([a-z-]+)'/g)].map(
        ([, code]) => code,
      ),
    )
    expect([...new Set(used)].filter((code) => !codes.includes(code ?? ''))).toEqual([])
  })

  test.each(findingKinds.filter(({ example }) => example !== null))(
    '$code: its example has it, and nothing else that is wrong',
    ({ code, example }) => {
      const diagnostics = found(example ?? '')
      expect(diagnostics.map((each) => each.code)).toContain(code)
      const others = diagnostics.filter((each) => each.code !== code && each.severity !== 'info')
      expect(others).toEqual([])
    },
  )

  test.each(findingKinds)('$code says in its message how to mend it', ({ code, example }) => {
    for (const each of found(example ?? ''))
      if (each.code === code) expect(each.message).toMatch(/^[^.].*[.!"”] ?[A-Z“"].*[.”]$/)
  })
})

test('a clean plan has no finding', () => {
  const text = `# Shop

**Total Duration:** 7 days
**With Parallel Execution:** 5 days (29% faster)

## Phase 1: Base (Days 1-2)
**Files:** src/base.ts
**Tasks:**
- [x] Write the base

## Phase 2: Pages (Days 3-4) - PARALLEL
### Stream A: Basket (2 days)
**Files:** src/basket.ts
### Stream B: Checkout (2 days)
**Files:** src/checkout.ts

## Phase 3: Release (Day 5)
**Files:** CHANGELOG.md

## Sequential Build (7 days)
\`\`\`
Day 1-2: Base
Day 3-4: Basket
Day 5-6: Checkout
Day 7:   Release
\`\`\`

## Parallel Build (5 days)
| When | What |
| --- | --- |
| Day 1-2 | Base |
| Days 3-4 | Basket, Checkout |
| Day 5 | Release |
`
  expect(found(text)).toEqual([])
})

const told = (text: string, file = 'plan.md') =>
  readPlan(text, { file }).diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`)
const pages = (...lines: string[]) => ['## Phase 1: Pages - PARALLEL', ...lines].join('\n')
const stream = (letter: string, name: string, ...lines: string[]) => [
  `### Stream ${letter}: ${name} (1 day)`,
  ...lines,
]

describe('shared files', () => {
  test.each([
    ['a folder and a file in it', 'src/pages/', 'src/pages/a.ts'],
    ['a folder without its slash', 'src/pages', 'src/pages/deep/a.ts'],
    ['a pattern and a file that it means', 'src/*.ts', 'src/a.ts'],
    ['a pattern and a file deep in it', 'src/**', 'src/x/y.ts'],
    ['two patterns', 'src/**', 'src/*.ts'],
  ])('%s', (_, a, b) => {
    const text = pages(
      ...stream('A', 'One', `**Files:** \`${a}\``),
      ...stream('B', 'Two', `**Files:** \`${b}\``),
    )
    expect(told(text)).toEqual(['shared-file 5:13'])
  })

  test.each([
    ['names that only begin alike', 'src/page', 'src/page-two.ts'],
    ['a pattern and a file that it does not mean', 'src/*.ts', 'src/x/y.ts'],
  ])('not: %s', (_, a, b) => {
    const text = pages(
      ...stream('A', 'One', `**Files:** \`${a}\``),
      ...stream('B', 'Two', `**Files:** \`${b}\``),
    )
    expect(told(text)).toEqual([])
  })

  test('not: of streams that a dependency keeps apart', () => {
    const b = stream('B', 'Two', '**Depends on:** One', '**Files:** a.ts')
    expect(
      told(pages(...stream('A', 'One', '**Files:** a.ts'), ...b).replace('PARALLEL', 'SEMI-PARALLEL')),
    ).toEqual([])
  })
})

describe('claims', () => {
  const plan = (...claims: string[]) =>
    ['# Shop', ...claims, '## Phase 1: Base (2 days)', '**Files:** a.ts'].join('\n')

  test.each([
    ['**Total Duration:** 2 days'],
    ['**Total Duration:** 16 hours'],
    ['Sequential: 2 days'],
    ['| Parallel | 2 days |'],
    ['**Total Tasks:** 1'],
    ['**Estimated Duration:** 2 days'],
    ['Savings: 0%'],
    ['The total duration of the first talk was: 9 days'],
  ])('%s is so, or none', (claim) => {
    expect(told(plan(claim))).toEqual([])
  })

  test.each([
    ['**Total Duration:** 3 days', 'claim-mismatch 2:21'],
    ['| Parallel | 1 week |', 'claim-mismatch 2:14'],
    ['**Total Tasks**: 12', 'claim-mismatch 2:18'],
    ['Savings: 33%', 'claim-mismatch 2:10'],
    ['Duration: 1 day', 'claim-mismatch 2:11'],
    [
      '| | Sequential | Parallel |\n| --- | --- | --- |\n| Total time | 2 days | 1 day |',
      'claim-mismatch 4:25',
    ],
  ])('%s is not', (claim, finding) => {
    expect(told(plan(claim))).toEqual([finding])
  })

  test('the same said again is one finding that names the other places', () => {
    const [only, ...others] = found(plan('Sequential: 9 days', 'Total duration: 9 days'))
    expect(others).toEqual([])
    expect(only?.message).toContain('(also said on line 3)')
  })

  test('days of a phase that its streams do not fit into, or cannot fill', () => {
    const heading = (days: string) =>
      `## Phase 1: Pages (Days ${days}) - PARALLEL\n${stream('A', 'One', '**Files:** a.ts').join('\n')}\n${stream('B', 'Two', '**Files:** b.ts').join('\n')}`
    expect(['1-1', '1-2'].map((days) => told(heading(days)))).toEqual([[], []])
    expect(told(heading('1-3'))).toEqual(['claim-mismatch 1:1'])
    expect(told(heading('1').replace('(1 day)', '(2 days)'))).toEqual(['claim-mismatch 1:1'])
  })
})

describe('timelines', () => {
  const text = (title: string, ...lines: string[]) => `# Shop
## Phase 1: Base (2 days)
**Files:** a.ts
## Phase 2: Pages - PARALLEL
### Stream A: Basket (2 days)
**Files:** b.ts
### Stream B: Checkout (1 day)
**Files:** c.ts
## ${title}
${lines.join('\n')}`
  const of = (title: string, ...lines: string[]) => told(text(title, ...lines))

  test.each([
    ['Timeline', ['- Days 1-2: Base', '- Days 3-4: Basket and Checkout']],
    ['Timeline', ['- Days 1-2: Base', '- Days 3-4: Basket', '- Day 5: Checkout']],
    ['Sequential', ['```', 'Day 1-2: Base', 'Day 3-4: Basket', 'Day 5: Checkout', '```']],
    [
      'Parallel (4 days)',
      [
        '```',
        'Day 1-2: Base',
        '         └─ [merge]',
        'Day 3-4: ┌─ Stream A: Basket (2 days)',
        '         └─ Stream B: Checkout',
        '```',
      ],
    ],
    ['Parallel', ['| Days 1-2 | Phase 1 |', '| --- | --- |', '| Days 3-4 | Phase 2 |']],
    ['Standup', ['- Day 1: Checkout of the repository', '- Day 2: coffee']],
    ['Notes', ['- Day 1: Basket']],
  ])('%s %j agrees, or says nothing of ours', (title, lines) => {
    expect(of(title, ...lines)).toEqual([])
  })

  test.each([
    ['Timeline', ['- Days 1-2: Base', '- Day 3: Basket'], ['claim-mismatch 11:1']],
    ['Timeline', ['- Days 1-2: Base', '- Days 3-4: Basket (3 days)'], ['claim-mismatch 11:13']],
    [
      'Parallel (3 days)',
      ['- Days 1-2: Base', '- Days 3-4: Basket, Checkout'],
      ['claim-mismatch 9:14', 'claim-mismatch 11:1'],
    ],
    ['Timeline', ['- Days 1-2: Basket', '- Days 3-4: Base'], ['order-contradiction 10:13']],
    [
      'Parallel',
      ['- Days 1-2: Base', '- Days 3-4: Basket', '- Day 5: Checkout'],
      ['declared-parallel-but-ordered 12:10'],
    ],
  ])('%s %j does not', (title, lines, findings) => {
    expect(of(title, ...lines)).toEqual(findings)
  })

  test('days in the work of a stream are work', () => {
    const work = text('Notes').replace(
      '**Files:** b.ts',
      '**Files:** b.ts\n**Work:**\n- Day 1: Basket of fruit\n- Day 2: Base of it',
    )
    expect(told(work)).toEqual([])
  })
})

describe('order', () => {
  test('phases whose days overlap although one waits for the other', () => {
    const text = '## Phase 1: Base (Days 1-3)\n**Files:** a.ts\n## Phase 2: Pages (Days 2-4)\n**Files:** b.ts'
    expect(told(text)).toEqual(['order-contradiction 3:1'])
    expect(told(text.replace('2-4', '4-6'))).toEqual([])
  })

  test('what is ticked behind something open, but for optional tasks', () => {
    const text =
      '## Phase 1: Base (1 day)\n**Files:** a.ts\n**Tasks:**\n- [ ] One\n## Phase 2: Pages (1 day)\n**Files:** b.ts\n**Tasks:**\n- [x] Two\n- [x] Three'
    expect(told(text)).toEqual(['done-after-undone 8:1'])
    expect(told(text.replace('[ ] One', '[x] One'))).toEqual([])
    expect(told(text.replace('[ ] One', '[ ] One (optional)'))).toEqual([])
  })

  test('however many phases were ticked past something open, it is told once', () => {
    const phase = (number: number, box: string) =>
      `## Phase ${number}: Part ${number} (1 day)\n**Files:** f${number}.ts\n**Tasks:**\n- [${box}] Task`
    const text = [phase(1, ' '), phase(2, 'x'), phase(3, ' '), phase(4, 'x'), phase(5, ' ')].join('\n')
    expect(told(text)).toEqual(['done-after-undone 8:1'])
    const { diagnostics } = readPlan(text, { file: 'plan.md' })
    expect(diagnostics.map(({ message }) => message)).toEqual([
      'This and 1 more task are ticked, while 2 tasks of earlier phases are open (lines 4 and 12). Tick what is done, or untick what cannot be.',
    ])
  })

  test('tasks ticked before what they need are told once, the others by their lines', () => {
    const text =
      '# Tasks: X\n\n## Phase 1: A\n\n- [ ] T001 One in `a.ts`\n- [x] T002 Two in `b.ts` (depends on T001)\n- [ ] T003 Three in `c.ts`\n- [x] T004 Four in `d.ts` (depends on T003)'
    const { diagnostics } = readPlan(text, { file: 'specs/x/tasks.md', format: 'spec-kit' })
    expect(diagnostics.filter(({ code }) => code === 'done-after-undone')).toMatchObject([
      {
        line: 6,
        message:
          'T002 is ticked, and depends on what is open: T001 (line 5). So it is with 1 more task (line 8). Tick what is done, or untick what cannot be.',
      },
    ])
  })
})

describe('names and numbers', () => {
  test('letters that come again are told once a phase', () => {
    const text = `${pages(...stream('A', 'One', '**Files:** a.ts'), ...stream('B', 'Two', '**Files:** b.ts'))}
## Phase 2: Words - PARALLEL
${[...stream('A', 'Three', '**Files:** a.md'), ...stream('B', 'Four', '**Files:** b.md')].join('\n')}`
    expect(told(text)).toEqual(['duplicate-name 7:1'])
    expect(told(text.replace('A: Three', 'C: Three').replace('B: Four', 'D: Four'))).toEqual([])
  })

  test('a phase number twice', () => {
    const text = '## Phase 2: Base (1 day)\n**Files:** a.ts\n## Phase 2: Pages (1 day)\n**Files:** b.ts'
    expect(told(text)).toEqual(['duplicate-id 3:4'])
  })

  test('numbers of lists are no ids', () => {
    const text = '## Phase 1: Base (1 day)\n**Files:** a.ts\n**Tasks:**\n1. One\n1. Two\n1. Three'
    expect(told(text)).toEqual([])
  })
})
