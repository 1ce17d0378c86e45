import { type AllowEntry, applyAllowList, unusedEntries } from '../../checks/allow-list.ts'
import { type ContentChecks, checkContent } from '../../checks/check-content.ts'
import type { Finding } from '../../model/finding.ts'
import { ok, type Result } from '../../model/result.ts'
import type { Contents } from './contents.ts'

export interface Scan {
  findings: Finding[]
  /** What an allow-list or a word beside it lets stay. */
  allowed: { finding: Finding; reason: string }[]
  /** Entries of the allow-list that nothing here needed. */
  unused: Finding[]
  /** Why something was not looked at to its end. */
  unread: string[]
  scanned: { files: number; bytes: number }
}

/** Looks through contents one by one, so that no more than a few of them are in memory. */
export async function scan(
  contents: Contents,
  checks: ContentChecks,
  { entries, trustsInline }: { entries: AllowEntry[]; trustsInline: boolean },
): Promise<Result<Scan>> {
  const found: Scan = { findings: [], allowed: [], unused: [], unread: [], scanned: { files: 0, bytes: 0 } }
  const unused = new Set(entries)
  for await (const content of contents) {
    if (!content.ok) return content
    const { findings, unread, lineOf } = await checkContent(content.value, checks)
    const judged = applyAllowList(findings, { entries, trustsInline, lineOf })
    found.findings.push(...judged.findings)
    found.allowed.push(...judged.allowed)
    found.unread.push(...unread)
    for (const entry of judged.used) unused.delete(entry)
    found.scanned.files += 1
    found.scanned.bytes += content.value.size
  }
  found.unused = unusedEntries([...unused])
  return ok(found)
}
