import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { checkedOut, isAncestor, refCommit } from './commits.ts'
import { git } from './git.ts'
import { mergeTree } from './merge-tree.ts'
import { readPlainFile } from './read-plain-file.ts'
import { snapshot } from './snapshot.ts'
import type { SyncRequest } from './sync-workspace.ts'
import { treeWithFilesOf } from './tree-with.ts'
import { removeStaleLocks } from './worktree-link.ts'

/** Lies beside the worktree's index from before a sync begins until it is done. */
export interface Progress {
  target: string
  /** What a recovery found uncommitted, once one has begun. */
  snapshot: string | null
}

/**
 * A killed fast-forward leaves its lock and a tree that is partly the target's. Taken as one piece of work on top
 * of the old commit, that tree merges with the target, and what remains is the real work.
 * Returns whether anything had to be put right.
 */
export async function recoverSync(
  request: SyncRequest,
  gitDir: string,
  begun: Progress | null,
): Promise<Result<boolean>> {
  const { clone, path, branch, snapshotRef } = request
  const safety = await snapshot({ clone, path, ref: snapshotRef, message: 'br-tui: before recovery' })
  if (!safety.ok) return safety
  await removeStaleLocks(clone, gitDir, branch)
  const target = begun?.target ?? request.target
  const [head, at] = await Promise.all([refCommit(path, 'HEAD'), checkedOut(path)])
  if (!head.ok) return head
  if (!at.ok) return at
  // A recovery that was itself cut short goes on from its own snapshot: by now the worktree is a mixture.
  const work = begun?.snapshot ?? safety.value
  if (work === null || head.value === null || at.value !== branch) return done(gitDir, false)
  const canMove = await isAncestor(path, head.value, target)
  if (!canMove.ok) return canMove
  if (!canMove.value) return done(gitDir, false)
  const tree = await mergeWork(path, { target, work, begun })
  if (!tree.ok) return tree
  if (tree.value === null) return done(gitDir, false)

  await writeProgress(gitDir, { target, snapshot: work })
  const steps = [
    ['update-ref', '-m', 'br-tui: sync', 'HEAD', target],
    ['read-tree', '--reset', '-u', tree.value],
    ['read-tree', '--reset', target],
  ]
  for (const step of steps) {
    const ran = await git(path, step)
    if (!ran.ok) return ran
  }
  return done(gitDir, true)
}

async function done(gitDir: string, mended: boolean) {
  await removeProgress(gitDir)
  return ok(mended)
}

/** The target with the work on it; null where they conflict and the work is somebody's. */
async function mergeWork(
  path: string,
  { target, work, begun }: { target: string; work: string; begun: Progress | null },
) {
  const merged = await mergeTree(path, target, work)
  if (!merged.ok) return merged
  const { tree, isClean, conflicts } = merged.value
  if (isClean) return ok(tree)
  // A sync of ours begins with every tracked file clean, so a conflict is the file that git was writing when it was
  // killed: empty or gone. Of any other git's lock we cannot know that.
  if (begun === null) return ok(null)
  const files = conflicts.map(({ file }) => file)
  return treeWithFilesOf(path, { tree, commit: target, files })
}

const progressFile = 'br-sync'

export const writeProgress = (gitDir: string, { target, snapshot }: Progress) =>
  writeFile(join(gitDir, progressFile), `${target} ${snapshot ?? '-'}\n`, { flush: true })

export const removeProgress = (gitDir: string) => rm(join(gitDir, progressFile), { force: true })

export async function readProgress(gitDir: string): Promise<Progress | null> {
  const text = (await readPlainFile(join(gitDir, progressFile), 4096))?.toString() ?? ''
  const [, target, snapshot] = /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}|-)\n$/.exec(text) ?? []
  return target && snapshot ? { target, snapshot: snapshot === '-' ? null : snapshot } : null
}
