import { describe, expect, test } from 'vitest'
import { readPlan } from '../../../../source/plan/read-plan.ts'

const read = (text: string) => readPlan(text, { file: '.planning/phases/03-shop/03-01-PLAN.md' })
const streamsOf = (text: string) => read(text).plan.phases.flatMap(({ streams }) => streams)

const plan = (number: string, wave: number, needs: string, files: string, body = '') =>
  `---\nphase: 03-shop\nplan: ${number}\ntype: execute\nwave: ${wave}\ndepends_on: ${needs}\nfiles_modified: ${files}\nautonomous: true\nmust_haves:\n  truths:\n    - "One can: buy"\n---\n${body}\n`

const tasks = `<objective>
Lay the ground. And more.
</objective>
<tasks>
<task type="auto" tdd="true">
  <name>Task 1: Write the model</name>
  <files>
    src/model.ts
    src/db.ts
  </files>
  <action>
Write src/other.ts as an example:
\`\`\`html
<task type="auto">
\`\`\`
  </action>
</task>
<task type="checkpoint:human-verify" gate="blocking">
  <what-built>The model</what-built>
</task>
</tasks>`

test('one plan is one stream, with its tasks and files', () => {
  const { plan: made, diagnostics } = read(plan('01', 1, '[]', '[src/model.ts, "src/app.ts"]  # two', tasks))
  expect(made).toMatchObject({ format: 'gsd', title: '03-01 Lay the ground', unit: 'tasks' })
  expect(made.phases).toMatchObject([
    {
      id: 'wave-1',
      streams: [
        {
          id: '03-01-lay-the-ground',
          files: ['src/model.ts', 'src/db.ts', 'src/app.ts'],
          tasks: [
            { sourceId: '03-01.1', title: 'Write the model', line: 17 },
            { sourceId: '03-01.2', title: 'Checkpoint: human-verify' },
          ],
        },
      ],
    },
  ])
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([])
})

test('tasks may be headings, lists may go down the page', () => {
  const text =
    '---\nphase: 1\nplan: 2\nwave: 1\ndepends_on: []\nfiles_modified:\n  - a.css\n  - b.css  # new\n---\n## Tasks\n### Task 1: Glow\n**Files:** `a.css`\n### Task 2: Shine\n**Files:** `c.css`\n'
  expect(streamsOf(text)).toMatchObject([
    { files: ['a.css', 'b.css', 'c.css'], tasks: [{ title: 'Glow' }, { title: 'Shine' }] },
  ])
})

describe('several plans in one text', () => {
  const waits = (text: string) =>
    Object.fromEntries(streamsOf(text).map(({ id, dependsOn }) => [id, dependsOn]))

  test.each(['["03-01"]', '[01]', '[03-shop-01]', '\n  - 03-01-PLAN.md'])('a plan is named as %s', (name) => {
    const text = plan('01', 1, '[]', '[a.ts]') + plan('02', 2, name, '[b.ts]')
    expect(waits(text)).toEqual({ '03-01': [], '03-02': ['03-01'] })
  })

  test('waves are phases without barriers, plans of one stand side by side', () => {
    const text =
      plan('01', 1, '[]', '[a.ts]') + plan('02', 1, '[]', '[b.ts]') + plan('03', 2, '[03-01]', '[c.ts]')
    expect(read(text).plan.phases.map(({ id, barrier }) => [id, barrier])).toEqual([
      ['wave-1', false],
      ['wave-2', false],
    ])
    expect(waits(text)).toEqual({ '03-01': [], '03-02': [], '03-03': ['03-01'] })
  })

  test('a later wave that names nobody waits for the one before it', () => {
    const text = plan('01', 1, '[]', '[a.ts]') + plan('02', 2, '[]', '[b.ts]')
    expect(waits(text)).toEqual({ '03-01': [], '03-02': ['03-01'] })
  })

  test('one elsewhere is told and taken for done, one on itself is an error', () => {
    const { diagnostics } = read(plan('01', 1, '[02-04]', '[a.ts]') + plan('02', 1, '[03-02]', '[b.ts]'))
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'outside-dependency', severity: 'info', line: 6 }),
    )
    expect(diagnostics).toContainEqual(
      expect.objectContaining({ code: 'self-dependency', severity: 'error' }),
    )
  })
})
