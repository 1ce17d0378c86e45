import { settledTasks } from '../../engine/batch-state.ts'
import { outlook, streamTimes } from '../../engine/outlook.ts'
import { doneTasks, progress } from '../../engine/progress.ts'
import type { Session } from '../../model/session.ts'
import { pictureOf } from '../../plan/pictures/picture.ts'
import { schedulePlan } from '../../plan/schedule.ts'
import { allStreams } from '../../plan/stream-graph.ts'

/** The schedule: as planned, and as it will be by what is known. Times in the plan's unit, from 0. */
export interface GanttView {
  unit: 'day' | 'step'
  length: number
  /** Where it stands, by finished work. */
  now: number
  barriers: number[]
  bars: GanttBar[]
}

export interface GanttBar {
  id: string
  planned: { start: number; end: number }
  ahead: { start: number; end: number }
  /** Of 1. */
  done: number
  isLongest: boolean
}

export function ganttView(session: Session, at: number): GanttView {
  const { plan, settings } = session
  const schedule = schedulePlan(plan, settings.workers)
  const ahead = outlook(session, at)
  const settled = settledTasks(session.streams)
  const planned = new Map(schedule.streams.map((stream) => [stream.id, stream]))
  const longest = new Set(schedule.criticalPath)
  const report = { ...plan, batches: [], schedule, overlaps: [], diagnostics: [] }
  return {
    unit: plan.unit === 'days' ? 'day' : 'step',
    length: tidy(Math.max(schedule.parallel, ahead.end)),
    now: progress(session).position,
    barriers: [...new Set(pictureOf(report).phases.flatMap(({ barrier }) => barrier ?? []))],
    bars: allStreams(plan).map((stream) => {
      const { start = 0, end = 0 } = planned.get(stream.id) ?? {}
      const times = streamTimes(session, stream.id, { start, end }, ahead)
      return {
        id: stream.id,
        planned: { start, end },
        ahead: { start: tidy(times.start), end: tidy(times.end) },
        done: doneTasks(stream, settled) / Math.max(1, stream.tasks.length),
        isLongest: longest.has(stream.id),
      }
    }),
  }
}

const tidy = (value: number): number => Math.round(value * 100) / 100
