import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (text: string, file = 'docs/superpowers/plans/2026-01-02-shop.md') => readPlan(text, { file })
const phasesOf = (text: string) => read(text).plan.phases
const tasksOf = (text: string) =>
  phasesOf(text).flatMap(({ streams }) => streams.flatMap(({ tasks }) => tasks))
const needs = (text: string) => {
  const all = tasksOf(text)
  return Object.fromEntries(
    all.map(({ sourceId, dependsOn }) => [
      sourceId,
      dependsOn.map((id) => all.find((each) => each.id === id)?.sourceId),
    ]),
  )
}

const shop = `# Corner Shop Implementation Plan

> Use superpowers:executing-plans to implement this plan.

## File Structure
- Create: \`src/never.ts\`

### Task 1: The money type

**Files:**
- Create: \`src/money.ts\`
- Modify: \`src/app.ts:12-30\` (after the imports)
- Test: \`test/money.test.ts\`

- [x] **Step 1: Write the failing test**

\`\`\`markdown
### Task 9: no heading
- [ ] no box
\`\`\`bash
true
\`\`\`
\`\`\`

- [ ] **Step 2: Look at \`src/not-mine.ts\`**

### Task 2: The cart

**Files:** Create \`src/cart.ts\`

- [x] **Step 1: Use it**

\`\`\`ts
import { euros } from './money'
\`\`\`

### Task 3: The search

**Files:**
- Create: \`src/search.ts\`

**Step 1: Write it**

### Task 4: Verify

- [ ] Run all tests
`

describe('tasks under headings', () => {
  test('have the files of their list, and their steps say how far they are', () => {
    expect(read(shop).plan).toMatchObject({
      format: 'superpowers',
      title: 'Corner Shop',
      slug: 'corner-shop',
    })
    expect(tasksOf(shop).toSorted((a, b) => a.line - b.line)).toMatchObject([
      {
        sourceId: '1',
        title: 'The money type',
        state: 'active',
        files: ['src/money.ts', 'src/app.ts', 'test/money.test.ts'],
      },
      { sourceId: '2', title: 'The cart', state: 'done', files: ['src/cart.ts'] },
      { sourceId: '3', title: 'The search', state: 'open', files: ['src/search.ts'] },
      { sourceId: '4', title: 'Verify', state: 'open', files: [] },
    ])
  })

  test('need those whose files they use, and one without files needs all before it', () => {
    expect(needs(shop)).toEqual({
      '1': [],
      '2': ['1'],
      '3': [],
      '4': expect.arrayContaining(['1', '2', '3']),
    })
  })

  test('a name that several files have is used by nobody', () => {
    const text =
      '### Task 1: A\n- Modify: `a/SKILL.md`\n### Task 2: B\n- Modify: `b/SKILL.md`\n\nRead SKILL first.'
    expect(needs(text)).toEqual({ '1': [], '2': [] })
  })

  test('need the one they name', () => {
    const text =
      '### Task 1: A\n**Files:**\n- Create: `a.ts`\n### Task 2: B\n**Files:**\n- Create: `b.ts`\n\nAs in Task 1.'
    expect(needs(text)).toEqual({ '1': [], '2': ['1'] })
  })

  test('independent ones that are worth it are streams side by side', () => {
    const task = (number: number) =>
      `### Task ${number}: Part ${number}\n**Files:**\n- Create: \`src/part${number}.ts\`\n`
    const text = Array.from({ length: 12 }, (_, index) => task(index + 1)).join('\n')
    expect(phasesOf(text)[0]?.streams.length).toBeGreaterThan(1)
  })

  test('a chapter holds up the next one', () => {
    const text =
      '# P\n## Chunk 1: Ground\n### Task 1: A\n- Create: `a.ts`\n## Chunk 2: House\n### Task 2: B\n- Create: `b.ts`\n'
    expect(phasesOf(text)).toMatchObject([
      { title: 'Chunk 1: Ground', barrier: false },
      { title: 'Chunk 2: House', barrier: true },
    ])
  })
})

test.each([
  ['## Task 3 - The cart', '3', 'The cart'],
  ['#### Task 3a: The cart', '3a', 'The cart'],
  ['### ✅ Task 1.2 — The cart', '1.2', 'The cart'],
  ['### Task B: The cart', 'B', 'The cart'],
])('%s', (heading, sourceId, title) => {
  expect(tasksOf(`${heading}\n- Modify: \`a.ts\`\n`)).toMatchObject([{ sourceId, title, files: ['a.ts'] }])
})
