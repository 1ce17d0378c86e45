import type { Attempt, Ending, Session } from '../../model/session.ts'
import { isSettled } from '../batch-state.ts'
import { workedOn } from '../pace.ts'
import { minutes, percent, type Watch } from './watch.ts'

/** As many of the newest tries count: what was mended long ago is no trouble now. */
const LAST = 20
/** Fewer tell nothing. */
const LEAST = 5

const BROKEN: Ending['kind'][] = ['lost', 'not-started', 'timed-out']
/** What a person wanted, and what only waits for somebody, is neither a success nor none. */
const NO_VERDICT: Ending['kind'][] = ['cancelled', 'blocked', 'max-cost']

const newest = ({ streams }: Session): Attempt[] =>
  Object.values(streams)
    .flatMap(({ batches }) => batches.flatMap(({ attempts }) => attempts))
    .filter(({ ending }) => ending !== null && !NO_VERDICT.includes(ending.kind))
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    .slice(-LAST)

export const successRate: Watch = {
  name: 'success-rate',
  summary: `share of the last ${LAST} tries that finished their batch; from ${LEAST} on`,
  worse: 'below',
  limits: { warning: 0.7, urgent: 0.5, clear: 0.8 },
  show: percent,
  mend: "Look at what failed: 'log STREAM'. A clearer task, or a stronger model ('model STREAM …'), costs less than more tries.",
  measure: (session) => {
    const tries = newest(session)
    if (tries.length < LEAST) return null
    const good = tries.filter(({ ending }) => ending?.kind === 'done').length
    return [
      {
        about: 'orchestrator',
        value: good / tries.length,
        text: `${good} of the last ${tries.length} tries finished their batch`,
      },
    ]
  },
}

export const errorRate: Watch = {
  name: 'error-rate',
  summary: `share of the last ${LAST} tries that broke: lost, never started, timed out, crashed; from ${LEAST} on`,
  worse: 'above',
  limits: { warning: 0.2, urgent: 0.4, clear: 0.1 },
  show: percent,
  mend: "It is the machine or the agent's program rather than the work: 'br-tui doctor', then 'log STREAM'.",
  measure: (session) => {
    const tries = newest(session)
    if (tries.length < LEAST) return null
    const broken = tries.filter(
      ({ ending }) => ending && (BROKEN.includes(ending.kind) || ending.reason === 'crashed'),
    ).length
    return [
      {
        about: 'orchestrator',
        value: broken / tries.length,
        text: `${broken} of the last ${tries.length} tries broke`,
      },
    ]
  },
}

export const batchTime: Watch = {
  name: 'batch-time',
  summary: `minutes that 95 of 100 batches stay below, all tries together; from ${LEAST} finished batches on`,
  worse: 'above',
  limits: { warning: 60, urgent: 120, clear: 45 },
  show: minutes,
  mend: 'Smaller tasks come back sooner, and their faults with them: split the long ones in the plan.',
  measure: ({ streams }) => {
    const worked = Object.values(streams)
      .flatMap(({ batches }) => batches.filter((batch) => isSettled(batch) && !batch.skipped))
      .map((batch) => workedOn(batch) / 60_000)
      .sort((a, b) => a - b)
    if (worked.length < LEAST) return null
    const value = worked[Math.ceil(worked.length * 0.95) - 1] as number
    return [
      {
        about: 'orchestrator',
        value,
        text: `95 % of ${worked.length} batches took up to ${minutes(value)}`,
      },
    ]
  },
}

export const silence: Watch = {
  name: 'silence',
  summary: 'minutes that a worker has printed nothing and used no CPU',
  worse: 'above',
  limits: { warning: 10, urgent: 30, clear: 1 },
  show: minutes,
  mend: "Look at it: 'log STREAM'. 'cancel STREAM' ends it and keeps its work.",
  measure: ({ streams }, at) =>
    Object.values(streams).flatMap(({ id, batches }) =>
      batches.flatMap(({ attempts }) => {
        const silent = attempts.at(-1)?.silent
        if (!silent) return []
        const value = Math.max(0, at - silent.since) / 60_000
        return [{ about: id, value, text: `${id} has printed nothing for ${minutes(value)}` }]
      }),
    ),
}
