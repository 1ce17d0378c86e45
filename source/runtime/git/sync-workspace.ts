import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { checkedOut, isAncestor, refCommit } from './commits.ts'
import { git } from './git.ts'
import { readProgress, recoverSync, removeProgress, writeProgress } from './recover-sync.ts'
import type { Workspace } from './workspace.ts'
import { kindOf, openWorktree } from './worktree-link.ts'

export type SyncOutcome =
  | { kind: 'synced'; head: string; notes: string[] }
  /** Nothing to do: it has the target already. */
  | { kind: 'current'; head: string; notes: string[] }
  /** Uncommitted work is in the way. */
  | { kind: 'dirty'; notes: string[] }
  /** It has commits of its own, or another branch is checked out. */
  | { kind: 'diverged'; notes: string[] }

export type SyncRequest = Workspace & {
  /** A commit in the clone. */
  target: string
  /** Where uncommitted work is kept before a killed sync is put right. */
  snapshotRef: string
}

/**
 * Fast-forwards an idle workspace. What a killed one left half done is put right first, with uncommitted work
 * intact. Nobody else may be at work in there.
 */
export async function syncWorkspace(request: SyncRequest): Promise<Result<SyncOutcome>> {
  const open = await openWorktree(request.clone, request.path)
  if (!open.ok) return open
  const { gitDir, notes } = open.value
  const begun = await readProgress(gitDir)
  if (begun !== null || (await kindOf(join(gitDir, 'index.lock'))) !== 'none') {
    const recovered = await recoverSync(request, gitDir, begun)
    if (!recovered.ok) return recovered
    if (recovered.value) notes.push('A sync that was cut short has been put right.')
  }
  const outcome = await fastForward(request, gitDir)
  return outcome.ok ? ok({ ...outcome.value, notes }) : outcome
}

/**
 * The same with uncommitted work taken along, where it fits onto the target. `dirty`: it does not, and stays as it is.
 */
export async function carryWorkspace(request: SyncRequest): Promise<Result<SyncOutcome>> {
  const synced = await syncWorkspace(request)
  if (!synced.ok || synced.value.kind !== 'dirty') return synced
  const open = await openWorktree(request.clone, request.path)
  if (!open.ok) return open
  const carried = await recoverSync(request, open.value.gitDir, null)
  if (!carried.ok) return carried
  return carried.value ? ok({ kind: 'synced', head: request.target, notes: synced.value.notes }) : synced
}

type Bare<T> = T extends unknown ? Omit<T, 'notes'> : never

async function fastForward(request: SyncRequest, gitDir: string): Promise<Result<Bare<SyncOutcome>>> {
  const { path, branch, target } = request
  const [head, ref, status] = await Promise.all([
    refCommit(path, 'HEAD'),
    checkedOut(path),
    git(path, ['status', '--porcelain', '-z', '--untracked-files=no']),
  ])
  if (!head.ok) return head
  if (!ref.ok) return ref
  if (!status.ok) return status
  if (head.value === null || ref.value !== branch) return ok({ kind: 'diverged' })

  const [has, canMove] = await Promise.all([
    isAncestor(path, target, head.value),
    isAncestor(path, head.value, target),
  ])
  if (!has.ok) return has
  if (!canMove.ok) return canMove
  if (has.value) return ok({ kind: 'current', head: head.value })
  if (!canMove.value) return ok({ kind: 'diverged' })
  // Untracked files may stay (what a collect left out is one): git itself refuses to write over them.
  if (status.value.stdout !== '') return ok({ kind: 'dirty' })

  await writeProgress(gitDir, { target, snapshot: null })
  const merged = await git(path, ['merge', '--ff-only', '--quiet', '--no-autostash', target])
  const refused = !merged.ok && merged.error.stderr.includes('would be overwritten')
  // Any other failure may have come half way (a full disk): the next call must know.
  if (!merged.ok && !refused) return merged
  await removeProgress(gitDir)
  return ok(refused ? { kind: 'dirty' } : { kind: 'synced', head: target })
}
