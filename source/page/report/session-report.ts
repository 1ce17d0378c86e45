import type { Session } from '../../model/session.ts'
import { schedulePlan } from '../../plan/schedule.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { secondsText } from '../../text/measured.ts'
import { type PageView, pageView } from '../view/page-view.ts'
import { said } from '../view/said.ts'

/** A session as one document: what was planned beside what was, and everything that the page shows of it. */
export interface SessionReport {
  view: PageView
  session: string
  /** When it was written, ms since 1970. */
  at: number
  from: number
  to: number
  planned: Planned
  actual: Actual
  bars: ReportBar[]
}

/** In the plan's unit. */
interface Planned {
  unit: string
  sequential: number
  parallel: number
  workers: number
}

interface Actual {
  /** Seconds from its beginning to its end, or until now; and what agents worked in them, all together. */
  elapsed: number
  worked: number
  batches: number
  /** Tries that did not finish their batch. */
  failed: number
}

export interface ReportBar {
  id: string
  title: string
  /** Shares of the plan's length, from 0 to 1; null: the plan does not have it any more. */
  planned: Span | null
  /** Shares of the time that the session took, one for each try. */
  worked: (Span & { ending: string })[]
}

export interface Span {
  start: number
  end: number
}

export function sessionReport(session: Session, at: number): SessionReport {
  const { plan, settings, createdAt, ended } = session
  const to = Math.max(createdAt + 1, ended?.at ?? at)
  const schedule = schedulePlan(plan, settings.workers)
  const whole = Math.max(schedule.parallel, Number.EPSILON)
  const times = new Map(schedule.streams.map((each) => [each.id, each]))
  const share = (moment: number) => Math.min(1, Math.max(0, (moment - createdAt) / (to - createdAt)))
  const attempts = Object.values(session.streams).flatMap(({ batches }) =>
    batches.flatMap((batch) => batch.attempts),
  )
  const spans = attempts.flatMap(({ startedAt, exitedAt, endedAt }) =>
    startedAt === null ? [] : [Math.max(0, (exitedAt ?? endedAt ?? to) - startedAt) / 1000],
  )
  return {
    view: pageView(session, at),
    ...{ session: session.id, at, from: createdAt, to },
    planned: {
      unit: plan.unit === 'days' ? 'days' : 'steps',
      ...{ sequential: schedule.sequential, parallel: schedule.parallel, workers: settings.workers },
    },
    actual: {
      elapsed: (to - createdAt) / 1000,
      worked: spans.reduce((sum, each) => sum + each, 0),
      batches: spans.length,
      failed: attempts.filter(({ ending }) => ending && ending.kind !== 'done').length,
    },
    bars: allStreams(plan).map(({ id, title }) => {
      const time = times.get(id)
      const tries = session.streams[id]?.batches.flatMap((batch) => batch.attempts) ?? []
      return {
        ...{ id, title: said(title, 80) },
        planned: time ? { start: time.start / whole, end: time.end / whole } : null,
        worked: tries.flatMap(({ startedAt, exitedAt, endedAt, ending }) =>
          startedAt === null
            ? []
            : [
                {
                  start: share(startedAt),
                  end: share(exitedAt ?? endedAt ?? to),
                  ending: ending?.kind ?? 'running',
                },
              ],
        ),
      }
    }),
  }
}

/** What working side by side saved, as sentences. */
export function savings({ planned, actual }: SessionReport): string[] {
  const { unit, sequential, parallel, workers } = planned
  const saved = sequential === 0 ? 0 : Math.round((1 - parallel / sequential) * 100)
  const sideBySide = actual.elapsed > 0 ? actual.worked / actual.elapsed : 0
  return [
    `Planned: ${parallel} ${unit} with ${workers} workers instead of ${sequential} one after another, ${saved} % less.`,
    `Actual: ${secondsText(actual.elapsed)} for ${secondsText(actual.worked)} of agents' work in ${actual.batches} tries, ${sideBySide.toFixed(1)} side by side on average${actual.failed > 0 ? `; ${actual.failed} tries did not finish` : ''}.`,
  ]
}
