import type { Plan } from '../../model/plan.ts'
import { noClaims } from '../claims/read-claims.ts'
import { diagnose, splitLines } from '../diagnose.ts'
import { readBlocks } from '../markdown-blocks.ts'
import { plainText } from '../plain-text.ts'
import type { PlanFormat, PlanReading, PlanSource } from '../plan-format.ts'
import { planSlug } from '../slug.ts'
import { unclosedFences } from '../unclosed-fences.ts'
import { buildPhases, insideRepository } from './phases/build-phases.ts'
import { readOutline } from './phases/outline.ts'

const parse = (text: string, { file }: PlanSource): PlanReading => {
  const lines = splitLines(text)
  const blocks = readBlocks(lines)
  const outline = readOutline(blocks)
  const { phases, findings } = buildPhases(outline.phases)
  const contracts = insideRepository(outline.contracts)
  const plan: Plan = {
    title: outline.title ?? plainText(file.split(/[\\/]/).at(-1) ?? ''),
    slug: planSlug(outline.title, file),
    format: 'phases',
    unit: phases.some(({ streams }) => streams.some(({ duration }) => duration !== null)) ? 'days' : 'tasks',
    phases,
    contracts: contracts.files,
    claims: noClaims,
  }
  const all = [...findings, ...contracts.findings, ...unclosedFences(blocks)]
  return { plan, diagnostics: all.map((finding) => diagnose(lines, finding)) }
}

const example = `# Shop

**Total Duration:** 6 days
**With Parallel Execution:** 4 days

## Phase 1: Base (Day 1) - SEQUENTIAL

**Files:**
- \`src/base.ts\`

**Tasks:**
- [x] Types that both pages use
- [ ] One place for errors

## Phase 2: Pages (Days 2-3) - PARALLEL

### Stream A: Basket (2 days)

**Files:** \`src/basket.ts\`, \`test/basket.test.ts\`

**Tasks:**
1. Put in and take out
2. Sum

### Stream B: Checkout (2 days)

**Files:** \`src/checkout.ts\`

**Dependencies:**
- Needs base for its types (use placeholders until then)

**Tasks:**
1. Address
2. Payment

## Phase 3: Release (Day 4) - SEQUENTIAL

**Files:** \`CHANGELOG.md\`

**Tasks:**
- Write down what is new
`

/** Phases with streams under headings, in Markdown. */
export const phases: PlanFormat = {
  name: 'phases',
  summary: 'Markdown with headings like "Phase 1: Title" and, below them, "Stream A: Title (2 days)"',
  example: { file: 'docs/shop-plan.md', text: example },
  detect: (text) => /^ {0,3}#{1,6}\s[^\p{L}\p{N}\n]{0,20}(?:phase|(?:work)?stream|track)\b/imu.test(text),
  parse,
}
