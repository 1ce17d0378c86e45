import type { FindingKind } from './finding-kind.ts'

/** What a plan's reader tells, because the plan that comes out of it no longer shows it. */
export const toldByReaders: FindingKind[] = [
  {
    code: 'unknown-dependency',
    severity: 'error',
    means: 'A dependency names something that the plan does not have.',
    mend: 'Write the name, letter or id as the plan does, or take the dependency out.',
    example: `# Shop
## Phase 1: Pages - SEMI-PARALLEL
### Stream A: Basket (1 day)
**Files:** src/basket.ts
### Stream B: Checkout (1 day)
**Depends on:** Stock
**Files:** src/checkout.ts
`,
  },
  {
    code: 'self-dependency',
    severity: 'error',
    means: 'Something depends on itself, so it could never start.',
    mend: 'Take that dependency out.',
    example: `# Shop
## Phase 1: Pages - SEMI-PARALLEL
### Stream A: Basket (1 day)
**Depends on:** Basket
**Files:** src/basket.ts
`,
  },
  {
    code: 'field-table-disagree',
    severity: 'warning',
    means:
      'The fields of a phase (`**Blocked by:**`, `**Files:**`) and its row in the Parallelization Matrix say different things. Both are kept: what either calls a dependency is one.',
    mend: 'Make field and table say the same.',
    example: `# Build: Shop
## Parallelization Matrix
| Phase | Key Files   | Can Parallel With | Blocked By |
| ----- | ----------- | ----------------- | ---------- |
| 1     | src/base.ts | -                 | -          |
| 2     | src/shop.ts | -                 | 1          |
### Phase 1: Base
**Files:** src/base.ts
### Phase 2: Shop
**Files:** src/shop.ts
**Blocked by:** None
`,
  },
  {
    code: 'status-disagrees',
    severity: 'warning',
    means: 'A phase calls itself complete, and boxes in it are open: their work would be done again.',
    mend: 'Tick the boxes, or change the status.',
    example: `# Build: Shop
### Phase 1: Base
**Status:** COMPLETE
**Blocked by:** None
**Deliverables:**
- [ ] Write \`src/base.ts\`
`,
  },
  {
    code: 'work-without-stream',
    severity: 'warning',
    means: 'A phase has streams and, beside them, work of its own, which no stream would do.',
    mend: 'Move it into one of the streams.',
    example: `# Shop
## Phase 1: Pages - PARALLEL
**Tasks:**
- Choose the colours
### Stream A: Basket (1 day)
**Files:** src/basket.ts
`,
  },
  {
    code: 'outside-dependency',
    severity: 'info',
    means: 'A plan depends on one that is not in the same text. That one is taken for done.',
    mend: 'Put the plans one behind the other into one file to have their order kept.',
    example: `---
phase: 02-basket
plan: 02
wave: 2
depends_on: [02-01]
files_modified: [src/basket.ts]
---

### Task 1: Empty the basket
`,
  },
  {
    code: 'criteria-left-out',
    severity: 'info',
    means:
      'Boxes below a heading such as "Acceptance criteria" say when the work is good. They are no tasks and are left out.',
    mend: 'Give them a heading that says what is to be done, if they are work.',
    example: `# Shop
## Basket
- [ ] Write the basket in src/basket.ts
## Acceptance criteria
- [ ] A basket can be emptied
`,
  },
  {
    code: 'outside-file',
    severity: 'warning',
    means: 'A file lies outside of the repository. It is left out.',
    mend: 'Name files from the root of the repository.',
    example: `# Shop
## Phase 1: Base (1 day)
**Files:** src/base.ts, ../other/base.ts
`,
  },
  {
    code: 'unclosed-fence',
    severity: 'warning',
    means: 'A code fence is never closed, so nothing after it counts as plan.',
    mend: 'Close it with a line of the same signs.',
    example: `# Shop
## Phase 1: Base (1 day)
**Files:** src/base.ts
\`\`\`sh
npm test
`,
  },
  {
    code: 'no-phases',
    severity: 'error',
    means: 'The text has nothing in it that is a phase, a stream or a task.',
    mend: 'Write it in one of the formats on this page, or name its format with `--format`.',
    example: 'Dear reader, we will build a shop.\n',
  },
  {
    code: 'unknown-format',
    severity: 'error',
    means: '`--format` names a format that there is not.',
    mend: 'Name one of this page.',
    example: null,
  },
  {
    code: 'too-many-streams',
    severity: 'error',
    means: 'More streams than can be run, or looked at by a person.',
    mend: 'Split the plan.',
    example: null,
  },
  {
    code: 'invalid-json',
    severity: 'error',
    means: 'A plan in JSON has a comma, a quote or a bracket too few or too many.',
    mend: 'Mend it at the place that is shown.',
    example: null,
  },
  {
    code: 'empty-plan',
    severity: 'error',
    means: 'There is no text in the file.',
    mend: 'Name another file.',
    example: null,
  },
  {
    code: 'plan-too-large',
    severity: 'error',
    means: 'The text is over 2 MB.',
    mend: 'Split it.',
    example: null,
  },
  {
    code: 'binary-plan',
    severity: 'error',
    means: 'The file is no text: it has zero bytes in it.',
    mend: 'Name another file.',
    example: null,
  },
]
