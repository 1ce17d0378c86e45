import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

/** One version of a file in conflict. */
export interface Stage {
  mode: string
  oid: string
}

/** A path in conflict, and those versions of it that there are. */
export interface ConflictedFile {
  file: string
  base: Stage | null
  ours: Stage | null
  theirs: Stage | null
}

export interface MergedTree {
  /** With markers in it where it is not clean. */
  tree: string
  /** False without a conflicted file as well: a folder that one side split in two is no conflict of any file. */
  isClean: boolean
  conflicts: ConflictedFile[]
}

/** Merges two commits without a worktree. */
export async function mergeTree(repo: string, onto: string, head: string): Promise<Result<MergedTree>> {
  const args = ['merge-tree', '--write-tree', '-z', '--no-messages', onto, head]
  const merged = await git(repo, args, { okExits: [0, 1] })
  if (!merged.ok) return merged
  const [tree = '', ...entries] = merged.value.stdout.split('\0')
  // A commit that does not exist exits 1 as well, like a conflict, but names no tree.
  if (!isObjectId(tree)) {
    return {
      ok: false,
      error: { message: `git could not merge ${head} with ${onto}: one of them is missing.` },
    }
  }
  const isClean = merged.value.exit === 0
  return ok({ tree, isClean, conflicts: isClean ? [] : readStages(entries) })
}

/** `mode oid stage TAB name`, as `ls-files --unmerged` prints them too. */
export function readStages(entries: readonly string[]): ConflictedFile[] {
  const files = new Map<string, ConflictedFile>()
  for (const entry of entries) {
    const [, mode = '', oid = '', stage, file = ''] =
      /^(\d+) ([0-9a-f]+) ([123])\t([\s\S]+)$/.exec(entry) ?? []
    if (stage === undefined) continue
    const known = files.get(file) ?? { file, base: null, ours: null, theirs: null }
    const side = stage === '1' ? 'base' : stage === '2' ? 'ours' : 'theirs'
    files.set(file, { ...known, [side]: { mode, oid } })
  }
  return [...files.values()]
}

export const isObjectId = (text: string) => /^[0-9a-f]{40,64}$/.test(text)
