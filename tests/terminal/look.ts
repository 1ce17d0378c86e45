import type { Terminal } from '../helpers/terminal.ts'

/** What is typed, with whom it is for: the second row from the bottom, where hints are below it. */
export const promptRow = (terminal: Terminal): string => terminal.row(promptAt(terminal))

const promptAt = (terminal: Terminal): number => {
  const { rows } = terminal.state().size
  return rows - (rows >= 10 ? 2 : 1)
}

export const hintRow = (terminal: Terminal): string => terminal.row(terminal.state().size.rows - 1)

export const titleRow = (terminal: Terminal): string => terminal.row(0)

/** Whom the prompt speaks to, and that this was typed: a suggestion is dim, so that it is not taken for it. */
export const promptShows =
  (pane: string, typed = '') =>
  (terminal: Terminal): boolean => {
    const start = pane.length + 4
    const last = start + typed.length - 1
    const isThere = new RegExp(`^ ${pane} [›>]`).test(promptRow(terminal))
    if (!isThere || typed === '') return isThere
    return (
      promptRow(terminal).slice(start, last + 1) === typed && !terminal.cell(last, promptAt(terminal)).dim
    )
  }

/** Nothing is typed: the cursor stands where the first letter would. */
export const isEmpty =
  (pane: string) =>
  (terminal: Terminal): boolean =>
    promptShows(pane)(terminal) && terminal.cell(pane.length + 4, promptAt(terminal)).inverse

/** The screen is there, and what is typed goes to the whole session. */
export const isReady = isEmpty('orchestrator')

/** Types a line and waits until the prompt shows it, then sends it. */
export async function say(terminal: Terminal, pane: string, text: string): Promise<Terminal> {
  await terminal.type(text).waitFor(promptShows(pane, text), `'${text}' in the prompt of ${pane}`)
  return terminal.press('enter')
}

/** Rows without what changes with the time: clocks and ages. */
export const timeless = (rows: string[]): string[] =>
  rows.map((row) =>
    row
      .replace(/\d+:\d\d(:\d\d)?/g, '#')
      .replace(/\bnow\b|\d+ (s|min|h) ago|\d+ lines? below/g, '#')
      .replace(/[\s─━]+/g, ' ')
      .trimEnd(),
  )

/** The numbers of all `row-N of the log` that are seen. */
export const rowsOfLog = ({ text }: Terminal): string[] => text().match(/row-\d+ of/g) ?? []

/** What stands inside of a pane's frame, row by row; nothing when it has none. */
export function insideOf(terminal: Terminal, pane: string): string[] {
  const rows = terminal.screen()
  const top = rows.findIndex((row) => row.includes(` ${pane} `) && startOf(row, pane) !== null)
  const from = startOf(rows[top] ?? '', pane)
  if (from === null) return []
  const below = rows.slice(top + 1)
  const height = below.findIndex((row) => /[└┗╚]/.test(row[from] ?? ''))
  return below.slice(0, height).map(
    (row) =>
      row
        .slice(from + 1)
        .split(/[│┃]/)[0]
        ?.trimEnd() ?? '',
  )
}

const startOf = (row: string, pane: string): number | null => {
  const found = new RegExp(`[┌┏] (▸ )?(\\d )?${pane} `).exec(row)
  return found ? found.index : null
}
