import { settledTasks } from '../../engine/batch-state.ts'
import { foreseenNow, isForeseen } from '../../engine/foreseen.ts'
import { openQuestions } from '../../engine/on-report.ts'
import { doneTasks } from '../../engine/progress.ts'
import { type StreamStatusName, streamStatus } from '../../engine/stream-status.ts'
import type { Stream } from '../../model/plan.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Session, StreamFacts } from '../../model/session.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import { cellWidth } from '../../text/cells.ts'
import type { Role, Theme } from '../theme.ts'
import { byRoom } from './attention.ts'
import { column, fitLine, type Span } from './line.ts'
import { STATUS_ROLES } from './stream-parts.ts'

export interface TableShape {
  width: number
  /** At most so many rows; streams that have no place are counted in the last one. */
  height: number
  /** A second line for what a blocked or failed stream waits for. */
  hasReasons: boolean
}

const COLUMN = 36
const BETWEEN = 3

/** One row a stream: name, bar, tasks, sign and word. Side by side where there is the width and not the height. */
export function streamTable(session: Session, theme: Theme, shape: TableShape): string[] {
  const streams = allStreams(session.plan)
  const { width, height, hasReasons } = shape
  const rows = streams.flatMap((stream) => [
    streamRow(session, theme, stream, streams, width),
    ...(hasReasons ? reasonRow(session, theme, stream, width) : []),
  ])
  return rows.length <= height ? rows : inColumns(session, theme, streams, shape)
}

function inColumns(
  session: Session,
  theme: Theme,
  streams: Stream[],
  { width, height }: TableShape,
): string[] {
  if (height <= 0) return []
  const across = Math.max(1, Math.floor((width + BETWEEN) / (COLUMN + BETWEEN)))
  const own = Math.floor((width - BETWEEN * (across - 1)) / across)
  const isWhole = Math.ceil(streams.length / across) <= height
  const room = isWhole ? streams.length : Math.max(0, height - 1) * across
  const ids = byRoom(session).filter((pane) => pane !== ORCHESTRATOR)
  const wanted = new Set(ids.slice(0, room))
  const shown = streams.filter(({ id }) => wanted.has(id))
  const deep = Math.ceil(shown.length / across)
  const rows = Array.from({ length: deep }, (_, row) => {
    const cells = Array.from({ length: across }, (_, index) => shown[row + index * deep])
    const texts = cells.map((stream) =>
      stream ? streamRow(session, theme, stream, streams, own) : ' '.repeat(own),
    )
    return fitTail(texts.join(' '.repeat(BETWEEN)), width - own * across - BETWEEN * (across - 1))
  })
  return isWhole ? rows : [...rows, moreRow(session, theme, streams, wanted, width)]
}

const fitTail = (text: string, missing: number): string => text + ' '.repeat(missing)

function moreRow(
  session: Session,
  theme: Theme,
  streams: Stream[],
  shown: Set<string>,
  width: number,
): string {
  const counts = new Map<string, number>()
  const others = streams.filter(({ id }) => !shown.has(id))
  for (const { id } of others) {
    const { name } = streamStatus(session, id)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const list = [...counts].map(([name, count]) => `${count} ${name}`).join(', ')
  return fitLine(theme, width, { left: [[`${theme.glyphs.ellipsis} ${others.length} more: ${list}`, 'dim']] })
}

const WORDS = 'complete'.length + 2

function streamRow(session: Session, theme: Theme, stream: Stream, streams: Stream[], width: number): string {
  const { name } = streamStatus(session, stream.id)
  const { done, total } = taskCount(session, stream)
  const counts = streams.map((each) => String(each.tasks.length).length * 2 + 1)
  const countWidth = Math.max(3, ...counts)
  const names = Math.max(...streams.map(({ id }) => cellWidth(theme.show(id))))
  const room = width - WORDS - countWidth - 3 - (foreseenNow(session).length > 0 ? 2 : 0)
  const bar = Math.min(12, Math.max(4, room - names))
  const filled = total === 0 ? bar : Math.floor((bar * done) / total)
  const left: Span[] = [
    [`${column(theme, stream.id, Math.min(names, room - bar))} `],
    [theme.glyphs.done.repeat(filled), 'good'],
    [theme.glyphs.rest.repeat(bar - filled), 'dim'],
    [` ${`${done}/${total}`.padStart(countWidth)} `],
    [`${theme.glyphs[name]} ${name}`, STATUS_ROLES[name]],
    ...(isForeseen(session, stream.id) ? ([[` ${theme.glyphs.conflict}`, 'warn']] satisfies Span[]) : []),
  ]
  return fitLine(theme, width, { left })
}

/** What it waits for where that is not said by its word. */
function reasonRow(session: Session, theme: Theme, { id }: Stream, width: number): string[] {
  const { name, why } = streamStatus(session, id)
  const role = asks(session, id) ? 'warn' : REASON_ROLES[name]
  return role === undefined || why === '' ? [] : [fitLine(theme, width, { left: [[`  ${why}`, role]] })]
}

const REASON_ROLES: Partial<Record<StreamStatusName, Role>> = { blocked: 'dim', failed: 'bad' }

const asks = (session: Session, id: string): boolean =>
  openQuestions(session.streams[id] as StreamFacts).length > 0

export const taskCount = (session: Session, stream: Stream): { done: number; total: number } => ({
  done: doneTasks(stream, settledTasks(session.streams)),
  total: stream.tasks.length,
})
