import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { refCommit } from './commits.ts'
import { git } from './git.ts'
import type { Workspace } from './workspace.ts'
import { kindOf, openWorktree, registeredWorktree } from './worktree-link.ts'

/** It was a worktree, and this clone does not know it. */
export const isOrphan = async (clone: string, path: string): Promise<boolean> =>
  (await kindOf(join(path, '.git'))) === 'file' && (await registeredWorktree(clone, path)) === null

/**
 * Makes a folder that was a worktree of a clone that is gone, or that forgot it in a power cut, one of this clone, on its
 * branch, with every file as it is: what is not in the branch is uncommitted work then. Not by moving the folder, because
 * a worker may be in it. False where there is nothing to hang.
 */
export async function rehangWorkspace({
  clone,
  path,
  branch,
  start,
}: Workspace & { start: string }): Promise<Result<boolean>> {
  if (!(await isOrphan(clone, path))) return ok(false)
  // What is left of a registration would hold the branch.
  const pruned = await git(clone, ['worktree', 'prune', '--expire=now'])
  if (!pruned.ok) return pruned
  const tip = await refCommit(clone, `refs/heads/${branch}`)
  if (!tip.ok) return tip
  const what = (twin: string) =>
    tip.value === null ? ['-b', branch, '--', twin, start] : ['--', twin, branch]
  const twin = join(dirname(path), `.${randomUUID()}`, basename(path))
  const added = await git(clone, ['worktree', 'add', '--quiet', '--no-checkout', ...what(twin)])
  if (!added.ok) return added
  const gitDir = await registeredWorktree(clone, twin)
  if (gitDir !== null) await writeFile(join(gitDir, 'gitdir'), `${join(path, '.git')}\n`, { flush: true })
  await rm(dirname(twin), { recursive: true, force: true })
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const index = await git(path, ['read-tree', 'HEAD'])
  return index.ok ? ok(true) : index
}
