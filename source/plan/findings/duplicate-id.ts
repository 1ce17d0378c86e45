import { plainText } from '../plain-text.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlanContext } from './plan-context.ts'

export const duplicateId: FindingKind = {
  code: 'duplicate-id',
  severity: 'warning',
  means:
    'Two tasks carry one id, or two phases one number: a dependency on it could mean either. In JSON the second is left out, which is an error.',
  mend: 'Number them anew.',
  example: `# Shop
## Phase 1: Base (1 day)
**Files:** src/base.ts
**Tasks:**
- [ ] T001 Write the base
- [ ] T001 Test the base
`,
  find: (context) => [...ofTasks(context), ...ofPhases(context)],
}

interface Numbered {
  id: string
  line: number
}

/** Plain numbers only count the items of a list; an id has more to it: `T012`, `4.2`, `bd-7`. */
const ofTasks = ({ plan }: PlanContext): Found[] =>
  again(
    plan.phases.flatMap(({ streams }) =>
      streams.flatMap(({ tasks }) =>
        tasks.flatMap(({ sourceId, line }) =>
          sourceId !== null && /[^\d]/.test(sourceId) ? [{ id: sourceId, line }] : [],
        ),
      ),
    ),
  )

const ofPhases = ({ plan, lines }: PlanContext): Found[] =>
  again(
    plan.phases.flatMap(({ line }) => {
      const number = /^\s*#{1,6}[^\p{L}\p{N}]*phase\s(\d{1,4}(?:\.\d{1,4}){0,3}[a-z]?)\b/iu.exec(
        lines[line - 1] ?? '',
      )?.[1]
      return number === undefined ? [] : [{ id: `Phase ${number}`, line }]
    }),
  )

const again = (all: Numbered[]): Found[] => {
  const first = new Map<string, number>()
  return all
    .toSorted((a, b) => a.line - b.line)
    .flatMap(({ id, line }): Found[] => {
      const before = first.get(id)
      if (before === undefined) first.set(id, line)
      if (before === undefined || before === line) return []
      return [
        {
          message: `Line ${before} has ${plainText(id, 60)} already. Give one another number.`,
          line,
          at: id,
        },
      ]
    })
}
