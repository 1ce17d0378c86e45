import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

/** Merges two commits without a worktree. */
export async function mergeTree(
  repo: string,
  onto: string,
  head: string,
): Promise<Result<{ tree: string; conflicts: string[] }>> {
  const merged = await git(
    repo,
    ['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages', onto, head],
    {
      okExits: [0, 1],
    },
  )
  if (!merged.ok) return merged
  const [tree = '', ...files] = merged.value.stdout.split('\0')
  // A commit that does not exist exits 1 as well, like a conflict, but names no tree.
  if (!isObjectId(tree)) {
    return {
      ok: false,
      error: { message: `git could not merge ${head} with ${onto}: one of them is missing.` },
    }
  }
  return ok({ tree, conflicts: merged.value.exit === 0 ? [] : files.filter((file) => file !== '') })
}

export const isObjectId = (text: string) => /^[0-9a-f]{40,64}$/.test(text)
