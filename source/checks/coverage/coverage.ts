import type { Share } from '../../model/coverage.ts'
import type { Finding } from '../../model/finding.ts'
import { sentence } from '../../model/result.ts'
import { isTestFile } from '../is-test-file.ts'
import { reaches } from './judge-total.ts'
import { matchFiles } from './match-files.ts'
import { readReport } from './read-report.ts'
import type { Lines, Totals } from './report.ts'

export interface CoverageInput {
  /** What lies where reports are expected or usual. Times are milliseconds since 1970. */
  reports: { path: string; text: string; writtenAt: number }[]
  /** Whether the project says that there is a report: then none is a report that is missing. */
  configured: boolean
  testsStartedAt: number
  /** Every file of the repository, as git names it. */
  files: string[]
  /** What the stream added or changed. */
  changed: Map<string, number[]>
  /** Per cent. */
  minimum: number
  /** The folder in which the tests ran. */
  root?: string
}

export interface CoverageVerdict {
  status: 'passed' | 'failed' | 'did-not-run' | 'not-configured'
  summary: string
  total?: Share
  /** Of the changed lines that can be run; absent where there is none, or the report does not say which lines ran. */
  changed?: Share
  /** Changed files of a measured language which the report does not name: nothing is known of them. */
  unmeasured: string[]
  findings: Finding[]
}

/** Whether what a stream changed is tested. Nothing measured is never all covered. */
export const judgeCoverage = (input: CoverageInput): CoverageVerdict => {
  const { reports, configured, testsStartedAt } = input
  if (reports.length === 0)
    return configured
      ? didNotRun('The coverage report is missing.')
      : {
          status: 'not-configured',
          summary: 'No coverage report is configured.',
          unmeasured: [],
          findings: [],
        }
  const old = reports.find(({ writtenAt }) => writtenAt < testsStartedAt)
  if (old) return didNotRun(`The coverage report ${old.path} is older than the tests.`)
  const lines: Map<string, Lines>[] = []
  const counted: Totals[] = []
  for (const { path, text } of reports) {
    const report = readReport(path, text)
    if (!report.ok) return didNotRun(sentence(report.error))
    const matched = matchFiles(report.value.files, input.files, input.root)
    if (matched.size === 0) return didNotRun(`The coverage report ${path} names no file of this repository.`)
    if (report.value.totals) counted.push(report.value.totals)
    else lines.push(matched)
  }
  return judge(input, together(lines), counted)
}

const didNotRun = (summary: string): CoverageVerdict => ({
  status: 'did-not-run',
  summary,
  unmeasured: [],
  findings: [],
})

/** Several reports, of several test runs or packages: a line that ran in one has run. */
const together = (all: Map<string, Lines>[]): Map<string, Lines> => {
  const merged = new Map<string, Lines>()
  for (const files of all)
    for (const [file, lines] of files) {
      const into = merged.get(file) ?? new Map()
      merged.set(file, into)
      for (const [line, hits] of lines) into.set(line, Math.max(into.get(line) ?? 0, hits))
    }
  return merged
}

const judge = (input: CoverageInput, files: Map<string, Lines>, counted: Totals[]): CoverageVerdict => {
  // A summary beside a report with lines counts the same lines again.
  const total = share(files.size > 0 ? [...files.values()].map(countAll) : counted)
  if (!total) return didNotRun('The coverage report measured nothing.')
  if (files.size === 0) return againstMinimum(input, total, { total })
  const measured = [...input.changed].flatMap(([file, lines]) => {
    const hits = files.get(file)
    return hits ? [{ file, hits, lines: lines.filter((line) => hits.has(line)) }] : []
  })
  const kinds = new Set([...files.keys()].map(extensionOf))
  const unmeasured = [...input.changed.keys()].filter(
    (file) => kinds.has(extensionOf(file)) && !files.has(file) && !isUnmeasured(file),
  )
  const changed = share(measured.map(({ hits, lines }) => countOf(lines, hits)))
  const seen = { total, unmeasured, ...(changed && { changed }) }
  if (!changed && unmeasured.length > 0)
    return {
      ...didNotRun(`The coverage report names none of the changed files: ${unmeasured.join(', ')}.`),
      ...seen,
    }
  if (!changed) return { status: 'passed', summary: 'No changed line can be run.', findings: [], ...seen }
  const missed = measured.map(({ file, hits, lines }) => ({
    file,
    lines: lines.filter((line) => !hits.get(line)),
  }))
  return {
    ...againstMinimum(input, changed, seen),
    findings: missed.flatMap((each) => toFinding(input, changed, each)),
  }
}

const againstMinimum = (
  { minimum }: CoverageInput,
  of: Share,
  seen: { total: Share; changed?: Share; unmeasured?: string[] },
): CoverageVerdict => {
  const passed = reaches(of, minimum)
  const what = seen.changed ? 'changed lines' : 'lines'
  const summary = `${of.percent} % of ${of.measured} ${what} ran in the tests${passed ? '' : `, ${minimum} % are wanted`}.`
  return { status: passed ? 'passed' : 'failed', summary, unmeasured: [], findings: [], ...seen }
}

const countAll = (lines: Lines): Totals => countOf([...lines.keys()], lines)

const countOf = (lines: number[], hits: Lines): Totals => ({
  covered: lines.filter((line) => (hits.get(line) ?? 0) > 0).length,
  measured: lines.length,
})

const share = (all: Totals[]): Share | undefined => {
  const covered = all.reduce((sum, each) => sum + each.covered, 0)
  const measured = all.reduce((sum, each) => sum + each.measured, 0)
  if (measured === 0) return undefined
  // Cut, not rounded: 84.999 is not 85.
  return { covered, measured, percent: Math.floor((covered * 10_000) / measured) / 100 }
}

const extensionOf = (file: string): string => /\.[^./]+$/.exec(file)?.[0] ?? ''

/** Tests are not measured by themselves, and types have nothing that runs. */
const isUnmeasured = (file: string): boolean => isTestFile(file) || /\.d\.[cm]?ts$/.test(file)

const toFinding = (
  { minimum }: CoverageInput,
  changed: Share,
  { file, lines }: { file: string; lines: number[] },
): Finding[] => {
  const [first] = lines
  if (first === undefined) return []
  return [
    {
      check: 'coverage',
      code: 'uncovered-lines',
      severity: reaches(changed, minimum) ? 'info' : 'error',
      file,
      line: first,
      column: 0,
      excerpt: `not run: ${ranges(lines)}`,
      mend: 'Write a test that runs these lines, or take out what is not needed.',
    },
  ]
}

/** `3–5, 9` */
const ranges = (lines: number[]): string => {
  const found: [number, number][] = []
  for (const line of lines) {
    const last = found.at(-1)
    if (last && last[1] === line - 1) last[1] = line
    else found.push([line, line])
  }
  return found.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}
