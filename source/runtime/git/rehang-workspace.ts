import { randomUUID } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import type { Workspace } from './workspace.ts'
import { kindOf, openWorktree, registeredWorktree } from './worktree-link.ts'

/**
 * Makes a folder that was a worktree of a clone that is gone one of the new clone, on its branch, with every file as it
 * is: what is not in the branch is uncommitted work then. Not by moving the folder, because a worker may be in it.
 * False where there is nothing to hang.
 */
export async function rehangWorkspace({ clone, path, branch }: Workspace): Promise<Result<boolean>> {
  const isOrphan =
    (await kindOf(join(path, '.git'))) === 'file' && (await registeredWorktree(clone, path)) === null
  if (!isOrphan) return ok(false)
  const twin = join(dirname(path), `.${randomUUID()}`, basename(path))
  const added = await git(clone, ['worktree', 'add', '--quiet', '--no-checkout', '--', twin, branch])
  if (!added.ok) return added
  const gitDir = await registeredWorktree(clone, twin)
  if (gitDir !== null) await writeFile(join(gitDir, 'gitdir'), `${join(path, '.git')}\n`, { flush: true })
  await rm(dirname(twin), { recursive: true, force: true })
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const index = await git(path, ['read-tree', 'HEAD'])
  return index.ok ? ok(true) : index
}
