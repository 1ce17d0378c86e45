import type { WorkVerdict } from '../../checks/judge-work.ts'
import { evidence } from '../../engine/on-findings.ts'
import { findingLine } from '../../model/finding.ts'
import { ok, type Result } from '../../model/result.ts'
import type { LeftOut, Member } from '../../model/session.ts'
import { checkWork } from '../check-work.ts'
import type { Runtime } from '../context.ts'

export interface CheckedMembers {
  members: Member[]
  leftOut: LeftOut[]
  verdicts: Map<string, WorkVerdict>
}

/** Holds the checks against everybody who is offered: commits that no hook saw come by here. */
export async function checkMembers(runtime: Runtime, offered: Member[]): Promise<Result<CheckedMembers>> {
  const checked: CheckedMembers = { members: [], leftOut: [], verdicts: new Map() }
  for (const member of offered) {
    const { stream, head } = member
    const verdict = await checkWork(runtime, { stream, repo: runtime.places.landClone, head })
    if (!verdict.ok) return verdict
    checked.verdicts.set(stream, verdict.value)
    if (verdict.value.passed) checked.members.push(member)
    else checked.leftOut.push(leftOutBy(stream, verdict.value))
  }
  return ok(checked)
}

const leftOutBy = (stream: string, verdict: WorkVerdict): LeftOut =>
  verdict.isHistory
    ? { ...leftOutFor(stream, verdict.blocking, [evidence(verdict)]), isHistory: true }
    : leftOutFor(stream, verdict.blocking, verdict.unread)

const MOST_FINDINGS = 50

/** Left out, with everything that its next batch has to know. */
export const leftOutFor = (
  stream: string,
  blocking: WorkVerdict['blocking'],
  reasons: readonly string[],
): LeftOut => ({
  stream,
  reason: 'checks',
  files: [],
  against: [],
  tests: [],
  log: [
    ...reasons,
    ...blocking.slice(0, MOST_FINDINGS).map((finding) => `${findingLine(finding)}\n    ${finding.mend}`),
  ].join('\n'),
  findings: blocking.slice(0, MOST_FINDINGS),
})
