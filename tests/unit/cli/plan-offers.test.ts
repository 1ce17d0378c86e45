import { expect, test } from 'vitest'
import { planOffers } from '../../../source/cli/plan-offers.ts'

const plan = `# Two Things

## Phase 1: Both (Days 1-2) - PARALLEL

### Stream A: Alpha (2 days)

**Work:**
1. First
2. Second

### Stream B: Beta (2 days)

**Work:**
1. Third
`

test('a plan is offered with what it would do', () => {
  expect(planOffers([{ file: 'PLAN.md', text: plan }], 3)).toEqual([
    {
      file: 'PLAN.md',
      title: 'Two Things',
      canRun: true,
      summary: '2 streams · 3 tasks · 2 days with 2 workers · instead of 4',
    },
  ])
})

test('one that has errors says why it cannot run', () => {
  const broken = plan.replace('Beta', 'Alpha')
  expect(planOffers([{ file: 'PLAN.md', text: broken }], 3)).toMatchObject([
    { canRun: false, summary: expect.stringMatching(/Alpha/i) },
  ])
})

test('other Markdown is no plan', () => {
  expect(planOffers([{ file: 'README.md', text: '# Hello\n\nSome words.\n\n- a list\n' }], 3)).toEqual([])
})

test('boxes alone make a plan only where the name says so, and what is over comes last', () => {
  const texts = [
    { file: 'docs/review.md', text: '- [ ] look' },
    { file: 'TODO.md', text: '- [x] looked' },
    { file: 'docs/launch-checklist.md', text: '- [ ] launch' },
    { file: 'src/planet.md', text: '- [ ] orbit' },
  ]
  expect(planOffers(texts, 4)).toMatchObject([
    { file: 'docs/launch-checklist.md', canRun: true },
    { file: 'TODO.md', summary: expect.stringMatching(/^all done/) },
  ])
})
