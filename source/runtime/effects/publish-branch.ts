import { ok, type Result } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { isAncestor, refCommit } from '../git/commits.ts'
import { publishRef } from '../git/publish.ts'

export interface PublishBranch {
  /** The repository that has the commit. */
  from: string
  branch: string
  commit: string
}

/** Moves a br/ branch of the user's repository forward, never back. Returns what the person should know, or null. */
export async function publishBranch(
  { root }: Runtime,
  { from, branch, commit }: PublishBranch,
): Promise<Result<string | null>> {
  const ref = `refs/heads/${branch}`
  const old = await refCommit(root, ref)
  if (!old.ok) return old
  if (old.value === commit) return ok(null)
  if (old.value !== null && !(await isForward(from, old.value, commit))) {
    return ok(`${branch} has commits that are not from here, so it was not moved. Rename it to keep them.`)
  }
  const published = await publishRef({ root, land: from, ref, commit, expectedOld: old.value })
  if (!published.ok) return published
  if (published.value.kind === 'checked-out')
    return ok(`${branch} is checked out in ${published.value.where}, so it was not moved.`)
  if (published.value.kind === 'moved')
    return ok(`${branch} was moved by somebody else meanwhile and left as it is.`)
  return ok(null)
}

/** A commit that the repository does not even have cannot be behind. */
async function isForward(repo: string, old: string, commit: string): Promise<boolean> {
  const ancestor = await isAncestor(repo, old, commit)
  return ancestor.ok && ancestor.value
}
