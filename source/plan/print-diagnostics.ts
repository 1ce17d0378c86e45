import type { Diagnostic } from '../model/plan.ts'
import { cellWidth, cutCells } from '../text/cells.ts'
import { wrapCells } from '../text/wrap.ts'
import { blankControls, plainText } from './plain-text.ts'
import { counted } from './words.ts'

/** What printed text looks like where it is read. */
export interface Look {
  /** Cells of a line; null: it is not read on a terminal, so nothing is wrapped. */
  width: number | null
  paint: (role: 'bad' | 'warn' | 'accent' | 'title' | 'dim', text: string) => string
  /** Text from anywhere as it can be shown there, as wide as it was. */
  show: (text: string) => string
  ellipsis: string
}

export const plainLook: Look = { width: null, paint: (_, text) => text, show: (text) => text, ellipsis: '…' }

/**
 * Findings as compilers print them: place, what is wrong, the line and a mark below the spot. Of one kind only the first
 * few are shown, so that two hundred of the same do not drown the one that matters; the others are counted.
 */
export const printDiagnostics = (diagnostics: Diagnostic[], file: string, look = plainLook): string => {
  const kinds = Map.groupBy(diagnostics, ({ severity, code }) => `${severity} ${code}`)
  const shown = new Set([...kinds.values()].flatMap((all) => all.slice(0, mostOf(all))))
  const parts = diagnostics
    .filter((diagnostic) => shown.has(diagnostic))
    .map((diagnostic) => printDiagnostic(diagnostic, file, look))
  const folded = [...kinds.values()].flatMap((all) => foldedLine(all.slice(mostOf(all)), look))
  return [...parts, ...folded].join('\n')
}

/** `2 errors, 13 warnings, 4 notes`; empty for none. */
export const countDiagnostics = (diagnostics: Diagnostic[]): string =>
  (['error', 'warning', 'info'] as const)
    .flatMap((severity) => {
      const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
      const word = severity === 'info' ? 'note' : severity
      return count === 0 ? [] : [counted(count, word)]
    })
    .join(', ')

/** Errors have to be mended one and all; folding a single one would save nothing. */
const mostOf = (all: Diagnostic[]): number => {
  const most = { error: 20, warning: 12, info: 5 }[all[0]?.severity ?? 'info']
  return all.length === most + 1 ? all.length : most
}

const foldedLine = (rest: Diagnostic[], { paint }: Look): string[] => {
  const [first] = rest
  if (!first) return []
  const lines = [...new Set(rest.map(({ line }) => line))]
  const named = lines.length > 8 ? `${lines.slice(0, 8).join(', ')} …` : lines.join(', ')
  return [
    paint('dim', `and ${rest.length} more ${first.code}: line${lines.length === 1 ? '' : 's'} ${named}`),
  ]
}

const roles = { error: 'bad', warning: 'warn', info: 'accent' } as const

const printDiagnostic = (diagnostic: Diagnostic, file: string, look: Look): string => {
  const { severity, code, message, line, column } = diagnostic
  const { paint, show, width } = look
  const place = paint('title', show(`${plainText(file)}:${line}:${column}:`))
  const head = `${place} ${paint(roles[severity], `${severity} ${code}`)}: ${show(plainText(message, 1000))}`
  const rows = width === null ? [head] : wrapCells(head, width, { words: true })
  return [...rows, ...quoteRows(diagnostic, look)].join('\n')
}

const indent = '    '

/** The line, or as much around the spot as there is room for, and below it a mark as wide as the spot is in cells. */
const quoteRows = ({ severity, quote, column, endColumn }: Diagnostic, look: Look): string[] => {
  const { paint, show, width, ellipsis } = look
  const plain = blankControls(quote).trimEnd()
  if (plain.trim() === '') return []
  const start = cellWidth(plain.slice(0, column - 1))
  const end = Math.max(start + 1, cellWidth(plain.slice(0, endColumn - 1)))
  const room = Math.max(20, (width ?? 160) - indent.length)
  const all = cellWidth(plain)
  const blank = cellWidth(plain) - cellWidth(plain.trimStart())
  const edge = cellWidth(ellipsis)
  // A line with room for it begins at its first word; of a longer one the spot stands at a third.
  const from =
    all - blank <= room ? blank : Math.max(blank, Math.min(start - Math.floor(room / 3), all - room))
  const left = from > blank ? ellipsis : ''
  const right = all - from > room ? ellipsis : ''
  const inside = cutCells(plain, from + (left ? edge : 0), right ? from + room - edge : all)
  const markStart = Math.max(0, Math.min(start - from, room - 1))
  const markEnd = Math.max(markStart + 1, Math.min(end - from, room))
  const mark = `^${'~'.repeat(markEnd - markStart - 1)}`
  return [
    `${indent}${show(`${left}${inside}${right}`)}`,
    `${indent}${' '.repeat(markStart)}${paint(roles[severity], mark)}`,
  ]
}
