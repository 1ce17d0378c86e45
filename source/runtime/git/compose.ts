import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import type { Resolved } from '../../model/session.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { fetchCommits, isAncestor, missingCommits } from './commits.ts'
import { git } from './git.ts'
import { configChangedNote, guardConfig } from './guard-config.ts'
import { type MergedTree, mergeTree } from './merge-tree.ts'

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
  | { kind: 'merged'; commit: string; tree: string; resolved: Resolved[] }
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
  /** Is asked when it is not clean; null: there is no way without an agent or a person. */
  resolve?: (merged: MergedTree) => Promise<Result<{ tree: string; resolved: Resolved[] } | null>>
}

/** Merges `head` onto `onto` without a worktree, always as a commit with two parents. */
export async function mergeCommit(
  land: string,
  { onto, ontoTree, head, message, sign, resolve }: MergeRequest,
): Promise<Result<MergedCommit>> {
  const merged = await mergeTree(land, onto, head)
  if (!merged.ok) return merged
  const { tree, isClean, conflicts } = merged.value
  if (!isClean) {
    const way = (await resolve?.(merged.value)) ?? ok(null)
    if (!way.ok) return way
    if (way.value === null) return ok({ kind: 'conflict', files: conflicts.map(({ file }) => file) })
    const { tree: settled, resolved } = way.value
    const told = `${message}\n\n${resolved.map(resolvedTrailer).join('\n')}`
    const made = await commitTree(land, settled, [onto, head], told, sign)
    return made.ok ? ok({ kind: 'merged', commit: made.value, tree: settled, resolved }) : made
  }
  // What is in there already changes nothing.
  if (ontoTree === undefined || ontoTree === tree) {
    const already = await isAncestor(land, head, onto)
    if (!already.ok) return already
    if (already.value) return ok({ kind: 'already', commit: onto })
  }
  const commit = await commitTree(land, tree, [onto, head], message, sign)
  return commit.ok ? ok({ kind: 'merged', commit: commit.value, tree, resolved: [] }) : commit
}

// As JSON, a name of a file can hold no line break that would begin a trailer of its own.
const resolvedTrailer = ({ file, rung }: Resolved) => `Br-Resolved: ${JSON.stringify(file)} by ${rung}`

export interface FilesRequest {
  onto: string
  files: readonly FileOfTree[]
  message: string
  sign?: boolean
}

/** A commit on `onto` with these files written, without a worktree. */
export async function commitFiles(
  land: string,
  { onto, files, message, sign }: FilesRequest,
): Promise<Result<string>> {
  const tree = await treeWith(land, onto, files)
  return tree.ok ? commitTree(land, tree.value, [onto], message, sign) : tree
}

export interface FileOfTree {
  path: string
  content: string
  mode?: string
}

/** The tree of `onto` with these files written. */
export async function treeWith(
  land: string,
  onto: string,
  files: readonly FileOfTree[],
  encoding: 'utf8' | 'latin1' = 'utf8',
): Promise<Result<string>> {
  const blobs = await Promise.all(
    files.map(({ content }) =>
      git(land, ['hash-object', '-w', '--stdin', '--no-filters'], { input: content, encoding }),
    ),
  )
  const entries: string[] = []
  for (const [index, blob] of blobs.entries()) {
    if (!blob.ok) return blob
    const { mode = '100644', path } = files[index] as FileOfTree
    entries.push('--cacheinfo', `${mode},${blob.value.stdout.trim()},${path}`)
  }
  return withTemporaryFolder(async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index') }
    const read = await git(land, ['read-tree', onto], { env })
    if (!read.ok) return read
    // Unlike --index-info, this way fails for a path that must not be in a tree (`.git/…`, `../…`).
    const added = await git(land, ['update-index', '--add', '--replace', ...entries], { env })
    if (!added.ok) return added
    const tree = await git(land, ['write-tree'], { env })
    return tree.ok ? ok(tree.value.stdout.trim()) : tree
  })
}

export async function commitTree(
  land: string,
  tree: string,
  parents: string[],
  message: string,
  sign = false,
): Promise<Result<string>> {
  const args = ['commit-tree', ...(sign ? ['-S'] : []), ...parents.flatMap((parent) => ['-p', parent]), tree]
  const made = await git(land, args, { input: message.endsWith('\n') ? message : `${message}\n` })
  return made.ok ? ok(made.value.stdout.trim()) : made
}
