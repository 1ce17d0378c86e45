import { allStreams } from '../stream-graph.ts'
import type { FindingKind } from './finding-kind.ts'

export const noDuration: FindingKind = {
  code: 'no-duration',
  severity: 'info',
  means: 'A stream, or the whole plan, does not say how long it takes. It counts as one day, or as one step.',
  mend: 'Write the time behind the title: `Stream A: Basket (2 days)`.',
  example: `# Shop
## Phase 1: Base
**Files:** src/base.ts
`,
  find: ({ plan }) => {
    const streams = allStreams(plan)
    if (plan.unit === 'tasks') {
      // The other formats have no place for days: none of their plans could mend that.
      if (!['phases', 'matrix'].includes(plan.format)) return []
      const message =
        'The plan gives no durations; the forecast counts every stream as one step. Write them behind the titles: "(2 days)".'
      return streams.slice(0, 1).map(({ line }) => ({ message, line }))
    }
    return streams
      .filter(({ duration }) => duration === null)
      .map(({ id, line }) => ({
        message: `${id} has no duration; the forecast counts it as 1 day. Write it behind the title: "(2 days)".`,
        line,
      }))
  },
}
