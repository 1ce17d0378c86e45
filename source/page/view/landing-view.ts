import { coverageText } from '../../engine/on-landing.ts'
import type { Landing } from '../../model/session.ts'
import { said } from './said.ts'

export interface LandingView {
  number: number
  /** `checkpoint-2`, as it is typed. */
  name: string
  state: Landing['state']
  at: number
  commit: string
  members: string[]
  leftOut: { stream: string; reason: string; detail: string }[]
  /** What was decided, `tests` first: passed, failed, did-not-run, untested; null: not judged yet. */
  verdict: RunView | null
  runs: RunView[]
  coverage: string
  detail: string
}

export interface RunView {
  /** What to call it. */
  name: string
  status: string
  summary: string
  failing: string[]
  flaky: string[]
  seconds: number
  streams: string[]
  /** A log can be asked for by this place; -1 is the verdict's. null: there is none. */
  log: number | null
}

const MOST = 30

export function landingView(landing: Landing): LandingView {
  const { number, kind, state, requestedAt, endedAt, commit, members, leftOut, verdict, gates, coverage } =
    landing
  return {
    ...{ number, name: `${kind}-${number}`, state, at: endedAt ?? requestedAt },
    commit: commit?.slice(0, 7) ?? '',
    members: members.map(({ stream }) => stream),
    leftOut: leftOut.map(({ stream, reason, files, tests }) => ({
      ...{ stream, reason, detail: said([...files, ...tests].join(', '), 200) },
    })),
    verdict: verdict && runView('What decided', { ...verdict, streams: [] }, verdict.log && -1),
    runs: gates.map((run, index) => runView(`Run ${index + 1}`, { ...run, flaky: [] }, run.log && index)),
    coverage: coverage ? coverageText(coverage) : '',
    detail: said(landing.detail),
  }
}

type Run = Pick<RunView, 'status' | 'summary' | 'failing' | 'flaky' | 'seconds' | 'streams'>

const runView = (
  name: string,
  { status, summary, failing, flaky, seconds, streams }: Run,
  log: number | '' | null,
): RunView => ({
  ...{ status, seconds: Math.round(seconds * 10) / 10, streams },
  ...{ name, log: typeof log === 'number' ? log : null },
  summary: said(summary),
  failing: failing.slice(0, MOST).map((name) => said(name, 160)),
  flaky: flaky.slice(0, MOST).map((name) => said(name, 160)),
})
