import { allStreams, filesOf } from '../stream-graph.ts'
import type { FindingKind } from './finding-kind.ts'

export const noFiles: FindingKind = {
  code: 'no-files',
  severity: 'info',
  means:
    'A stream names no files. What it shares with streams beside it cannot be seen beforehand, and how hard it is can only be guessed from words.',
  mend: 'Name the files it will write, in a list `**Files:**` or in its tasks.',
  example: `# Shop
## Phase 1: Base (1 day)
**Tasks:**
- Write the base
`,
  find: ({ plan }) =>
    allStreams(plan)
      .filter((stream) => filesOf(stream).size === 0)
      .map(({ id, line }) => ({
        message: `${id} names no files, so what it shares with others cannot be seen beforehand. Name them in its tasks, or in a list "**Files:**".`,
        line,
      })),
}
