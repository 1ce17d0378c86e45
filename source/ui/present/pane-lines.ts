import { streamStatus } from '../../engine/stream-status.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { LinePlace } from '../layout.ts'
import type { Theme } from '../theme.ts'
import { column, fitLine, type Span, spansWidth } from './line.ts'
import type { Model } from './model.ts'
import { paneName, paneParts, panesOf } from './pane-title.ts'
import { partsWithin } from './parts.ts'
import { STATUS_ROLES } from './stream-parts.ts'

/** Panes that have no frame: one with its name and how it stands, or several as tabs. */
export function lineRow(model: Model, theme: Theme, { panes, rect: { width } }: LinePlace): string {
  return panes.length === 1
    ? oneRow(model, theme, panes[0] as string, width)
    : tabsRow(model, theme, panes, width)
}

const NAMES = 24

function oneRow(model: Model, theme: Theme, pane: string, width: number): string {
  const [mark, number, [name]] = paneName(model, theme, pane) as [Span, Span, Span]
  const names = Math.min(NAMES, Math.floor(width / 2))
  const left: Span[] = [
    ['  '],
    mark,
    number,
    [column(theme, name, names - spansWidth(theme, [mark, number]))],
    [' '],
  ]
  const room = width - spansWidth(theme, left)
  const parts = partsWithin(theme, paneParts(model, theme, pane), room, ` ${theme.glyphs.dot} `)
  return fitLine(theme, width, { left: [...left, ...parts] })
}

/** With as much of names and words as lets every tab be there; at last as many as fit, and how many more there are. */
function tabsRow(model: Model, theme: Theme, panes: string[], width: number): string {
  for (const form of FORMS) {
    const spans = joined(
      theme,
      panes.map((pane) => tab(model, theme, pane, form)),
    )
    if (spansWidth(theme, spans) <= width) return fitLine(theme, width, { left: spans })
  }
  const tabs = panes.map((pane) => tab(model, theme, pane, { name: 0, word: false }))
  for (let count = panes.length - 1; count > 0; count -= 1) {
    const left: Span[] = [...joined(theme, tabs.slice(0, count)), [` +${panes.length - count} more`, 'dim']]
    if (spansWidth(theme, left) <= width) return fitLine(theme, width, { left })
  }
  return fitLine(theme, width, { left: [[` ${panes.length} more panes`, 'dim']] })
}

interface Form {
  /** Cells of the name; 0: only the number. */
  name: number
  word: boolean
}

const FORMS: Form[] = [
  { name: 24, word: true },
  { name: 16, word: true },
  { name: 10, word: true },
  { name: 7, word: true },
  { name: 16, word: false },
  { name: 10, word: false },
  { name: 6, word: false },
  { name: 3, word: false },
  { name: 0, word: false },
]

function tab(model: Model, theme: Theme, pane: string, { name, word }: Form): Span[] {
  const number = panesOf(model.session).indexOf(pane) + 1
  const shown = theme.show(pane)
  const label =
    name === 0 ? String(number) : `${number <= 9 ? `${number} ` : ''}${column(theme, shown, name).trimEnd()}`
  if (pane === ORCHESTRATOR || !model.session?.streams[pane]) return [[label]]
  const status = streamStatus(model.session, pane).name
  const sign = theme.glyphs[status]
  return [[`${label} `], [word ? `${sign} ${status}` : sign, STATUS_ROLES[status]]]
}

const joined = (theme: Theme, tabs: Span[][]): Span[] =>
  tabs.flatMap((spans, index): Span[] => [
    [index === 0 ? ' ' : ` ${theme.glyphs.frame.down} `, 'border'],
    ...spans,
  ])
