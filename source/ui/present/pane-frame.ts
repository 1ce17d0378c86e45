import { ORCHESTRATOR } from '../../model/screen.ts'
import { truncate } from '../../text/cells.ts'
import type { PanePlace } from '../layout.ts'
import { terminalIn } from '../state/pane-terminal.ts'
import type { Role, Theme } from '../theme.ts'
import type { Block } from './block.ts'
import { headRows } from './head.ts'
import { fitLine, type Span, spansWidth } from './line.ts'
import type { Model } from './model.ts'
import { paneName, paneParts } from './pane-title.ts'
import { partsWithin } from './parts.ts'

/** All of a pane but its text: the head below the upper edge, the sides of the body, the lower edge. */
export function paneBlocks(model: Model, theme: Theme, place: PanePlace): Block[] {
  const { pane, frame, head, body } = place
  const { x, y, width, height } = frame
  const isFocused = model.ui.focus === pane
  const role = isFocused ? 'focus' : 'border'
  const side = theme.paint(role, (isFocused ? theme.glyphs.focusFrame : theme.glyphs.frame).down)
  const inside = pane === ORCHESTRATOR ? headRows(model, theme, head) : []
  const upper = [
    topRow(model, theme, { pane, width, role }),
    ...inside.map((row) => `${side} ${row} ${side}`),
  ]
  const besides = { y: body.y, width: 1, height: body.height }
  const sides = Array.from({ length: body.height }, () => side)
  return [
    { rect: { x, y, width, height: upper.length }, rows: upper },
    { rect: { ...besides, x }, rows: sides },
    { rect: { ...besides, x: x + width - 1 }, rows: sides },
    {
      rect: { x, y: y + height - 1, width, height: 1 },
      rows: [bottomRow(model, theme, { pane, width, role })],
    },
  ]
}

interface Edge {
  pane: string
  width: number
  role: Role
}

const NAME_ROOM = 18

/** Name left, how it stands right; where both have no room, the name keeps enough to be told from others. */
function topRow(model: Model, theme: Theme, { pane, width, role }: Edge): string {
  const { topLeft, topRight, across } = signsOf(theme, role)
  const name = paneName(model, theme, pane)
  const named = spansWidth(theme, name)
  const room = width - 6 - Math.min(named, NAME_ROOM)
  const parts = partsWithin(theme, paneParts(model, theme, pane), room, ` ${theme.glyphs.dot} `)
  const right: Span[] = parts.length > 0 ? [[' '], ...parts, [' '], [topRight, role]] : [[topRight, role]]
  const left: Span[] = [
    [`${topLeft} `, role],
    ...cutTo(theme, name, width - 3 - spansWidth(theme, right)),
    [' '],
  ]
  return fitLine(theme, width, { left, right, fill: across, fillRole: role })
}

const cutTo = (theme: Theme, spans: Span[], width: number): Span[] => {
  if (spansWidth(theme, spans) <= width) return spans
  const [text, role] = spans.at(-1) as Span
  const before = spans.slice(0, -1)
  const room = Math.max(1, width - spansWidth(theme, before))
  return [...before, [truncated(theme, text, room), role]]
}

/** Says where the text stands when it does not follow its end. */
function bottomRow({ ui, below }: Model, theme: Theme, { pane, width, role }: Edge): string {
  const { bottomLeft, bottomRight, across } = signsOf(theme, role)
  const search = ui.searches[pane]
  const notes: Span[] = [
    ...(ui.zoom && ui.focus === pane ? [[' zoomed ', 'accent'] as Span] : []),
    ...(search === undefined ? [] : [[` /${search} `, 'accent'] as Span]),
    ...(isBack(ui, below, pane) ? [[` ${theme.glyphs.up} ${backText(below[pane])} `, 'warn'] as Span] : []),
  ]
  const right: Span[] = [...notes, [bottomRight, role]]
  return fitLine(theme, width, { left: [[bottomLeft, role]], right, fill: across, fillRole: role })
}

/** A terminal has no anchor: it is scrolled for all who see it. */
const isBack = (ui: Model['ui'], below: Model['below'], pane: string): boolean =>
  terminalIn(ui, pane) === null ? ui.anchors[pane] !== undefined : (below[pane] ?? 0) > 0

const backText = (lines: number | null | undefined): string =>
  lines ? `scrolled back, ${lines} ${lines === 1 ? 'line' : 'lines'} below` : 'scrolled back'

const truncated = (theme: Theme, text: string, width: number): string =>
  truncate(theme.show(text), width, theme.glyphs.ellipsis)

const signsOf = ({ glyphs }: Theme, role: Role) => (role === 'focus' ? glyphs.focusFrame : glyphs.frame)
