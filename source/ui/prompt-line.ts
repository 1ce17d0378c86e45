import { cellWidth, cutCells } from '../text/cells.ts'
import { plainText } from '../text/plain.ts'
import type { Model } from './present/model.ts'
import { promptLabel } from './present/prompt-row.ts'
import { ghost } from './state/ghost.ts'
import { takesText } from './state/line.ts'
import type { Theme } from './theme.ts'

/** The one row in which a command is typed, in pieces: before, at and after the cursor. */
export interface PromptLine {
  /** Whom it speaks to, painted. */
  label: string
  /** The end of the head, as much as has room; the input field's value. */
  shown: string
  /** How many characters of the head are to the left of the window. */
  hidden: number
  /** What the cursor stands on; empty: at the end of the line. */
  under: string
  after: string
  /** The suggestion, dim. */
  ghost: string
  /** The line is being written; else it only stands there. */
  takesText: boolean
}

export interface PromptText {
  takesText: boolean
  label: string
  head: string
  tail: string
  ghost: string
  columns: number
}

/** The row for where the person is now. */
export const promptLineOf = (model: Model, theme: Theme, columns: number): PromptLine =>
  promptLine({
    label: promptLabel(model, theme)
      .map(([text, role = 'plain']) => theme.paint(role, theme.show(text)))
      .join(''),
    head: model.ui.prompt.head,
    tail: model.ui.prompt.tail,
    ghost: ghost(model.ui, model.session),
    columns,
    takesText: takesText(model.ui),
  })

/** A line that is wider than the screen is seen around its cursor. Line breaks of a paste are shown as a sign. */
export function promptLine({ label, head, tail, ghost, columns, takesText }: PromptText): PromptLine {
  const [under = '', ...others] = clusters(visible(tail))
  const room = columns - cellWidth(label) - Math.max(1, cellWidth(under))
  const after = startWithin(others, Math.floor(room / 3))
  const before = clusters(visible(head))
  const shown = endWithin(before, room - cellWidth(after))
  const text = shown.join('')
  const left = Math.max(0, room + 1 - cellWidth(text))
  return {
    ...{ label, shown: text, hidden: before.length - shown.length, under, after, takesText },
    ghost: tail === '' ? cutCells(ghost, 0, left) : '',
  }
}

/** The row as one text; `field`: `shown` as it was drawn, blanks at its end left out. */
export function promptRow(line: PromptLine, field = line.shown): string {
  const { label, shown, under, after, ghost, takesText } = line
  const blanks = ' '.repeat(Math.max(0, cellWidth(shown) - cellWidth(field)))
  const cursor = under || ghost[0] || ' '
  const at = takesText ? `\x1b[7m${cursor}\x1b[0m` : cursor
  return `${label}${field}${blanks}${at}${after}\x1b[2m${ghost.slice(1)}\x1b[0m`
}

/** Every line break is one character, so that the field's text and the head have the same length. */
const visible = (text: string): string => plainText(text.replaceAll('\n', '⏎'))

const segmenter = new Intl.Segmenter()
const printable = /^[\x20-\x7e]*$/

const clusters = (text: string): string[] =>
  printable.test(text) ? text.split('') : [...segmenter.segment(text)].map(({ segment }) => segment)

function startWithin(parts: string[], width: number): string {
  let room = width
  const kept: string[] = []
  for (const part of parts) {
    room -= cellWidth(part)
    if (room < 0) break
    kept.push(part)
  }
  return kept.join('')
}

const endWithin = (parts: string[], width: number): string[] => {
  let room = width
  let from = parts.length
  while (from > 0) {
    room -= cellWidth(parts[from - 1] as string)
    if (room < 0) break
    from -= 1
  }
  return parts.slice(from)
}
