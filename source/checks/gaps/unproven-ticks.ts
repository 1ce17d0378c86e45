import type { Finding } from '../../model/finding.ts'
import type { Stream, Task } from '../../model/plan.ts'
import { allStreams, filesOf } from '../../plan/stream-graph.ts'
import { isTestFile } from '../is-test-file.ts'
import { stateOf } from './declared-files.ts'
import { type Evidence, inPlan, isDocument, type PlanAt } from './gap.ts'

/** Tasks that the plan says are done, of which nothing can be seen. */
export const findUnprovenTicks = (plan: PlanAt, evidence: Evidence): Finding[] =>
  allStreams(plan.plan).flatMap((stream) =>
    stream.tasks
      .filter((task) => task.state === 'done' && !takesAway(task))
      .flatMap((task) => judge(plan, evidence, stream, task)),
  )

/** Ticked tasks that name no file, of streams that name none: of these nobody can tell. */
export const countUntold = ({ plan }: PlanAt): number =>
  allStreams(plan)
    .filter((stream) => filesOf(stream).size === 0)
    .flatMap(({ tasks }) => tasks)
    .filter(({ state }) => state === 'done').length

function judge(plan: PlanAt, evidence: Evidence, stream: Stream, task: Task): Finding[] {
  const lie = (code: string, excerpt: string, mend: string) => [
    inPlan(plan, task.line, { code, severity: 'error', excerpt: `${task.title}: ${excerpt}`, mend }),
  ]
  if (task.files.length > 0) {
    const missing = task.files.filter((file) => stateOf(plan, evidence, file) === 'missing')
    if (missing.length > 0)
      return lie('tick-without-file', `there is no ${missing.join(', ')}`, untick('write what is missing'))
    const empty = task.files.filter((file) => stateOf(plan, evidence, file) === 'empty')
    return empty.length > 0
      ? lie('tick-with-empty-file', `nothing is in ${empty.join(', ')}`, untick('fill it'))
      : []
  }
  const files = witnesses(stream, task)
  if (files.length === 0 || files.some((file) => stateOf(plan, evidence, file) === 'there')) return []
  return lie('tick-without-evidence', `none of ${files.join(', ')} is there`, untick('do it'))
}

const untick = (mend: string): string => `Take the tick away, or ${mend}.`

/** Of a task that only says "Tests" or "Docs", the stream's tests or documents tell; of any other, all its files. */
function witnesses(stream: Stream, { title }: Task): string[] {
  const files = [...filesOf(stream)]
  const kind = TESTS.test(title) ? isTestFile : DOCUMENTS.test(title) ? isDocument : null
  const ofKind = kind === null ? [] : files.filter(kind)
  return ofKind.length > 0 ? ofKind : files
}

const TESTS = /^(?:(?:add|write|unit|integration)\s+)*tests?\W*$/i
const DOCUMENTS = /^(?:(?:add|write)\s+)*(?:docs?|documentation)\W*$/i

/** What such a task names is gone when it is done. */
const takesAway = ({ title }: Task): boolean =>
  /\b(?:remove|delete|drop|retire|rename|move|get rid of)s?\b/i.test(title)
