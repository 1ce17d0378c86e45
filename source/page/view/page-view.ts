import type { StreamStatusName } from '../../engine/stream-status.ts'
import type { AlertLevel } from '../../model/alert.ts'
import type { Session } from '../../model/session.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { type ConflictView, conflictViews } from './conflict-view.ts'
import { type CostView, costView } from './cost-view.ts'
import { type GanttView, ganttView } from './gantt-view.ts'
import { type GraphView, graphView } from './graph-view.ts'
import { type HeadView, headView } from './head-view.ts'
import { type LandingView, landingView } from './landing-view.ts'
import { alertViews, decisionViews, findingViews } from './lists.ts'
import { type StreamView, streamView } from './stream-view.ts'

/**
 * Everything that the page and the report say of a session. Texts are plain and on one line, times ms since 1970,
 * lengths in the plan's unit. No age is in it: what looks at it counts from the times, so that it changes only when
 * something has happened.
 */
export interface PageView {
  head: HeadView
  alerts: AlertView[]
  /** By id, in the order of the plan. */
  streams: Record<string, StreamView>
  gantt: GanttView
  graph: GraphView
  conflicts: ConflictView[]
  landings: LandingView[]
  decisions: DecisionView[]
  findings: FindingView[]
  costs: CostView
}

export interface AlertView {
  id: string
  level: AlertLevel
  text: string
  mend: string
  since: number
}

export interface DecisionView {
  at: number
  by: string
  text: string
}

export interface FindingView {
  stream: string
  severity: 'error' | 'warning' | 'info'
  text: string
  mend: string
}

export interface StatusView {
  name: StreamStatusName
  glyph: string
  why: string
  since: number | null
  /** What a person types next; null: nothing. */
  next: string | null
}

export function pageView(session: Session, at: number): PageView {
  const streams = allStreams(session.plan)
  return {
    head: headView(session, at),
    alerts: alertViews(session, at),
    streams: Object.fromEntries(streams.map((stream) => [stream.id, streamView(session, stream, at)])),
    gantt: ganttView(session, at),
    graph: graphView(session),
    conflicts: conflictViews(session),
    landings: session.landings.map((landing) => landingView(landing)).reverse(),
    decisions: decisionViews(session),
    findings: findingViews(session),
    costs: costView(session),
  }
}
