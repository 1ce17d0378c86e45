import { type AllowEntry, applyAllowList, ownEntries } from '../../checks/allow-list.ts'
import { type Checked, type ContentChecks, checkContent } from '../../checks/check-content.ts'
import type { Seen } from '../../checks/judge-work.ts'
import { maskFinding } from '../../checks/secrets/mask-finding.ts'
import { maskLine } from '../../checks/secrets/mask-line.ts'
import { longestScan, textOf } from '../../checks/secrets/scan-content.ts'
import type { Finding } from '../../model/finding.ts'
import { ok, type Result } from '../../model/result.ts'
import { type Blob, newBlobs } from '../git/blobs.ts'
import { changedFiles, mergeBase, splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'
import { readFileAt } from '../git/read.ts'
import { allowListAt } from './allow-list-of.ts'
import { type Contents, contentsOf, type Scannable } from './contents.ts'

/** What commits bring along, as the checks of single files see it. */
export interface Looked extends Seen {
  /** Files that the commits change, by the names git has for them. */
  changed: string[]
}

export interface Commits {
  repo: string
  head: string
  /** What has landed: all that it has is nobody's new work. */
  integration: string
}

/**
 * Looks through every content that the commits in `head` and not in `integration` bring along, also what a later one
 * took away again. What stood in the file before is not theirs, and what permits something is read where they begin.
 */
export async function lookThrough(
  { repo, head, integration }: Commits,
  checks: ContentChecks,
): Promise<Result<Looked>> {
  const from = await mergeBase(repo, integration, head)
  if (!from.ok) return from
  const base = from.value
  const [changed, blobs, before, now] = await Promise.all([
    changedFiles(repo, base, head),
    newBlobs(repo, [head, `^${integration}`]),
    allowListAt(repo, integration),
    allowListAt(repo, head),
  ])
  if (!changed.ok) return changed
  if (!blobs.ok) return blobs
  if (!before.ok) return before
  if (!now.ok) return now
  const { entries } = before.value
  const own = ownEntries(entries, now.value.entries)
  const looked: Looked = {
    changed: changed.value,
    findings: own.map((finding) => ({ finding: maskFinding(finding), isCurrent: true })),
    unread: [],
  }
  for await (const content of allOf({ repo, head, integration }, blobs.value)) {
    if (!content.ok) return content
    const seen = await lookAt({ repo, base }, content.value, { checks, entries })
    if (!seen.ok) return seen
    looked.findings.push(...seen.value.findings)
    looked.unread.push(...seen.value.unread)
  }
  return ok(looked)
}

/** Contents of files, and what the commits say: that is published with them. */
async function* allOf({ repo, head, integration }: Commits, blobs: readonly Blob[]): Contents {
  yield* contentsOf(repo, blobs)
  const said = await git(repo, ['log', '-z', '--format=%h%n%B', head, `^${integration}`, '--'])
  if (!said.ok) return yield said
  for (const entry of splitNul(said.value.stdout)) {
    const [commit = '', ...lines] = entry.split('\n')
    const bytes = Buffer.from(lines.join('\n'))
    // Like what a file once held, no further commit takes it out.
    yield ok({ path: `message of ${commit}`, bytes, size: bytes.length, lines: null, isCurrent: false })
  }
}

async function lookAt(
  { repo, base }: { repo: string; base: string },
  content: Scannable,
  { checks, entries }: { checks: ContentChecks; entries: AllowEntry[] },
): Promise<Result<Seen>> {
  const { findings, unread, lineOf } = await checkContent(content, checks)
  const notSeen: Seen['unread'] = unread.map((why) => ({ check: 'sql-injection', why: maskLine(why) }))
  // Of a content that is too long not even its beginning is there.
  if (content.size > longestScan)
    notSeen.push({ check: 'secrets', why: `${maskLine(content.path)} is too large to be looked at.` })
  // Whoever is judged wrote the lines: what stands beside a finding permits nothing.
  const { findings: kept } = applyAllowList(findings, { entries, trustsInline: false, lineOf })
  const errors = kept.filter(({ severity }) => severity !== 'info')
  const old = errors.length > 0 ? await foundBefore({ repo, base }, content, checks) : ok(new Set<string>())
  if (!old.ok) return old
  const key = keyIn(textOf(content.bytes))
  return ok({
    findings: errors
      .filter((finding) => !old.value.has(key(finding)))
      .map((finding) => ({ finding: maskFinding(finding), isCurrent: content.isCurrent })),
    unread: notSeen,
  })
}

/** What is found in the file as it was before, by kind and by the lines it stands on. */
async function foundBefore(
  { repo, base }: { repo: string; base: string },
  { path }: Scannable,
  checks: ContentChecks,
): Promise<Result<Set<string>>> {
  const text = await readFileAt(repo, base, path, longestScan)
  if (!text.ok) return text
  if (text.value === null) return ok(new Set())
  const bytes = Buffer.from(text.value)
  const { findings }: Checked = await checkContent(
    { path, bytes, size: bytes.length, lines: null, isCurrent: true },
    checks,
  )
  return ok(new Set(findings.filter(({ line }) => line > 0).map(keyIn(text.value))))
}

/** A private key begins like many others, so that all of its lines count. */
function keyIn(text: string | null): (finding: Finding) => string {
  const rows = text?.split('\n') ?? []
  return ({ code, line }) => {
    const end =
      code === 'private-key' ? rows.findIndex((row, at) => at >= line - 1 && /-----END/.test(row)) : -1
    const lines = rows.slice(line - 1, Math.max(line, end + 1)).map((row) => row.trim())
    return [code, ...lines].join('\n')
  }
}
