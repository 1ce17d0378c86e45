import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ok, type Result } from '../../model/result.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { git } from './git.ts'
import { stage } from './stage.ts'
import { openWorktree } from './worktree-link.ts'

export interface SnapshotRequest {
  clone: string
  path: string
  /** Where the snapshot is kept: a full ref name. */
  ref: string
  message: string
}

/**
 * Commits everything uncommitted in a workspace, untracked files too and ignored ones not, to a ref of its own.
 * Worktree, index and branch stay as they are. Null: nothing is uncommitted.
 */
export async function snapshot(request: SnapshotRequest): Promise<Result<string | null>> {
  const open = await openWorktree(request.clone, request.path)
  if (!open.ok) return open
  // A worker that writes meanwhile makes a file change or vanish under git's hands: the next try sees it whole.
  for (const pause of [20, 60, 180, 540]) {
    const taken = await take(request, open.value.gitDir)
    if (taken.ok) return taken
    await sleep(pause)
  }
  return take(request, open.value.gitDir)
}

async function take({ path, ref, message }: SnapshotRequest, gitDir: string): Promise<Result<string | null>> {
  const found = await uncommittedTree(path, gitDir)
  if (!found.ok) return found
  const { head, tree } = found.value
  if (tree === null) return ok(null)
  // The same as the one before: its commit would only be younger.
  const before = await git(path, ['rev-parse', `${ref}^{tree}`, `${ref}^`, ref], { okExits: [0, 128] })
  if (!before.ok) return before
  const [treeBefore, parentBefore, commitBefore = ''] = before.value.stdout.split('\n')
  if (before.value.exit === 0 && treeBefore === tree && parentBefore === head) return ok(commitBefore)
  const made = await git(path, ['commit-tree', tree, '-p', head], { input: message })
  if (!made.ok) return made
  const commit = made.value.stdout.trim()
  const kept = await git(path, ['update-ref', '-m', 'br-tui: snapshot', ref, commit])
  return kept.ok ? ok(commit) : kept
}

/** What a workspace has checked out, and the tree of everything in it; null: nothing is uncommitted. `env`: of git. */
export const uncommittedTree = (
  path: string,
  gitDir: string,
  given: Record<string, string> = {},
): Promise<Result<{ head: string; tree: string | null }>> =>
  withTemporaryFolder(async (folder) => {
    const env = { ...given, GIT_INDEX_FILE: join(folder, 'index') }
    const copied = await copyFile(join(gitDir, 'index'), env.GIT_INDEX_FILE).catch(() => 'no index')
    if (copied === 'no index') {
      const filled = await git(path, ['read-tree', 'HEAD'], { env })
      if (!filled.ok) return filled
    }
    const tree = await writeWorktree(path, env)
    if (!tree.ok) return tree
    const found = await git(path, ['rev-parse', 'HEAD', 'HEAD^{tree}'])
    if (!found.ok) return found
    const [head = '', headTree] = found.value.stdout.split('\n')
    return ok({ head, tree: tree.value === headTree ? null : tree.value })
  })

/** Like `git add -A && git write-tree`, but a nested repository is passed over: an empty one makes `add` give up. */
async function writeWorktree(path: string, env: Record<string, string>): Promise<Result<string>> {
  const listed = await git(
    path,
    ['ls-files', '-z', '--modified', '--others', '--exclude-standard', '--deduplicate'],
    {
      env,
      encoding: 'latin1',
    },
  )
  if (!listed.ok) return listed
  const files = listed.value.stdout.split('\0').filter((file) => file !== '' && !file.endsWith('/'))
  const added = await stage(path, files, env)
  if (!added.ok) return added
  const written = await git(path, ['write-tree'], { env })
  return written.ok ? ok(written.value.stdout.trim()) : written
}
