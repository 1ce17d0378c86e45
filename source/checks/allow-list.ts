import { createHash } from 'node:crypto'
import type { Finding } from '../model/finding.ts'
import { plainText } from '../text/plain.ts'

/** The file in a repository that says what may stay; one `code path[:line-hash] reason` a line. */
export const allowListFile = '.br-allow'

export interface AllowEntry {
  code: string
  /** A file, or a folder with a slash at its end. */
  path: string
  /** Then only a line of this content may stay (`lineHash`). */
  hash: string | null
  reason: string
  /** Where it stands in the list, from 1. */
  line: number
}

export interface AllowList {
  entries: AllowEntry[]
  /** Lines that cannot be understood: they allow nothing. */
  findings: Finding[]
}

// A path with blanks or odd characters stands in quotes, as in JSON.
const entry = /^([\w-]+)[ \t]+("(?:[^"\\]|\\.)*"|[^\s"]\S*?)(?::([0-9a-f]{12}))?[ \t]+(\S.*)$/

export function readAllowList(text: string): AllowList {
  const list: AllowList = { entries: [], findings: [] }
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const written = row.trim()
    if (written === '' || written.startsWith('#')) continue
    const [, code, name = '', hash = null, reason] = entry.exec(written) ?? []
    const path = name.startsWith('"') ? unquoted(name) : name
    if (code && path && reason) list.entries.push({ code, path, hash, reason, line: index + 1 })
    else
      list.findings.push(
        onList(
          'unreadable-entry',
          index + 1,
          written,
          'Write `code path reason`, with a path in quotes when it has blanks.',
        ),
      )
  }
  return list
}

function unquoted(name: string): string | null {
  try {
    return String(JSON.parse(name))
  } catch {
    return null
  }
}

/** What a line of the list names it by: the same wherever it stands and however it is indented. */
export const lineHash = (line: string): string =>
  createHash('sha256').update(line.trim()).digest('hex').slice(0, 12)

/** `br-allow: code reason`, in whatever the language takes for a comment. */
export function inlineAllowances(line: string): { code: string; reason: string }[] {
  return [...line.matchAll(/\bbr-allow:[ \t]*([\w-]+)[ \t]+([^\s*/>-][^\n]*)/g)].map(
    ([, code = '', reason = '']) => ({
      code,
      reason: reason.trim(),
    }),
  )
}

export interface Allowing {
  /** What the list said before the work that is judged: the only one that permits anything. */
  entries: AllowEntry[]
  /** Whether what stands beside a finding counts: not when the one who is judged wrote the line. */
  trustsInline: boolean
  /** The line a finding points to, '' where there is none. */
  lineOf: (finding: Finding) => string
}

export interface Allowed {
  /** What stays a finding. */
  findings: Finding[]
  allowed: { finding: Finding; reason: string }[]
  /** Entries that something needed. */
  used: AllowEntry[]
}

/** Takes out what may stay. */
export function applyAllowList(findings: Finding[], { entries, trustsInline, lineOf }: Allowing): Allowed {
  const used = new Set<AllowEntry>()
  const kept: Finding[] = []
  const allowed: Allowed['allowed'] = []
  for (const finding of findings) {
    const line = lineOf(finding)
    const inline = trustsInline ? inlineAllowances(line).find(({ code }) => code === finding.code) : undefined
    const listed = entries.filter((each) => permits(each, finding, line))
    for (const each of listed) used.add(each)
    const reason = inline?.reason ?? listed[0]?.reason
    if (reason === undefined) kept.push(finding)
    else allowed.push({ finding, reason })
  }
  return { findings: kept, allowed, used: [...used] }
}

/** Entries that nothing needs. True only of a list against which everything was held that it could be for. */
export const unusedEntries = (entries: readonly AllowEntry[]): Finding[] =>
  entries.map((each) => onList('unused-allowance', each.line, written(each), 'Take the line out.'))

/** Nobody permits himself anything: what work adds to the list is a finding. */
export function ownEntries(before: readonly AllowEntry[], now: readonly AllowEntry[]): Finding[] {
  const known = new Set(before.map(written))
  return now
    .filter((each) => !known.has(written(each)))
    .map((each) => onList('own-allowance', each.line, written(each), decide, 'error'))
}

const decide =
  'A person has to decide: put it on the list before the work begins, or mend what it would allow.'

function permits({ code, path, hash }: AllowEntry, finding: Finding, line: string): boolean {
  const isThere = path.endsWith('/') ? finding.file.startsWith(path) : finding.file === path
  return code === finding.code && isThere && (hash === null || hash === lineHash(line))
}

const written = ({ code, path, hash, reason }: AllowEntry): string =>
  `${code} ${/[\s"]/.test(path) ? JSON.stringify(path) : path}${hash ? `:${hash}` : ''} ${reason}`

const onList = (
  code: string,
  line: number,
  excerpt: string,
  mend: string,
  severity: Finding['severity'] = 'warning',
): Finding => ({
  check: 'allow-list',
  code,
  severity,
  file: allowListFile,
  line,
  column: 1,
  excerpt: plainText(excerpt).slice(0, 200),
  mend,
})
