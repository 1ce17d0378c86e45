import { filesInList } from '../../find-files.ts'
import type { Block } from '../../markdown-blocks.ts'

/** A row of a `Parallelization Matrix`. Null: the table has no such column. */
export interface MatrixRow {
  line: number
  /** Text of the cell that names the phase. */
  phase: string
  files: string[] | null
  parallel: string | null
  blockedBy: string | null
  after: string | null
}

/** The rows of every matrix in a plan, in its order. */
export const readTables = (blocks: Block[]): MatrixRow[] => {
  const rows: MatrixRow[] = []
  let columns: Columns | null = null
  let lastLine = -1
  for (const block of blocks) {
    if (block.kind !== 'text') continue
    const cells = cellsOf(block.text)
    if (!cells || block.line !== lastLine + 1) columns = null
    if (!cells) continue
    lastLine = block.line
    if (!columns) columns = readHeader(cells)
    else if (!isRule(cells)) rows.push(readRow(cells, columns, block.line))
  }
  return rows
}

/** Whether a line is the head of such a table. */
export const isMatrixHeader = (line: string): boolean => {
  const cells = line.includes('|') ? cellsOf(line.slice(0, 1000).trim()) : null
  return cells !== null && readHeader(cells) !== null
}

interface Columns {
  phase: number
  files: number
  parallel: number
  blockedBy: number
  after: number
}

const readHeader = (cells: string[]): Columns | null => {
  const find = (pattern: RegExp) => cells.findIndex((cell) => pattern.test(cell.replaceAll('*', '').trim()))
  const columns = {
    phase: find(/^phases?\b|^#$|^id$/i),
    files: find(/\bfiles?\b/i),
    parallel: find(/\bparallel/i),
    blockedBy: find(/^(?:blocked by|depends on|dependenc(?:y|ies)|needs|requires|blockers?|can start when)/i),
    after: find(/^(?:after|soft)/i),
  }
  const isMatrix =
    columns.phase >= 0 && (columns.blockedBy >= 0 || (columns.parallel >= 0 && columns.files >= 0))
  return isMatrix ? columns : null
}

const readRow = (cells: string[], columns: Columns, line: number): MatrixRow => {
  const at = (index: number): string | null => (index < 0 ? null : (cells[index] ?? ''))
  const files = at(columns.files)
  return {
    line,
    phase: at(columns.phase) ?? '',
    files: files === null ? null : filesInList(files),
    parallel: at(columns.parallel),
    blockedBy: at(columns.blockedBy),
    after: at(columns.after),
  }
}

const isRule = (cells: string[]): boolean => cells.every((cell) => /^:?-+:?$/.test(cell))

/** A bar that is escaped, or inside backticks, divides nothing. */
const cellsOf = (text: string): string[] | null => {
  if (!/^\|.*\|/.test(text)) return null
  const cells = ['']
  let inCode = false
  for (let at = 1; at < text.length; at += 1) {
    const sign = text[at] ?? ''
    if (sign === '`') inCode = !inCode
    if (sign === '\\' && text[at + 1] === '|') at += 1
    else if (sign === '|' && !inCode) cells.push('')
    else cells[cells.length - 1] += sign
  }
  if ((cells.at(-1) ?? '').trim() === '') cells.pop()
  return cells.map((cell) => cell.trim())
}
