import type { Session } from '../../model/session.ts'
import { allStreams } from '../../plan/stream-graph.ts'
import type { Theme } from '../theme.ts'
import { ganttLegend, ganttRows } from './gantt.ts'
import { fitLine, fitRows } from './line.ts'
import type { Model } from './model.ts'
import { forecastRows, landingRows, loopRows } from './session-lines.ts'
import { streamTable } from './stream-table.ts'

/** Rows that the orchestrator's head would like to have. */
export const headHeight = (model: Model, theme: Theme, width: number): number =>
  model.session === null ? 0 : fullHead(model.session, model, theme, width).length

/** The orchestrator's head in the rows it got: what is said elsewhere as well goes first. */
export function headRows(
  model: Model,
  theme: Theme,
  { width, height }: { width: number; height: number },
): string[] {
  if (model.session === null || height <= 0) return fitRows([], width, height)
  const { session } = model
  const full = fullHead(session, model, theme, width)
  if (full.length <= height) return fitRows(full, width, height)
  const table = (rows: number, hasReasons = false) =>
    streamTable(session, theme, { width, height: rows, hasReasons })
  const reasons = table(Number.POSITIVE_INFINITY, true)
  const plain = table(allStreams(session.plan).length)
  const parts = {
    gantt: ganttRows(session, theme, { width, now: model.now }),
    forecast: forecastRows(session, theme, { width, now: model.now }),
    landing: landingRows(session, theme, { width, now: model.now }),
    loop: loopRows(session, theme, width),
  }
  const choices = [
    [...reasons, ...parts.gantt, ...parts.forecast, ...parts.landing, ...parts.loop],
    [...plain, ...parts.gantt, ...parts.forecast, ...parts.landing, ...parts.loop],
    [...reasons, ...parts.forecast, ...parts.landing, ...parts.loop],
    [...plain, ...parts.forecast, ...parts.landing, ...parts.loop],
    [...plain, ...parts.landing, ...parts.loop],
    [...plain, ...parts.loop],
    plain,
  ]
  // The rule goes before a stream does: the signs beside the text tell it from the head as well.
  const rows = choices.find((choice) => choice.length < height)
  if (rows) return [...fitRows(rows, width, height - 1), ruleRow(theme, width)]
  return fitRows(table(height), width, height)
}

function fullHead(session: Session, { now }: Model, theme: Theme, width: number): string[] {
  const gantt = ganttRows(session, theme, { width, now })
  const sections = [
    streamTable(session, theme, { width, height: Number.POSITIVE_INFINITY, hasReasons: true }),
    gantt.length > 0 ? [...gantt, ganttLegend(theme, width)] : [],
    [...forecastRows(session, theme, { width, now }), ...landingRows(session, theme, { width, now })],
    loopRows(session, theme, width),
  ]
  const blank = ' '.repeat(width)
  const rows = sections.flatMap((section) => (section.length > 0 ? [blank, ...section] : [])).slice(1)
  return [...rows, ruleRow(theme, width)]
}

/** Between the head and the text of the pane. */
const ruleRow = (theme: Theme, width: number): string =>
  fitLine(theme, width, { left: [], fill: theme.glyphs.frame.across, fillRole: 'border' })
