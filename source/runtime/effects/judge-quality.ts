import { WORK_CHECKS, type WorkCheck, type WorkVerdict } from '../../checks/judge-work.ts'
import { coverageText, offered } from '../../engine/on-landing.ts'
import type { LandingCoverage, Share } from '../../model/coverage.ts'
import type { Finding } from '../../model/finding.ts'
import { findingLine } from '../../model/finding.ts'
import type { Answer } from '../../model/message.ts'
import { sentence } from '../../model/result.ts'
import type { Landing } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { type Judged, judgeLanding } from './judge-landing.ts'

type Status = WorkVerdict['status'][WorkCheck] | 'not-configured' | 'untested'

/** What `quality --json` prints. */
interface QualityReport {
  passed: boolean
  summary: string
  tests: { status: Judged['verdict']['status']; summary: string; failing: string[] }
  /** Of everything, as it would be; null: it is not known. */
  coverage: Omit<LandingCoverage, 'changed'> | null
  streams: {
    stream: string
    /** Whether it would land. */
    lands: boolean
    checks: Record<WorkCheck | 'coverage' | 'tests', Status>
    coverage: { summary: string; percent: number | null; changed: Share | null } | null
    findings: Finding[]
    why: string
  }[]
}

/** The judgement of a checkpoint over what would land now, and nothing lands. */
export const judgeQuality = (runtime: Runtime, json: boolean): Promise<Answer> =>
  runtime.inTurn('landing', async () => {
    const session = runtime.session()
    const members = offered(session)
    if (members.length === 0) {
      const summary = 'Nothing is finished that could land.'
      return { text: json ? asJson({ passed: true, summary, streams: [] }) : summary, exit: 0 }
    }
    const landing: Landing = {
      number: (session.landings.at(-1)?.number ?? 0) + 1,
      ...{ kind: 'checkpoint', group: 0, state: 'composing', requestedAt: runtime.now(), endedAt: null },
      ...{ base: session.integration, offered: members, members: [], leftOut: [], commit: null, tag: null },
      ...{ decisions: 0, verdict: null, gates: [], detail: '', answered: false },
    }
    const judged = await judgeLanding(runtime, landing)
    if (!judged.ok) return { text: `The gates did not run: ${sentence(judged.error)}`, exit: 3 }
    const report = reportOf(landing, judged.value, runtime.session().settings.checks.coverage.mode === 'off')
    return { text: json ? asJson(report) : textOf(report), exit: report.passed ? 0 : 3 }
  })

const asJson = (report: object): string => JSON.stringify(report, null, 2)

function reportOf({ offered: members }: Landing, judged: Judged, noCoverage: boolean): QualityReport {
  const { verdict, checks, coverage, measured, leftOut, commit, detail, notes } = judged
  const streams = members.map(({ stream }): QualityReport['streams'][number] => {
    const work = checks.get(stream)
    const covered = coverage.get(stream)
    const left = leftOut.find((each) => each.stream === stream)
    const tests = left?.reason === 'tests' ? 'failed' : left ? 'did-not-run' : verdict.status
    const found = [...(work?.findings ?? []), ...(covered?.findings ?? [])]
    return {
      stream,
      lands: commit !== null && !left,
      checks: {
        ...(Object.fromEntries(
          WORK_CHECKS.map((check) => [check, work?.status[check] ?? 'did-not-run']),
        ) as WorkVerdict['status']),
        coverage: noCoverage ? 'off' : (covered?.status ?? 'did-not-run'),
        tests,
      },
      coverage: covered
        ? {
            summary: covered.summary,
            percent: (covered.changed ?? covered.total)?.percent ?? null,
            changed: covered.changed ?? null,
          }
        : null,
      findings: found,
      why: left ? whyLeft(left) : '',
    }
  })
  const passed = commit !== null && leftOut.length === 0
  const said = [detail, ...notes].filter(Boolean).join(' ')
  const summary = passed
    ? `Everything would land. ${said}`.trim()
    : `Not everything would land. ${said}`.trim()
  const { status, summary: tested, failing } = verdict
  const total = measured && { total: measured.total, before: measured.before, wanted: measured.wanted }
  return { passed, summary, tests: { status, summary: tested, failing }, coverage: total, streams }
}

const whyLeft = ({ reason, files, tests, log }: Judged['leftOut'][number]): string => {
  if (reason === 'conflict') return `conflict in ${files.join(', ')}`
  return reason === 'tests' ? `the tests fail with it: ${tests.join(', ')}` : (log.split('\n')[0] ?? '')
}

const textOf = ({ streams, tests, coverage: whole, summary }: QualityReport): string =>
  [
    ...streams.flatMap(({ stream, checks, coverage, findings, why }) => [
      `${stream}: ${why || 'would land'}`,
      ...Object.entries(checks).map(
        ([check, status]) => `  ${check.padEnd(13)}  ${status.replaceAll('-', ' ')}`,
      ),
      ...(coverage ? [`  ${coverage.summary}`] : []),
      ...findings.map((finding) => `  ${findingLine(finding)}`),
    ]),
    `tests: ${tests.status.replaceAll('-', ' ')}. ${tests.summary}`,
    ...(whole ? [`coverage: ${coverageText(whole)}`] : []),
    summary,
  ].join('\n')
