import type { Finding, Severity } from '../../model/finding.ts'
import type { Plan } from '../../model/plan.ts'
import type { Tree } from '../../plan/match-files.ts'
import { plainText } from '../../plan/plain-text.ts'

/** A plan, and where it was read. */
export interface PlanAt {
  /** Below the repository; '' where it has no file there. */
  file: string
  text: string
  plan: Plan
}

/** A file that the plan speaks of, as it is. */
export interface Content {
  /** Bytes. */
  size: number
  /** Null: it is no text, or it is no plain file. */
  text: string | null
}

/** What is there of what plans speak of. */
export interface Evidence {
  tree: Tree
  contents: ReadonlyMap<string, Content>
}

/** What a gap looks like in a plan: the line that promises it. */
export const inPlan = (
  { file }: PlanAt,
  line: number,
  gap: { code: string; severity: Severity; excerpt: string; mend: string },
): Finding => ({ check: 'gaps', file, line, column: 0, ...gap, excerpt: plainText(gap.excerpt, 200) })

/** Folders that hold the place of others, and files whose being there is all they say. */
const MAY_BE_EMPTY =
  /(?:^|\/)(?:__init__\.py|py\.typed|\.gitkeep|\.keep|\.nojekyll|\.npmignore|conftest\.py)$/

export const isEmpty = (path: string, { size, text }: Content): boolean =>
  !MAY_BE_EMPTY.test(path) && (size === 0 || (text !== null && text.replace(/^\ufeff/, '').trim() === ''))

export const isDocument = (file: string): boolean => /\.(?:md|mdx|markdown|rst|adoc)$/i.test(file)
