import type { CoverageVerdict } from '../../checks/coverage/coverage.ts'
import { ok, type Result } from '../../model/result.ts'
import type { Allowance, GateVerdict, Landing, LeftOut, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { FoundReports } from '../coverage-reports.ts'
import { checkCoverage } from './check-coverage.ts'
import { leftOutFor } from './check-members.ts'

export interface GatedCoverage {
  verdicts: Map<string, CoverageVerdict>
  /** Why nothing is known of anybody; then nothing lands. */
  notRun: string | null
  leftOut: LeftOut[]
  notes: string[]
}

/** What follows from the coverage of green tests, by what is set. */
export async function gateCoverage(
  runtime: Runtime,
  landing: Landing,
  {
    commit,
    verdict,
    members,
    reports,
  }: { commit: string; verdict: GateVerdict; members: Member[]; reports: FoundReports },
): Promise<Result<GatedCoverage>> {
  const { settings, allowed } = runtime.session()
  const { mode } = settings.checks.coverage
  const nothing = { verdicts: new Map<string, CoverageVerdict>(), notRun: null, leftOut: [], notes: [] }
  if (mode === 'off' || members.length === 0) return ok(nothing)
  if (verdict.status === 'untested' && !reports.configured) return ok(nothing)
  const judged = await checkCoverage(runtime, landing, { commit, members, reports })
  if (!judged.ok) return judged
  const verdicts = judged.value
  const bad = [...verdicts].filter(
    ([, each]) => each.status === 'did-not-run' || (each.status === 'failed' && !mayStay(each, allowed)),
  )
  if (mode === 'warn')
    return ok({ ...nothing, verdicts, notes: bad.map(([stream, { summary }]) => `${stream}: ${summary}`) })
  // A report that is missing is missing for everybody: nobody is to blame, and nothing is known.
  const notRun = bad.length === verdicts.size && bad.every(([, { status }]) => status === 'did-not-run')
  if (notRun && bad[0]) return ok({ ...nothing, verdicts, notRun: bad[0][1].summary })
  const isFirst = !runtime.session().landings.some(({ state }) => state === 'published')
  const none = [...verdicts.values()].every(({ status }) => status === 'not-configured')
  return ok({
    ...nothing,
    verdicts,
    leftOut: bad.map(([stream, { summary, findings }]) => leftOutFor(stream, findings, [summary])),
    notes:
      none && isFirst
        ? ['Coverage is not configured: how much of the changes the tests run is not known.']
        : [],
  })
}

/** A person lets every one of its files stay as it is. */
const mayStay = ({ findings }: CoverageVerdict, allowed: readonly Allowance[]): boolean =>
  findings.length > 0 &&
  findings.every(({ code, file }) => allowed.some((each) => each.code === code && each.file === file))
