import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { fetchCommits, isAncestor, missingCommits } from './commits.ts'
import { git } from './git.ts'
import { configChangedNote, guardConfig } from './guard-config.ts'
import { mergeTree } from './merge-tree.ts'

/** Gets commits of workers into the land clone. Afterwards each of them is there, with all it needs. */
export async function fetchHeads(
  land: string,
  workClone: string,
  commits: readonly string[],
): Promise<Result<{ notes: string[] }>> {
  // Tests run in a worktree of the land clone, so that its config is within reach of a stream as well.
  const changed = [await guardConfig(land), await guardConfig(workClone)].includes(true)
  const notes = changed ? [configChangedNote] : []
  const wanted = await missingCommits(land, commits)
  if (!wanted.ok) return wanted
  if (wanted.value.length === 0) return ok({ notes })
  // git keeps each under a ref of its own, and makes none for a commit that it does not have whole.
  const fetched = await fetchCommits(land, workClone, [...new Set(wanted.value)], 'refs/fetched')
  return fetched.ok ? ok({ notes }) : fetched
}

export type MergedCommit =
  | { kind: 'merged'; commit: string; tree: string }
  | { kind: 'conflict'; files: string[] }
  | { kind: 'already'; commit: string }

export interface MergeRequest {
  onto: string
  /** The tree of `onto`, where it is known: spares asking git whether `head` is in there already. */
  ontoTree?: string | undefined
  head: string
  message: string
  /** Sign the commit, as the user's commit.gpgsign wants it. */
  sign?: boolean
}

/** Merges `head` onto `onto` without a worktree, always as a commit with two parents. */
export async function mergeCommit(
  land: string,
  { onto, ontoTree, head, message, sign }: MergeRequest,
): Promise<Result<MergedCommit>> {
  const merged = await mergeTree(land, onto, head)
  if (!merged.ok) return merged
  const { tree, conflicts } = merged.value
  if (conflicts.length > 0) return ok({ kind: 'conflict', files: conflicts })
  // What is in there already changes nothing.
  if (ontoTree === undefined || ontoTree === tree) {
    const already = await isAncestor(land, head, onto)
    if (!already.ok) return already
    if (already.value) return ok({ kind: 'already', commit: onto })
  }
  const commit = await commitTree(land, tree, [onto, head], message, sign)
  return commit.ok ? ok({ kind: 'merged', commit: commit.value, tree }) : commit
}

export interface FilesRequest {
  onto: string
  files: readonly { path: string; content: string }[]
  message: string
  sign?: boolean
}

/** A commit on `onto` with these files written, without a worktree. */
export async function commitFiles(
  land: string,
  { onto, files, message, sign }: FilesRequest,
): Promise<Result<string>> {
  const blobs = await Promise.all(
    files.map(({ content }) =>
      git(land, ['hash-object', '-w', '--stdin', '--no-filters'], { input: content }),
    ),
  )
  const entries: string[] = []
  for (const [index, blob] of blobs.entries()) {
    if (!blob.ok) return blob
    entries.push('--cacheinfo', `100644,${blob.value.stdout.trim()},${files[index]!.path}`)
  }
  return withFolder(async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index') }
    const read = await git(land, ['read-tree', onto], { env })
    if (!read.ok) return read
    // Unlike --index-info, this way fails for a path that must not be in a tree (`.git/…`, `../…`).
    const added = await git(land, ['update-index', '--add', '--replace', ...entries], { env })
    if (!added.ok) return added
    const tree = await git(land, ['write-tree'], { env })
    return tree.ok ? commitTree(land, tree.value.stdout.trim(), [onto], message, sign) : tree
  })
}

async function commitTree(land: string, tree: string, parents: string[], message: string, sign = false) {
  const args = ['commit-tree', ...(sign ? ['-S'] : []), ...parents.flatMap((parent) => ['-p', parent]), tree]
  const made = await git(land, args, { input: message.endsWith('\n') ? message : `${message}\n` })
  return made.ok ? ok(made.value.stdout.trim()) : made
}

export async function withFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'br-git-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
