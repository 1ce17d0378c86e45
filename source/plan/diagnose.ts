import type { Diagnostic } from '../model/plan.ts'
import { blankControls } from './plain-text.ts'

export interface Finding {
  severity: Diagnostic['severity']
  code: string
  message: string
  line: number
  /** The piece of the line that is meant; without it all of the line. */
  at?: string
}

/** Adds place and quote to a finding. The line is held inside the text, whatever the finding says. */
export const diagnose = (lines: string[], { severity, code, message, line, at }: Finding): Diagnostic => {
  const inside = Math.min(Math.max(1, line), Math.max(1, lines.length))
  const written = lines[inside - 1] ?? ''
  const quote = blankControls(written.slice(0, longestQuote)).trimEnd()
  const found = at ? written.indexOf(at) : -1
  const [column, end] =
    found >= 0
      ? [found, found + (at ?? '').length]
      : [Math.max(0, written.search(/\S/)), written.trimEnd().length]
  return {
    severity,
    code,
    message,
    line: inside,
    column: column + 1,
    endColumn: Math.max(column, end) + 1,
    quote,
  }
}

/** As much of a line as is read at all; who shows it cuts it to the room there is. */
const longestQuote = 1000

export const splitLines = (text: string): string[] => text.split(/\r\n|\n|\r/)
