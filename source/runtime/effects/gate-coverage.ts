import type { CoverageVerdict } from '../../checks/coverage/coverage.ts'
import { judgeTotal } from '../../checks/coverage/judge-total.ts'
import { landingCoverage, totalBefore } from '../../checks/coverage/landing-coverage.ts'
import type { LandingCoverage } from '../../model/coverage.ts'
import type { Finding } from '../../model/finding.ts'
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
  /** Why nothing lands though the tests are green: of everything too little ran, and nobody of these is to blame. */
  tooLittle: string | null
  measured: LandingCoverage | null
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
  const { settings, allowed, landings } = runtime.session()
  const { mode, total: wanted = null } = settings.checks.coverage
  const nothing: GatedCoverage = {
    verdicts: new Map(),
    ...{ notRun: null, tooLittle: null, measured: null, leftOut: [], notes: [] },
  }
  if (mode === 'off' || members.length === 0) return ok(nothing)
  // Whoever wants so much of everything wants to know it.
  const found = { ...reports, configured: reports.configured || wanted !== null }
  if (verdict.status === 'untested' && !found.configured) return ok(nothing)
  const judged = await checkCoverage(runtime, landing, { commit, members, reports: found })
  if (!judged.ok) return judged
  const verdicts = judged.value
  const measured = landingCoverage(verdicts, {
    before: totalBefore(landings, { base: landing.base, command: verdict.command }),
    wanted,
  })
  const whole = measured && judgeTotal(measured)
  const known = { ...nothing, verdicts, measured }
  const said = whole?.summary ? [whole.summary] : []
  const bad = [...verdicts].filter(
    ([, each]) => each.status === 'did-not-run' || (each.status === 'failed' && !mayStay(each, allowed)),
  )
  if (mode === 'warn')
    return ok({ ...known, notes: [...bad.map(([stream, { summary }]) => `${stream}: ${summary}`), ...said] })
  // A report that is missing is missing for everybody: nobody is to blame, and nothing is known.
  const notRun = bad.length === verdicts.size && bad.every(([, { status }]) => status === 'did-not-run')
  if (notRun && bad[0]) return ok({ ...known, notRun: bad[0][1].summary })
  const out = bad.map(([stream, { summary, findings }]) => leftOutFor(stream, findings, [summary]))
  if (whole?.passed === false && out.length === 0) {
    const pulling = [...verdicts].filter(
      ([stream, each]) => whole.pulling.includes(stream) && !mayStay(each, allowed),
    )
    if (pulling.length === 0) return ok({ ...known, tooLittle: whole.summary })
    const leftOut = pulling.map(([stream, { findings }]) => leftOutFor(stream, asErrors(findings), said))
    return ok({ ...known, leftOut })
  }
  const isFirst = !landings.some(({ state }) => state === 'published')
  const none = [...verdicts.values()].every(({ status }) => status === 'not-configured')
  return ok({
    ...known,
    leftOut: out,
    notes:
      none && isFirst
        ? ['Coverage is not configured: how much of the changes the tests run is not known.']
        : said,
  })
}

/** Enough of it ran for the stream by itself, and too little for everything. */
const asErrors = (findings: Finding[]): Finding[] =>
  findings.map((finding) => ({ ...finding, severity: 'error' }))

/** A person lets every one of its files stay as it is. */
const mayStay = ({ findings }: CoverageVerdict, allowed: readonly Allowance[]): boolean =>
  findings.length > 0 &&
  findings.every(({ code, file }) => allowed.some((each) => each.code === code && each.file === file))
