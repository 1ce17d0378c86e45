import { cellWidth, cutCells } from '../../text/cells.ts'
import { takesText } from '../state/line.ts'
import type { Theme } from '../theme.ts'
import { fitLine, type Span } from './line.ts'
import type { Model } from './model.ts'

/** Whom the prompt speaks to, or what else the line is for: ` telemetry › `. */
export function promptLabel({ ui }: Model, { glyphs }: Theme): Span[] {
  if (ui.prompt.purpose === 'search') return [[' look for / ', 'accent']]
  const isAsleep = !takesText(ui)
  return [
    [` ${ui.focus}`, isAsleep ? 'dim' : 'title'],
    [` ${glyphs.prompt} `, isAsleep ? 'dim' : 'focus'],
  ]
}

/** The prompt's row before the input field is there: label, the end of the text, the suggestion dim after it. */
export function promptRow(model: Model, theme: Theme, width: number, ghost: string): string {
  const label = promptLabel(model, theme)
  const { head, tail } = model.ui.prompt
  const room = Math.max(4, width - label.reduce((sum, [text]) => sum + cellWidth(theme.show(text)), 0) - 1)
  const before = theme.show(head.replaceAll('\n', ' '))
  const size = cellWidth(before)
  const seen = size > room ? cutCells(before, size - room, size) : before
  return fitLine(theme, width, { left: [...label, [seen], [tail.replaceAll('\n', ' ')], [ghost, 'dim']] })
}
