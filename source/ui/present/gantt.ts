import { outlook, streamTimes } from '../../engine/outlook.ts'
import { progress } from '../../engine/progress.ts'
import type { PlanReport } from '../../model/plan.ts'
import type { Session } from '../../model/session.ts'
import { pictureOf } from '../../plan/pictures/picture.ts'
import { schedulePlan } from '../../plan/schedule.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { counted } from '../../plan/words.ts'
import type { Theme } from '../theme.ts'
import { type Bar, chartLegend, chartRows } from './gantt-chart.ts'
import { fitLine, type Span } from './line.ts'
import { taskCount } from './stream-table.ts'

/** The schedule drawn: a row a stream along the days, what is done filled, the longest way marked, and where it stands. */
export function ganttRows(
  session: Session,
  theme: Theme,
  { width, now }: { width: number; now: number },
): string[] {
  const { plan, settings } = session
  const schedule = schedulePlan(plan, settings.workers)
  const ahead = outlook(session, now)
  const times = new Map(schedule.streams.map((stream) => [stream.id, stream]))
  const bars = allStreams(plan).map((stream): Bar => {
    const { done, total } = taskCount(session, stream)
    const { start, end } = streamTimes(session, stream.id, times.get(stream.id), ahead)
    const isLongest = schedule.criticalPath.includes(stream.id)
    return { name: stream.id, start, end, done: done / Math.max(1, total), isLongest }
  })
  const { position } = progress(session)
  // In a pane there are few rows for the eye to hold a barrier against; the bars begin there anyway.
  return chartRows(theme, width, {
    unit: plan.unit,
    length: ahead.late > 0 ? Math.max(schedule.parallel, ahead.end) : schedule.parallel,
    bars,
    now: position,
    barriers: [],
  })
}

export const ganttLegend = (theme: Theme, width: number): string =>
  fitLine(theme, width, { left: chartLegend(theme, { now: true }) })

/** The schedule of a plan that nobody works on yet: with barriers and workers, filled as far as its boxes are ticked. */
export function planGanttRows(report: PlanReport, theme: Theme, width: number): string[] {
  const { title, unit, length, workers, phases } = pictureOf(report)
  const barriers = phases.flatMap(({ barrier }) => barrier ?? [])
  const digits = String(workers).length
  const bars = phases.flatMap((phase) =>
    phase.bars.map(({ id, start, end, worker, tasks, isLongest }): Bar => {
      const name = workers > 1 ? `${String(worker).padStart(digits)} ${id}` : id
      return { name, start, end, done: tasks.done / Math.max(1, tasks.total), isLongest }
    }),
  )
  const chart = chartRows(theme, width, { unit, length, bars, now: null, barriers })
  const line = (...left: Span[]) => fitLine(theme, width, { left })
  const number: Span[] = [['1 '], ['worker ', 'dim']]
  const rows = [
    line([title, 'title'], [` ${theme.glyphs.dot} ${counted(workers, 'worker')}`, 'dim']),
    '',
    ...(chart.length > 0 ? chart : [line(['There is no room for the days here.', 'dim'])]),
    '',
    line(...(workers > 1 ? number : []), ...chartLegend(theme, { barriers: barriers.length > 0 })),
  ]
  return rows.map((row) => row.trimEnd())
}
