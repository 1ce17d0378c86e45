import { rangeText, readDayRange } from '../claims/day-range.ts'
import { plainText } from '../plain-text.ts'
import { allStreams } from '../stream-graph.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import type { PlacedTimeline, PlanContext } from './plan-context.ts'
import { precedenceIn } from './precedence.ts'

export const orderContradiction: FindingKind = {
  code: 'order-contradiction',
  severity: 'warning',
  means:
    'Something stands before what it needs: in a timeline, in the days of the phases, or in the tasks of a stream, which are done from the first to the last.',
  mend: 'Put it after what it needs, or take the dependency out. Work is done in the order of phases and dependencies, whatever a timeline says.',
  example: `# Shop
## Phase 1: Base (2 days)
**Files:** src/base.ts
## Phase 2: Pages (1 day)
**Files:** src/pages.ts
## Timeline
- Day 1: Pages
- Days 2-3: Base
`,
  find: (context) => [
    ...context.timelines.flatMap((timeline) => inTimeline(context, timeline)),
    ...phaseDays(context),
    ...inStreams(context),
  ],
}

const inTimeline = ({ plan }: PlanContext, timeline: PlacedTimeline): Found[] => {
  const { placed } = timeline
  const precedence = precedenceIn(plan)
  const found = new Map<string, Found>()
  for (const { stream, entry, label } of placed) {
    const needed = placed.find(
      (other) =>
        entry.from < other.entry.to && entry !== other.entry && precedence(other.stream.id, stream.id),
    )
    const key = `${label.line} ${label.text}`
    if (!needed || found.has(key)) continue
    const because =
      precedence(needed.stream.id, stream.id) === 'barrier'
        ? 'which is in an earlier phase'
        : 'which it depends on'
    const message = `The timeline puts ${stream.id} on ${rangeText(entry)}, before ${needed.stream.id} (${rangeText(needed.entry)}), ${because}. Put it after that, or take the dependency out.`
    found.set(key, { message, line: label.line, at: plainText(label.text) })
  }
  return [...found.values()]
}

/** `Phase 2 (Days 3-4)` behind a barrier, while the phase before it lasts until day 5. */
const phaseDays = ({ plan, lines }: PlanContext): Found[] => {
  let before: { id: string; to: number } | null = null
  return plan.phases.flatMap(({ id, line, barrier }): Found[] => {
    const range = readDayRange(lines[line - 1] ?? '')
    if (!range) return []
    const earlier = before
    if (earlier === null || range.to > earlier.to) before = { id, to: range.to }
    if (!barrier || earlier === null || range.from >= earlier.to) return []
    const message = `${id} begins on day ${range.from}, while ${earlier.id}, which it waits for, lasts until day ${earlier.to}. Correct the days.`
    return [{ message, line }]
  })
}

const inStreams = ({ plan }: PlanContext): Found[] =>
  allStreams(plan).flatMap(({ tasks }) => {
    const place = new Map(tasks.map(({ id }, index) => [id, index]))
    return tasks.flatMap(({ id, line, dependsOn }, index): Found[] => {
      const needed = dependsOn.find((other) => (place.get(other) ?? -1) > index)
      if (needed === undefined) return []
      const message = `${id} needs ${needed}, which stands after it in the same stream. Write it after that.`
      return [{ message, line }]
    })
  })
