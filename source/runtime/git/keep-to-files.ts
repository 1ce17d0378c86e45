import { ok, type Result } from '../../model/result.ts'
import { changedFiles, treeOf } from './commits.ts'
import { commitTree } from './compose.ts'
import { git } from './git.ts'
import { mergeTree } from './merge-tree.ts'
import { treeWithFilesOf } from './tree-with.ts'

export interface ResolvedMerge {
  path: string
  /** Where the branch stood, and what was merged into it. */
  base: string
  target: string
  /** Where it stands with the resolution committed. */
  head: string
  message: string
  sign: boolean
  /** The full ref that keeps all of it where something is dropped. */
  keepAs: string
}

/**
 * Keeps of a resolution what is about the files in conflict: everything else is what git merged by itself. So a stream
 * cannot change by a merge what nobody looks at. Nobody else may be at work in there.
 */
export async function keepToFiles({
  path,
  base,
  target,
  head,
  message,
  sign,
  keepAs,
}: ResolvedMerge): Promise<Result<{ head: string; dropped: string[] }>> {
  const merged = await mergeTree(path, base, target)
  if (!merged.ok) return merged
  const files = merged.value.conflicts.map(({ file }) => file)
  if (merged.value.isClean || files.length === 0) return ok({ head, dropped: [] })
  const tree = await treeWithFilesOf(path, { tree: merged.value.tree, commit: head, files })
  if (!tree.ok) return tree
  const made = await treeOf(path, head)
  if (!made.ok) return made
  if (made.value === tree.value) return ok({ head, dropped: [] })
  const dropped = await changedFiles(path, tree.value, head)
  if (!dropped.ok) return dropped
  const commit = await commitTree(path, tree.value, [base, target], message, sign)
  if (!commit.ok) return commit
  const steps = [
    ['update-ref', '-m', 'br-tui: a whole resolution', keepAs, head],
    ['reset', '--quiet', '--hard', commit.value],
  ]
  for (const step of steps) {
    const ran = await git(path, step)
    if (!ran.ok) return ran
  }
  return ok({ head: commit.value, dropped: dropped.value })
}
