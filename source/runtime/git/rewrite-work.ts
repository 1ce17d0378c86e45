import { ok, type Result } from '../../model/result.ts'
import { isAncestor, mergeBase } from './commits.ts'
import { git } from './git.ts'
import { openWorktree } from './worktree-link.ts'

export interface RewriteRequest {
  clone: string
  path: string
  branch: string
  head: string
  integration: string
  /** The stream's last commit that others may have; null: none. */
  published: string | null
  /** The ref under which the old head stays. */
  keepAs: string
  message: string
  signs: boolean
}

/** Part of the names of refs under which old heads stay. */
export const BEFORE_REWRITE = '-before-rewrite-'

/**
 * Makes one commit of what a branch has that is not published, with the same tree: what was in between is in no commit
 * of the branch any more. Nobody else may be at work in the workspace, and nothing in it may be uncommitted.
 */
export async function rewriteWork(request: RewriteRequest): Promise<Result<string>> {
  const { clone, path, branch, head, keepAs, message, signs } = request
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const parents = await parentsFor(request)
  if (!parents.ok) return parents
  const onto = parents.value.flatMap((parent) => ['-p', parent])
  const made = await git(path, ['commit-tree', ...(signs ? ['-S'] : []), ...onto, `${head}^{tree}`], {
    input: `${message}\n`,
  })
  if (!made.ok) return made
  const commit = made.value.stdout.trim()
  const kept = await git(path, ['update-ref', '-m', 'br-tui: before rewrite', keepAs, head])
  if (!kept.ok) return kept
  const ref = `refs/heads/${branch}`
  const moved = await git(path, ['update-ref', '-m', 'br-tui: rewrite', ref, commit, head])
  return moved.ok ? ok(commit) : moved
}

/** On what is published and on what has landed, where that is not in it already. */
async function parentsFor({ path, head, integration, published }: RewriteRequest): Promise<Result<string[]>> {
  const from = await mergeBase(path, integration, head)
  if (!from.ok) return from
  const base = from.value
  if (published === null || published === base) return ok([base])
  const [before, has] = await Promise.all([
    isAncestor(path, published, head),
    isAncestor(path, base, published),
  ])
  if (!before.ok) return before
  if (!has.ok) return has
  if (!before.value) return ok([base])
  return ok(has.value ? [published] : [published, base])
}
