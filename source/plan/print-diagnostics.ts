import type { Diagnostic } from '../model/plan.ts'
import { blankControls, plainText } from './plain-text.ts'

/** Findings as compilers print them: place, what is wrong, the line and a caret below the spot. */
export const printDiagnostics = (diagnostics: Diagnostic[], file: string): string =>
  diagnostics.map((diagnostic) => printDiagnostic(diagnostic, file)).join('\n')

const printDiagnostic = (
  { severity, code, message, line, column, quote }: Diagnostic,
  file: string,
): string => {
  const head = `${plainText(file)}:${line}:${column}: ${severity} ${code}: ${plainText(message, 500)}`
  if (quote.trim() === '') return head
  const start = quote.search(/\S/)
  // A line may be quoted only in part: the caret then stands at its end.
  const caret = ' '.repeat(Math.max(0, Math.min(column - 1, quote.length) - start))
  return `${head}\n    ${blankControls(quote).trim()}\n    ${caret}^`
}
