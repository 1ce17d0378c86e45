import type { Finding } from '../../model/finding.ts'
import { filesInText, isOutside } from '../../plan/find-files.ts'
import { isGlob } from '../../plan/match-files.ts'
import { allStreams, filesOf } from '../../plan/stream-graph.ts'
import { stateOf } from './declared-files.ts'
import { type Evidence, inPlan, isDocument, type PlanAt } from './gap.ts'

/** Documents that the plan's text names, although no stream declares them, and that are not there. */
export function findMissingDocs(plan: PlanAt, evidence: Evidence): Finding[] {
  const declared = new Set(allStreams(plan.plan).flatMap((stream) => [...filesOf(stream)]))
  const told = new Set<string>()
  return plan.text.split('\n').flatMap((line, index) =>
    filesInText(line)
      .filter((file) => isDocument(file) && !isGlob(file) && !isOutside(file) && !declared.has(file))
      .filter((file) => !told.has(file) && stateOf(plan, evidence, file) !== 'there')
      .map((file) => {
        told.add(file)
        return inPlan(plan, index + 1, {
          code: 'doc-missing',
          severity: 'info',
          excerpt: `the plan names ${file}, and no stream writes it`,
          mend: `Give ${file} to a stream, write it, or take it out of the plan.`,
        })
      }),
  )
}
