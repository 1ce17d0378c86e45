import { allowListFile, applyAllowList, ownEntries } from '../../checks/allow-list.ts'
import { type Checked, type ContentChecks, checkContent } from '../../checks/check-content.ts'
import type { Seen } from '../../checks/judge-work.ts'
import { maskFinding } from '../../checks/secrets/mask-finding.ts'
import { maskLine } from '../../checks/secrets/mask-line.ts'
import { longestScan, textOf } from '../../checks/secrets/scan-content.ts'
import type { Finding } from '../../model/finding.ts'
import { ok, type Result } from '../../model/result.ts'
import { type Blob, changedBlobs, newBlobs } from '../git/blobs.ts'
import { splitNul } from '../git/commits.ts'
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
  /** Where `head` left it. */
  base: string
}

/**
 * Looks through every content that the commits in `head` and not in `integration` bring along, also what a later one
 * took away again. What stood in the file before is not theirs, and what permits something is read where they begin.
 */
export async function lookThrough(
  { repo, head, integration, base }: Commits,
  checks: ContentChecks,
): Promise<Result<Looked>> {
  const changed = await changedBlobs(repo, base, head)
  if (!changed.ok) return changed
  const { files, blobs: held } = changed.value
  const blobs = await newBlobs(repo, [head, `^${integration}`], held)
  if (!blobs.ok) return blobs
  let list: ReturnType<AllowListed> | undefined
  // Mostly nothing is found, and nobody asks.
  const allowList: AllowListed = () => (list ??= allowListAt(repo, integration))
  const own = files.includes(allowListFile) ? await allowedByItself(repo, head, allowList) : ok([])
  if (!own.ok) return own
  const looked: Looked = { changed: files, findings: own.value, unread: [] }
  for await (const content of allOf({ repo, head, integration }, blobs.value)) {
    if (!content.ok) return content
    const seen = await lookAt({ repo, base }, content.value, { checks, allowList })
    if (!seen.ok) return seen
    looked.findings.push(...seen.value.findings)
    looked.unread.push(...seen.value.unread)
  }
  return ok(looked)
}

/** What lets something stay: read where the commits begin. */
type AllowListed = () => ReturnType<typeof allowListAt>

async function allowedByItself(
  repo: string,
  head: string,
  allowList: AllowListed,
): Promise<Result<Looked['findings']>> {
  const [before, now] = await Promise.all([allowList(), allowListAt(repo, head)])
  if (!before.ok) return before
  if (!now.ok) return now
  const own = ownEntries(before.value.entries, now.value.entries)
  return ok(own.map((finding) => ({ finding: maskFinding(finding), isCurrent: true })))
}

/** Contents of files, and what the commits say: that is published with them. */
async function* allOf({ repo, head, integration }: Omit<Commits, 'base'>, blobs: readonly Blob[]): Contents {
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
  { checks, allowList }: { checks: ContentChecks; allowList: AllowListed },
): Promise<Result<Seen>> {
  const { findings, unread, lineOf } = await checkContent(content, checks)
  const notSeen: Seen['unread'] = unread.map((why) => ({ check: 'sql-injection', why: maskLine(why) }))
  // Of a content that is too long not even its beginning is there.
  if (content.size > longestScan)
    notSeen.push({ check: 'secrets', why: `${maskLine(content.path)} is too large to be looked at.` })
  if (findings.length === 0) return ok({ findings: [], unread: notSeen })
  const allowed = await allowList()
  if (!allowed.ok) return allowed
  const { entries } = allowed.value
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
