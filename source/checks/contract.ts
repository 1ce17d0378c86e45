import type { Finding } from '../model/finding.ts'
import { isDeclared } from '../plan/is-declared.ts'

export interface Contracts {
  changed: readonly string[]
  /** Files that are shared interfaces between streams. */
  contracts: readonly string[]
  /** The shared decisions, as they were said. */
  decisions: readonly string[]
}

/** Others rely on a shared interface: before one stream changes it, a decision that names it has to be shared. */
export const checkContracts = ({ changed, contracts, decisions }: Contracts): Finding[] =>
  changed
    .filter((file) => isDeclared(file, contracts))
    .filter((file) => !decisions.some((text) => names(text, file)))
    .map((file) => ({
      check: 'contract',
      code: 'contract-without-decision',
      severity: 'error',
      file,
      line: 0,
      column: 0,
      excerpt: 'a shared interface, changed without a shared decision',
      mend: `Share what changes for the others first, naming the file: br-tui decide '${file}: …'.`,
    }))

/** By its whole path, or its own name where that stands alone. */
function names(text: string, file: string): boolean {
  const words = text.split(/[\s`'"(),;:]+/).map((word) => word.replace(/^\.\/|\.$/g, ''))
  return words.includes(file) || words.includes(file.slice(file.lastIndexOf('/') + 1))
}
