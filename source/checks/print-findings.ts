import type { Finding } from '../model/finding.ts'

/** Findings as a compiler says its own: `file:line:column: severity code: what stands there`, and below it what to do. */
export const printFindings = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${headOf(finding)}\n    ${finding.mend}\n`).join('')

/** One line for one finding. */
export function headOf({ severity, check, code, file, line, column, excerpt }: Finding): string {
  const place = [file, ...(line > 0 ? [line] : []), ...(line > 0 && column > 0 ? [column] : [])].join(':')
  return `${place}: ${severity} ${check}/${code}: ${excerpt}`
}

export const hasError = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error')
