import { wrapCells } from '../../text/wrap.ts'
import { type Layout, SMALLEST } from '../layout.ts'
import type { Theme } from '../theme.ts'
import { fitLine, fitRows, type Span } from './line.ts'
import type { Model } from './model.ts'

/** The area where there are no panes: the screen is too small, or there is no session to show. */
export function pageRows(model: Model, theme: Theme, { kind, size, area }: Layout): string[] {
  const { width, height } = area
  if (kind !== 'too-small') return noSessionRows(theme, width, height)
  const { columns, rows } = SMALLEST
  const text = `Too small: ${size.columns}x${size.rows}. br-tui needs ${columns}x${rows}. ${model.session ? 'The work goes on.' : ''}`
  const lines = wrapCells(text.trim(), width, { words: true })
  return fitRows(
    lines.map((line) => fitLine(theme, width, { left: [[line]] })),
    width,
    height,
  )
}

const INDENT = 21

function noSessionRows(theme: Theme, width: number, height: number): string[] {
  const { arrow } = theme.glyphs
  const lines: Span[][] = [
    [['No plan is at work here yet.', 'title']],
    [],
    [['br-tui PLAN.md'.padEnd(INDENT), 'key'], ['opens a plan']],
    [['br-tui plan PLAN.md'.padEnd(INDENT), 'key'], ['only looks at it']],
    [['br-tui demo'.padEnd(INDENT), 'key'], ['a sample to try']],
    [],
    [
      ['plan', 'dim'],
      [` ${arrow} parallel streams ${arrow} tested merge`, 'dim'],
    ],
  ]
  const above = Math.max(0, Math.min(3, Math.floor((height - lines.length) / 2)))
  const rows = lines.map((left) => fitLine(theme, width, { left: [['  '], ...left] }))
  return fitRows([...fitRows([], width, above), ...rows], width, height)
}
