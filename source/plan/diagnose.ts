import type { Diagnostic } from '../model/plan.ts'
import { blankControls } from './plain-text.ts'

export interface Finding {
  severity: Diagnostic['severity']
  code: string
  message: string
  line: number
  /** The piece of the line that is meant; without it the first word. */
  at?: string
}

/** Adds place and quote to a finding. The line is held inside the text, whatever the finding says. */
export const diagnose = (lines: string[], { severity, code, message, line, at }: Finding): Diagnostic => {
  const inside = Math.min(Math.max(1, line), Math.max(1, lines.length))
  const written = lines[inside - 1] ?? ''
  const found = at ? written.indexOf(at) : written.search(/\S/)
  const quote = blankControls(written.slice(0, 200)).trimEnd()
  return { severity, code, message, line: inside, column: Math.max(0, found) + 1, quote }
}

export const splitLines = (text: string): string[] => text.split(/\r\n|\n|\r/)
