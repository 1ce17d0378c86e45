import { type Finding, findingLine } from '../model/finding.ts'

/** Findings as a compiler says its own: `file:line:column: severity code: what stands there`, and below it what to do. */
export const printFindings = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${findingLine(finding)}\n    ${finding.mend}\n`).join('')

export const hasError = (findings: readonly Finding[]): boolean =>
  findings.some(({ severity }) => severity === 'error')
