import type { Finding } from '../../model/finding.ts'
import { maskLine } from './mask-line.ts'

/** As it may be shown and kept: even the name of a file can hold a secret, or what a terminal would obey. */
export const maskFinding = (finding: Finding): Finding => ({
  ...finding,
  file: maskLine(finding.file),
  excerpt: maskLine(finding.excerpt),
  mend: maskLine(finding.mend),
})
