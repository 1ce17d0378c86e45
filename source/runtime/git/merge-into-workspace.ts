import { ok, problem, type Result } from '../../model/result.ts'
import { isAncestor, refCommit, splitNul } from './commits.ts'
import { filesWithMarkers } from './conflict-files.ts'
import { git } from './git.ts'
import { mergeHead } from './merge-head.ts'
import { snapshot } from './snapshot.ts'
import type { SyncRequest } from './sync-workspace.ts'
import { openWorktree, removeStaleLocks } from './worktree-link.ts'

export type MergeRequest = SyncRequest & {
  /** Of its commit. */
  message?: string
}

export interface MergeOutcome {
  /** It began just now: nobody has been at the files in conflict yet. */
  isNew: boolean
  /** Files that hold markers now; empty: merged and committed. */
  conflicts: string[]
  head: string
  /** What is merged: an earlier state of integration, if one was begun with that. */
  target: string
  /** The commit that keeps what was uncommitted before. */
  snapshot: string | null
  notes: string[]
}

/**
 * Merges `target` into a workspace. A conflict stays in it, markers and all, for a worker or a person to resolve;
 * a second call finds it and says the same. Nobody else may be at work in there.
 */
export async function mergeIntoWorkspace(request: MergeRequest): Promise<Result<MergeOutcome>> {
  const { clone, path, branch, target, snapshotRef } = request
  const { message = `Merge what has landed into ${branch}` } = request
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const { gitDir, notes } = open.value
  await removeStaleLocks(clone, gitDir, branch)
  const kept = await snapshot({ clone, path, ref: snapshotRef, message: 'br-tui: before a merge' })
  if (!kept.ok) return kept

  const begun = await mergeHead(gitDir)
  if (begun === null) {
    const args = [
      'merge',
      '--no-ff',
      '--no-commit',
      '--quiet',
      '--no-stat',
      '--no-autostash',
      '--no-verify-signatures',
    ]
    const merged = await git(path, [...args, target], { okExits: [0, 1] })
    if (!merged.ok) return inTheWay(path, merged.error.stderr) ?? merged
    // Exit 1 without a merge begun is git's way to say that uncommitted work is in the way.
    if (merged.value.exit === 1 && (await mergeHead(gitDir)) === null) return inTheWay(path, 'overwritten')!
  } else {
    // What landed since then comes with the next merge.
    const isEarlier = await isAncestor(path, begun, target)
    if (!isEarlier.ok) return isEarlier
    if (!isEarlier.value)
      return problem(
        `Another merge is unfinished in ${path}.`,
        'Finish it there, or drop it with: git merge --abort',
      )
  }
  const conflicts = begun === null ? await unmergedFiles(path) : await unresolvedFiles(path)
  if (!conflicts.ok) return conflicts
  if (conflicts.value.length === 0 && (await mergeHead(gitDir)) !== null) {
    const args = ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '-F', '-']
    const committed = await git(path, args, { input: `${message}\n` })
    if (!committed.ok) return committed
  }
  const head = await refCommit(path, 'HEAD')
  if (!head.ok) return head
  return ok({
    ...{ isNew: begun === null, conflicts: conflicts.value, head: head.value ?? target },
    ...{ target: begun ?? target, snapshot: kept.value, notes },
  })
}

function inTheWay(path: string, stderr: string) {
  if (!/overwritten|unmerged|not possible/.test(stderr)) return null
  return problem(`Uncommitted work in ${path} is in the way of a merge.`, 'Commit it there, then try again.')
}

/** A merge of before may have been marked as resolved, by `git add`, with its markers still in the files. */
async function unresolvedFiles(path: string): Promise<Result<string[]>> {
  const unmerged = await unmergedFiles(path)
  if (!unmerged.ok) return unmerged
  const staged = await git(path, [
    'diff-index',
    '--cached',
    '--name-only',
    '--no-ext-diff',
    '-z',
    'HEAD',
    '--',
  ])
  if (!staged.ok) return staged
  const marked = await filesWithMarkers(path, splitNul(staged.value.stdout))
  return ok([...new Set([...unmerged.value, ...marked])])
}

async function unmergedFiles(path: string): Promise<Result<string[]>> {
  const listed = await git(path, ['diff', '--name-only', '--diff-filter=U', '-z', '--no-ext-diff'])
  return listed.ok ? ok(splitNul(listed.value.stdout)) : listed
}
