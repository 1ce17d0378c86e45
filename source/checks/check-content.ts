import type { Finding } from '../model/finding.ts'
import { maskLine } from './secrets/mask-line.ts'
import { scanContent, textOf } from './secrets/scan-content.ts'
import { checkSqlInjection } from './sql-injection/sql-injection.ts'
import type { LoadGrammar } from './syntax/parse.ts'

export interface ContentChecks {
  secrets: boolean
  /** Null: it is not looked for. */
  sql: LoadGrammar | null
}

export interface Checked {
  findings: Finding[]
  /** Why a check could not come to its end; what it did not see has not passed. */
  unread: string[]
  /** The line a finding points to; '' where there is none. */
  lineOf: (finding: Finding) => string
}

interface Content {
  path: string
  bytes: Uint8Array
  size: number
  lines: ReadonlySet<number> | null
  isCurrent: boolean
}

/** Everything that can be found in one file by itself. What it held once is looked through for secrets alone. */
export async function checkContent(
  { path, bytes, size, lines, isCurrent }: Content,
  { secrets, sql }: ContentChecks,
): Promise<Checked> {
  const text = textOf(bytes)
  const found = secrets ? await scanContent({ path, bytes, size }) : []
  const injections =
    sql && isCurrent && text !== null ? await checkSqlInjection(path, text, { load: sql }) : null
  // They quote the source as it stands there.
  const quoting = (injections?.findings ?? []).map((finding) => ({
    ...finding,
    excerpt: maskLine(finding.excerpt),
    mend: maskLine(finding.mend),
  }))
  const findings = [...found, ...quoting].filter(
    ({ line }) => lines === null || line === 0 || lines.has(line),
  )
  let rows: string[] | undefined
  return {
    findings: findings.map((finding) =>
      isCurrent ? finding : { ...finding, mend: inHistory(finding.mend) },
    ),
    unread: injections?.unread === undefined ? [] : [injections.unread],
    lineOf: ({ line }) => {
      rows ??= text?.split('\n') ?? []
      return rows[line - 1]?.replace(/\r$/, '') ?? ''
    },
  }
}

const inHistory = (mend: string): string => `It is in the history, not in the file any more. ${mend}`
