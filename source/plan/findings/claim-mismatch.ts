import type { FindingKind } from './finding-kind.ts'
import { mistakenPhaseDays, mistakenTimeline } from './mistaken-days.ts'
import { mistakenTotals } from './mistaken-totals.ts'

export const claimMismatch: FindingKind = {
  code: 'claim-mismatch',
  severity: 'warning',
  means:
    "What the plan says of itself is not what its own streams come to: a total, a percentage, the days of a phase, a timeline that gives a stream more or fewer days than it has. Each stream is counted with a worker of its own, because a plan's promise says nothing of the machine.",
  mend: 'Correct the claim, or the durations.',
  example: `# Shop
**Total Duration:** 4 days
## Phase 1: Base (2 days)
**Files:** src/base.ts
## Phase 2: Pages (3 days)
**Files:** src/pages.ts
`,
  find: (context) => [
    ...mistakenTotals(context),
    ...mistakenPhaseDays(context),
    ...context.timelines.flatMap((timeline) => mistakenTimeline(context, timeline)),
  ],
}
