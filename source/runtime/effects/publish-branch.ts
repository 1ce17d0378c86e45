import { ok, type Result } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { isAncestor, refCommit } from '../git/commits.ts'
import { git } from '../git/git.ts'
import { publishRef } from '../git/publish.ts'

export interface PublishBranch {
  /** The repository that has the commit. */
  from: string
  branch: string
  commit: string
  /** Refs of what it may leave behind. */
  replaced?: string
}

/** Moves a br/ branch of the user's repository forward, never back, and off what was replaced. Returns what the person should know, or null. */
export async function publishBranch(
  { root }: Runtime,
  { from, branch, commit, replaced }: PublishBranch,
): Promise<Result<string | null>> {
  const ref = `refs/heads/${branch}`
  const old = await refCommit(root, ref)
  if (!old.ok) return old
  if (old.value === commit) return ok(null)
  const mayLeave =
    old.value === null ||
    (await isForward(from, old.value, commit)) ||
    (replaced !== undefined && (await isIn(from, old.value, replaced)))
  if (!mayLeave) {
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

async function isIn(repo: string, commit: string, refs: string): Promise<boolean> {
  const found = await git(repo, [
    'for-each-ref',
    '--count=1',
    '--format=%(refname)',
    '--contains',
    commit,
    refs,
  ])
  return found.ok && found.value.stdout !== ''
}

/** A commit that the repository does not even have cannot be behind. */
async function isForward(repo: string, old: string, commit: string): Promise<boolean> {
  const ancestor = await isAncestor(repo, old, commit)
  return ancestor.ok && ancestor.value
}
