import { rangeText } from '../claims/day-range.ts'
import { plainText } from '../plain-text.ts'
import { listed } from '../words.ts'
import type { FindingKind, Found } from './finding-kind.ts'
import { parallelRuns } from './parallel-runs.ts'
import type { PlacedTimeline, PlanContext } from './plan-context.ts'
import { precedenceIn } from './precedence.ts'

export const declaredParallelButOrdered: FindingKind = {
  code: 'declared-parallel-but-ordered',
  severity: 'warning',
  means:
    'The plan says that two things may run side by side and, in another place, that one comes after the other: by a dependency, or in its timeline. Dependencies win; a timeline is only a picture.',
  mend: 'Take the dependency out, or say that they are not parallel.',
  example: `# Shop
## Phase 1: Pages - PARALLEL
### Stream A: Basket (1 day)
**Files:** src/basket.ts
### Stream B: Checkout (1 day)
**Depends on:** Basket
**Files:** src/checkout.ts
`,
  find: (context) => [
    ...inPairs(context),
    ...inPhases(context),
    ...inTasks(context),
    ...context.timelines.flatMap((timeline) => inTimeline(context, timeline)),
  ],
}

const inPairs = ({ plan, declaredPairs }: PlanContext): Found[] => {
  const precedence = precedenceIn(plan)
  return declaredPairs.flatMap(({ streams: [a, b], ...place }): Found[] => {
    const [first, second] = precedence(a, b) ? [a, b] : [b, a]
    if (!precedence(first, second)) return []
    const message = `${a} and ${b} are declared parallel, yet ${second} comes after ${first}. Take the dependency out, or do not call them parallel.`
    return [{ message, ...place }]
  })
}

/** Only of a phase that says so in its heading; half parallel (`SEMI-PARALLEL`) may have an order inside. */
const inPhases = ({ plan, lines }: PlanContext): Found[] =>
  plan.phases.flatMap(({ id, line, mode, streams }) => {
    const heading = lines[line - 1] ?? ''
    if (mode !== 'parallel' || !/\bparallel/i.test(heading) || /\bsemi[- ]?parallel/i.test(heading)) return []
    const own = new Set(streams.map((stream) => stream.id))
    return streams.flatMap((stream): Found[] => {
      const needs = stream.dependsOn.filter((other) => own.has(other) && other !== stream.id)
      if (needs.length === 0) return []
      const message = `${id} is declared parallel, yet ${stream.id} waits for ${listed(needs)}. Take the dependency out, or call the phase semi-parallel.`
      return [{ message, line: stream.line }]
    })
  })

const inTasks = ({ plan }: PlanContext): Found[] =>
  parallelRuns(plan).flatMap((run) => {
    const members = new Map(run.map((task) => [task.id, task]))
    return run.flatMap((task): Found[] => {
      const needs = task.dependsOn.filter((id) => members.has(id) && id !== task.id)
      if (needs.length === 0) return []
      const names = needs.map((id) => members.get(id)?.sourceId ?? id)
      const message = `${task.sourceId ?? task.id} is marked parallel beside ${listed(names)}, which it depends on. Take the mark away, or the dependency.`
      return [{ message, line: task.line }]
    })
  })

/** Streams of one parallel phase, of which a timeline that shows them in parallel puts one after the others. */
const inTimeline = ({ plan }: PlanContext, timeline: PlacedTimeline): Found[] => {
  if (timeline.mode !== 'parallel') return []
  const { placed } = timeline
  const precedence = precedenceIn(plan)
  return plan.phases
    .filter(({ mode }) => mode === 'parallel')
    .flatMap(({ id, streams }) => {
      const own = placed.filter(({ stream }) => streams.includes(stream))
      return own.flatMap(({ stream, entry, label }): Found[] => {
        const before = own.filter(
          (other) => other.entry.to < entry.from && !precedence(other.stream.id, stream.id),
        )
        if (before.length === 0) return []
        const names = before.map((other) => other.stream.id)
        const message = `${id} lets ${stream.id} run beside ${listed(names)}; this timeline puts it after, on ${rangeText(entry)}. If it needs them, say so: "Depends on: …".`
        return [{ message, line: label.line, at: plainText(label.text) }]
      })
    })
}
