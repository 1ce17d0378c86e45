import type { Finding, Severity } from '../../model/finding.ts'
import type { Stream } from '../../model/plan.ts'
import { allStreams, filesOf } from '../../plan/stream-graph.ts'
import { isTestFile } from '../is-test-file.ts'
import { stateOf } from './declared-files.ts'
import { type Evidence, inPlan, isDocument, type PlanAt } from './gap.ts'

/**
 * Files that the plan declares and that are not there, or empty: to be expected while their stream is at work, and
 * something forgotten when it says that it is done. Those of ticked tasks are left to `unproven-ticks.ts`.
 */
export const findMissingFiles = (plan: PlanAt, evidence: Evidence): Finding[] => {
  const told = new Set<string>()
  return allStreams(plan.plan).flatMap((stream) =>
    [...filesOf(stream)].flatMap((file) => {
      const state = stateOf(plan, evidence, file)
      if (state === 'there' || told.has(file) || isTicked(stream, file)) return []
      told.add(file)
      const is = state === 'empty' ? `${file} is empty` : `there is no ${file}`
      return [
        inPlan(plan, lineOf(stream, file), {
          code: `${kindOf(file)}-${state}`,
          severity: severityOf(stream),
          excerpt: `${stream.title}: ${is}`,
          mend: `Write ${file}, or take it out of the plan.`,
        }),
      ]
    }),
  )
}

const kindOf = (file: string): string => (isTestFile(file) ? 'test' : isDocument(file) ? 'doc' : 'file')

const isTicked = ({ tasks }: Stream, file: string): boolean =>
  tasks.some(({ state, files }) => state === 'done' && files.includes(file))

const lineOf = ({ tasks, line }: Stream, file: string): number =>
  tasks.find(({ files }) => files.includes(file))?.line ?? line

const severityOf = ({ tasks }: Stream): Severity =>
  tasks.some(({ state }) => state === 'done') &&
  tasks.every(({ state, optional }) => state === 'done' || state === 'skipped' || optional)
    ? 'warning'
    : 'info'
