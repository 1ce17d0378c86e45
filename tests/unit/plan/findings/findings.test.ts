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
