/** How often each line was run, by its number from 1: only lines that can be run are there. */
export type Lines = Map<number, number>

export interface Totals {
  covered: number
  measured: number
}

/** What a coverage report says; the paths are as the tool wrote them. */
export interface CoverageReport {
  format: string
  files: Map<string, Lines>
  /** Only where the report counts without saying which lines. */
  totals?: Totals
}

/** One format of report. `read` may throw on anything that is not of its form. */
export interface CoverageFormat {
  name: string
  detect: (text: string) => boolean
  read: (text: string) => Omit<CoverageReport, 'format'>
}

/** A file can come several times in a report, once for each class or test run: what ran in one of them has run. */
export const addLine = (lines: Lines, line: number, hits: number): void => {
  if (!Number.isSafeInteger(line) || line < 1 || Number.isNaN(hits)) return
  lines.set(line, Math.max(lines.get(line) ?? 0, hits))
}

export const linesOf = (files: Map<string, Lines>, path: string): Lines => {
  const lines = files.get(path) ?? new Map()
  files.set(path, lines)
  return lines
}
