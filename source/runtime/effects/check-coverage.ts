import { addedLines } from '../../checks/added-lines.ts'
import { type CoverageVerdict, judgeCoverage } from '../../checks/coverage/coverage.ts'
import { maskFinding } from '../../checks/secrets/mask-finding.ts'
import { maskLine } from '../../checks/secrets/mask-line.ts'
import { ok, type Result } from '../../model/result.ts'
import type { Landing, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { FoundReports } from '../coverage-reports.ts'
import { splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'

/** Whether the tests that ran on `commit` run what each member changed. By stream; empty where nobody looks. */
export async function checkCoverage(
  runtime: Runtime,
  { base }: Pick<Landing, 'base'>,
  { commit, members, reports }: { commit: string; members: Member[]; reports: FoundReports },
): Promise<Result<Map<string, CoverageVerdict>>> {
  const { landClone, gate } = runtime.places
  const { minimum } = runtime.session().settings.checks.coverage
  const about = { ...reports, minimum, root: `${gate}/${runtime.session().slug}` }
  // Without a report it is the same for everybody, whatever they changed.
  if (reports.missing.length > 0 || reports.reports.length === 0) {
    const verdict = masked(
      reports.missing.length > 0
        ? missing(reports.missing)
        : judgeCoverage({ ...about, files: [], changed: new Map() }),
    )
    return ok(new Map(members.map(({ stream }) => [stream, verdict])))
  }
  const verdicts = new Map<string, CoverageVerdict>()
  const [listed, landing] = await Promise.all([
    git(landClone, ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]),
    added(landClone, base, commit),
  ])
  if (!listed.ok) return listed
  if (!landing.ok) return landing
  const files = splitNul(listed.value.stdout)
  for (const { stream, head } of members) {
    const own = await added(landClone, base, head, '...')
    if (!own.ok) return own
    const verdict = judgeCoverage({ ...about, files, changed: linesOf(landing.value, own.value) })
    verdicts.set(stream, masked(verdict))
  }
  return ok(verdicts)
}

const missing = (names: string[]): CoverageVerdict => ({
  status: 'did-not-run',
  summary: `The coverage report ${names.join(', ')} is missing.`,
  unmeasured: [],
  findings: [],
})

/** Added lines by file. What landed together has other numbers than in each stream, so that a line is known by its text. */
type Added = Map<string, { number: number; text: string }[]>

async function added(repo: string, from: string, to: string, dots = '..'): Promise<Result<Added>> {
  const args = ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames']
  const prefixes = ['--src-prefix=a/', '--dst-prefix=b/']
  const diff = await git(repo, [...args, ...prefixes, `${from}${dots}${to}`, '--'])
  return diff.ok ? ok(new Map(addedLines(diff.value.stdout).map(({ path, lines }) => [path, lines]))) : diff
}

const linesOf = (landing: Added, own: Added): Map<string, number[]> =>
  new Map(
    [...own].map(([path, lines]) => {
      const texts = new Set(lines.map(({ text }) => text))
      const here = landing.get(path) ?? []
      return [path, here.filter(({ text }) => texts.has(text)).map(({ number }) => number)]
    }),
  )

/** File names and report paths come from agents. */
const masked = (verdict: CoverageVerdict): CoverageVerdict => ({
  ...verdict,
  summary: maskLine(verdict.summary),
  findings: verdict.findings.map(maskFinding),
})
