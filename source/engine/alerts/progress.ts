import type { Landing, Session } from '../../model/session.ts'
import { openFindings } from '../open-findings.ts'
import { outlook } from '../outlook.ts'
import { count, percent, type Watch } from './watch.ts'

export const gateFailures: Watch = {
  name: 'gate-failures',
  summary: 'checkpoints and merges in a row at which nothing landed because of their gate',
  worse: 'above',
  limits: { warning: 2, urgent: 4, clear: 0 },
  show: count,
  mend: "Its log is named in 'checkpoints'. Red without any stream as well? Mend your base branch, then 'update'.",
  measure: ({ landings }) => {
    const over = landings.filter(({ state }) => state === 'published' || state === 'rejected')
    const lastGood = over.findLastIndex(({ state }) => state === 'published')
    const failed = over.slice(lastGood + 1).filter(isRed).length
    return [
      {
        about: 'orchestrator',
        value: failed,
        text: `${failed} checkpoints in a row landed nothing because of their tests`,
      },
    ]
  },
}

const isRed = ({ verdict }: Landing): boolean =>
  verdict?.status === 'failed' || verdict?.status === 'did-not-run'

export const forecast: Watch = {
  name: 'forecast',
  summary: 'how much later the build will end than planned, as a share of the plan',
  worse: 'above',
  limits: { warning: 0.25, urgent: 0.5, clear: 0.15 },
  show: percent,
  mend: "'status' names the streams it is about. A free worker helps with 'assist'; 'replan' shows what another order would give.",
  measure: (session, at) => {
    const { late, planned, causes } = outlook(session, at)
    if (planned === 0) return null
    const why = causes.length > 0 ? `: ${causes.join(', ')}` : ''
    return [
      {
        about: 'orchestrator',
        value: Math.max(0, late) / planned,
        text: `The build will take ${percent(Math.max(0, late) / planned)} longer than planned${why}`,
      },
    ]
  },
}

export const findings: Watch = {
  name: 'findings',
  summary: 'findings of severity error that nobody has answered yet',
  worse: 'above',
  limits: { warning: 5, urgent: 15, clear: 2 },
  show: count,
  mend: "'quality' lists them. The same one again and again is worth a decision: 'decide TEXT'.",
  measure: (session) => {
    const open = openFindings(session).filter(({ finding }) => finding.severity === 'error').length
    return [{ about: 'orchestrator', value: open, text: `${open} findings wait for an answer` }]
  },
}

/** Landed work of this repository's sessions, this one and those before. */
export const landedTasks = ({ streams, landedBefore }: Session): number =>
  Object.values(streams)
    .flatMap(({ batches }) => batches)
    .filter(({ landedIn }) => landedIn !== null)
    .reduce((sum, { tasks }) => sum + tasks.length, landedBefore)

export const readiness: Watch = {
  name: 'readiness',
  summary:
    'landed tasks of this repository, over its sessions: with how many its figures begin to tell something',
  worse: 'above',
  limits: { warning: 30, urgent: 100, clear: 0 },
  show: count,
  mend: "Enough to look at rates and times: 'br-tui telemetry summary'. With the second limit, at streams, agents and models one by one: 'br-tui route stats'.",
  measure: (session) => {
    const value = landedTasks(session)
    return [{ about: 'orchestrator', value, text: `${value} tasks of this repository have landed` }]
  },
}
