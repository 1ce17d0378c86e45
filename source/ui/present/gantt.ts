import { progress } from '../../engine/progress.ts'
import type { Schedule, Stream } from '../../model/plan.ts'
import type { Session } from '../../model/session.ts'
import { schedulePlan } from '../../plan/schedule.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { cellWidth } from '../../text/cells.ts'
import type { Theme } from '../theme.ts'
import { column, fitLine, type Span } from './line.ts'
import { taskCount } from './stream-table.ts'

const WIDEST_UNIT = 8

/** The schedule drawn: a row a stream along the days, what is done filled, the longest way marked, and where it stands. */
export function ganttRows(session: Session, theme: Theme, width: number): string[] {
  const { plan, settings } = session
  const schedule = schedulePlan(plan, settings.workers)
  const streams = allStreams(plan)
  const title = plan.unit === 'days' ? 'Day' : 'Step'
  const longest = Math.max(title.length, ...streams.map(({ id }) => cellWidth(theme.show(id))))
  const names = Math.min(longest, Math.max(6, Math.floor(width * 0.4)))
  const room = width - names - 3
  if (schedule.parallel <= 0 || room < 8) return []
  const fitting = room / schedule.parallel
  const unit = fitting >= 1 ? Math.min(WIDEST_UNIT, Math.floor(fitting)) : fitting
  const chart = { unit, length: Math.round(schedule.parallel * unit), now: progress(session).position * unit }
  const axis = `${column(theme, title, names)}   ${axisText(schedule.parallel, unit)}`
  const rows = schedule.streams
    .toSorted((a, b) => order(streams, a) - order(streams, b))
    .map((each) => {
      const stream = streams.find(({ id }) => id === each.id) as Stream
      const mark = schedule.criticalPath.includes(each.id) ? theme.glyphs.longest : ' '
      const left: Span[] = [[`${column(theme, each.id, names)} `], [mark, 'accent'], [' ']]
      return fitLine(theme, width, { left: [...left, ...barSpans(session, theme, each, stream, chart)] })
    })
  return [fitLine(theme, width, { left: [[axis, 'dim']] }), ...rows]
}

/** What the signs of the strip mean. */
export function ganttLegend(theme: Theme, width: number): string {
  const { glyphs } = theme
  const left: Span[] = [
    [`${glyphs.done} `, 'good'],
    ['done ', 'dim'],
    [`${glyphs.rest} `],
    ['to do ', 'dim'],
    [`${glyphs.now} `, 'accent'],
    ['now ', 'dim'],
    [`${glyphs.longest} `, 'accent'],
    ['longest way', 'dim'],
  ]
  return fitLine(theme, width, { left })
}

type ScheduledStream = Schedule['streams'][number]

interface Chart {
  /** Cells of a day. */
  unit: number
  length: number
  now: number
}

function barSpans(
  session: Session,
  { glyphs }: Theme,
  { start, end }: ScheduledStream,
  stream: Stream,
  { unit, length, now }: Chart,
): Span[] {
  const from = Math.min(length - 1, Math.round(start * unit))
  const to = Math.max(from + 1, Math.round(end * unit))
  const { done, total } = taskCount(session, stream)
  const filled = from + Math.floor(((to - from) * done) / Math.max(1, total))
  const cells = Array.from({ length }, (_, index): Span => {
    if (index >= from && index < filled) return [glyphs.done, 'good']
    if (index === Math.floor(now)) return [glyphs.now, 'accent']
    return index >= from && index < to ? [glyphs.rest] : [' ']
  })
  return cells
}

/** Numbers over the beginnings of the days, as many as have room. */
function axisText(length: number, unit: number): string {
  const widest = String(Math.ceil(length)).length + 1
  const every = STEPS.find((step) => step * unit >= widest) ?? Math.ceil(widest / unit)
  let text = ''
  for (let day = 1; day <= Math.ceil(length); day += every)
    text = text.padEnd(Math.round((day - 1) * unit)) + String(day)
  return text
}

const STEPS = [1, 2, 5, 10, 20, 50, 100]

const order = (streams: Stream[], { id }: ScheduledStream): number =>
  streams.findIndex((stream) => stream.id === id)
