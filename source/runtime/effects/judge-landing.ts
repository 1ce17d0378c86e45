import type { CoverageVerdict } from '../../checks/coverage/coverage.ts'
import type { WorkVerdict } from '../../checks/judge-work.ts'
import { landedDecisions } from '../../engine/on-landing.ts'
import type { LandingCoverage } from '../../model/coverage.ts'
import { ok, type Result } from '../../model/result.ts'
import type { Decision, GateRun, Landing, LeftOut } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { openGate } from '../gate.ts'
import { commitFiles } from '../git/compose.ts'
import { checkMembers } from './check-members.ts'
import { decisionsPage } from './decisions-page.ts'
import { gateCoverage } from './gate-coverage.ts'
import { gatherOffered } from './gather-offered.ts'
import { judgeRollback } from './judge-rollback.ts'
import { testTogether } from './test-together.ts'
import { type Tested, whyNot } from './tested.ts'

export interface Judged extends Tested {
  decisions: number
  gates: GateRun[]
  /** What was found in the work of everybody who was offered. */
  checks: Map<string, WorkVerdict>
  coverage: Map<string, CoverageVerdict>
  /** Of what was put together. */
  measured: LandingCoverage | null
}

/**
 * Who fails a check, or what no check looked at, is left out before anything is composed; whose changes the tests do not
 * run, after they are green. The rest is put together and tested again without them.
 */
export async function judgeLanding(runtime: Runtime, landing: Landing): Promise<Result<Judged>> {
  if (landing.kind === 'rollback') return judgeRollback(runtime, landing)
  const offered = await gatherOffered(runtime, landing)
  if (!offered.ok) return offered
  const isUpdate = landing.kind === 'update'
  const checked = isUpdate
    ? ok({ members: offered.value, leftOut: [], verdicts: new Map<string, WorkVerdict>() })
    : await checkMembers(runtime, offered.value)
  if (!checked.ok) return checked
  const { verdicts: checks } = checked.value
  // Read once: one that is recorded meanwhile is for the next landing.
  const shared = runtime.session().decisions
  const start = await withDecisions(runtime, landing, shared)
  if (!start.ok) return start
  const gate = openGate(runtime, landing)
  const out: LeftOut[] = [...checked.value.leftOut]
  let { members } = checked.value
  const coverage = new Map<string, CoverageVerdict>()
  // Every round leaves somebody out, so this ends.
  for (;;) {
    const tested = await testTogether(runtime, landing, gate, { start: start.value, offered: members })
    if (!tested.ok) return tested
    const known = { decisions: shared.length, gates: gate.runs, checks, coverage, measured: null }
    const result = { ...tested.value, ...known }
    const { commit, verdict } = tested.value
    if (commit === null || isUpdate) return ok({ ...result, leftOut: [...out, ...result.leftOut] })
    const judged = await gateCoverage(runtime, landing, {
      ...{ commit, verdict, members: result.members },
      reports: gate.reports(verdict),
    })
    if (!judged.ok) return judged
    for (const [stream, each] of judged.value.verdicts) coverage.set(stream, each)
    const { notRun, tooLittle, measured, leftOut, notes } = judged.value
    const nothing = { ...result, commit: null, members: [], leftOut: out }
    if (notRun !== null) {
      const why = gate.withoutCoverage(verdict, notRun)
      return ok({ ...nothing, verdict: why, detail: whyNot(why) })
    }
    if (tooLittle !== null) return ok({ ...nothing, measured, detail: `${tooLittle} ${WRITE_TESTS}` })
    if (leftOut.length === 0) {
      const said = [...result.notes, ...notes]
      return ok({ ...result, leftOut: [...out, ...result.leftOut], measured, notes: said })
    }
    out.push(...leftOut)
    members = members.filter(({ stream }) => !leftOut.some((left) => left.stream === stream))
  }
}

const WRITE_TESTS =
  "Type 'retry STREAM' to have a stream write tests. What is wanted is checks.coverage.total in br.config.json."

/** The shared decisions are a file of the tree, so that they come home with the code. */
async function withDecisions(
  runtime: Runtime,
  { base }: Landing,
  decisions: Decision[],
): Promise<Result<string>> {
  if (decisions.length === landedDecisions(runtime.session())) return ok(base)
  const files = [{ path: '.br/decisions.md', content: decisionsPage(decisions) }]
  const { signs } = runtime.session().repo
  return commitFiles(runtime.places.landClone, { onto: base, files, message: 'Share decisions', sign: signs })
}
