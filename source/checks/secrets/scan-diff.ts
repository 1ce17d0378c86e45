import type { Finding } from '../../model/finding.ts'
import { addedLines } from '../added-lines.ts'
import { scanText } from './scan-text.ts'

/** Every secret in the lines that a unified diff adds, with their places in the new files. */
export async function scanDiff(diff: string): Promise<Finding[]> {
  const found: Finding[] = []
  for (const { path, lines } of addedLines(diff)) {
    const findings = await scanText(path, lines.map(({ text }) => text).join('\n'))
    found.push(...findings.map((each) => ({ ...each, line: lines[each.line - 1]?.number ?? each.line })))
  }
  return found
}
