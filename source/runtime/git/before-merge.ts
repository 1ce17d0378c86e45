import { copyFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ok, type Result } from '../../model/result.ts'
import { refCommit } from './commits.ts'
import { git } from './git.ts'
import { mergeHead } from './merge-head.ts'
import { readPlainFile } from './read-plain-file.ts'
import { snapshot } from './snapshot.ts'
import type { Workspace } from './workspace.ts'
import { openWorktree, removeStaleLocks } from './worktree-link.ts'

/** What a workspace was before a merge began in it. Its index is kept beside this, byte for byte. */
const beforeSchema = z.object({
  head: z.string(),
  worktree: z.string().describe('a commit with everything that was in it but ignored files'),
  kept: z.string().optional().describe('what there was of a resolution when the merge began to be dropped'),
})
type Before = z.infer<typeof beforeSchema>

const recordIn = (gitDir: string) => join(gitDir, 'br-before-merge')
const indexIn = (gitDir: string) => join(gitDir, 'br-before-merge.index')

/** Keeps what a workspace was before the merge in it. A ref of its own: the next snapshot takes the place of the last. */
export const beforeMergeRef = (snapshotRef: string): string => `${snapshotRef}.before-merge`

/** The record is written last: where it is, the index is there as well. */
export async function rememberBefore(gitDir: string, before: Before): Promise<void> {
  await rm(recordIn(gitDir), { force: true })
  await copyFile(join(gitDir, 'index'), indexIn(gitDir))
  await writeRecord(gitDir, before)
}

export async function forgetBefore(gitDir: string): Promise<void> {
  for (const file of [recordIn(gitDir), indexIn(gitDir)]) await rm(file, { force: true })
}

async function writeRecord(gitDir: string, before: Before): Promise<void> {
  await writeFile(`${recordIn(gitDir)}.new`, JSON.stringify(before), { flush: true })
  await rename(`${recordIn(gitDir)}.new`, recordIn(gitDir))
}

async function readBefore(gitDir: string): Promise<Before | null> {
  const text = await readPlainFile(recordIn(gitDir), 65_536)
  try {
    return text === null ? null : beforeSchema.parse(JSON.parse(text.toString()))
  } catch {
    return null
  }
}

export interface Dropped {
  /** The stream's commit, which it is at again. */
  head: string
  /** The commit that keeps what there was of a resolution; null: there was none. */
  kept: string | null
}

/**
 * Drops the merge that is under way in a workspace: files, index and branch are again what they were before it. What
 * was there of a resolution is kept under `keepRef`. Killed at any point, a second call does the rest.
 */
export async function dropMerge({
  clone,
  path,
  branch,
  keepRef,
}: Workspace & { keepRef: string }): Promise<Result<Dropped>> {
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const { gitDir } = open.value
  await removeStaleLocks(clone, gitDir, branch)
  const before = await readBefore(gitDir)
  if (before === null) return dropPlainly(path, gitDir)
  // One that was cut short has kept the resolution already, and what is there now is half of each.
  const ref = before.kept === undefined ? keepRef : `${keepRef}.again`
  const taken = await snapshot({ clone, path, ref, message: 'br-tui: a resolution that was dropped' })
  if (!taken.ok) return taken
  const now = taken.value ?? (await headOf(path))
  if (before.kept === undefined) await writeRecord(gitDir, { ...before, kept: now })
  const branchRef = `refs/heads/${branch}`
  const steps = [
    // The index says first what is there, so that what does not belong there is taken away.
    ['read-tree', now],
    ['update-index', '--refresh', '-q'],
    ['read-tree', '--reset', '-u', before.worktree],
    ['update-ref', '-m', 'br-tui: a merge was dropped', branchRef, before.head],
    ['symbolic-ref', '-m', 'br-tui: a merge was dropped', 'HEAD', branchRef],
  ]
  for (const step of steps) {
    const ran = await git(path, step)
    if (!ran.ok) return ran
  }
  for (const file of MERGE_FILES) await rm(join(gitDir, file), { force: true })
  await copyFile(indexIn(gitDir), join(gitDir, 'index.br'))
  await rename(join(gitDir, 'index.br'), join(gitDir, 'index'))
  await forgetBefore(gitDir)
  const kept = before.kept ?? now
  return ok({ head: before.head, kept: kept === before.worktree ? null : kept })
}

const MERGE_FILES = ['MERGE_HEAD', 'MERGE_MSG', 'MERGE_MODE', 'AUTO_MERGE']

/** One that was begun before such records were kept. */
async function dropPlainly(path: string, gitDir: string): Promise<Result<Dropped>> {
  if ((await mergeHead(gitDir)) !== null) {
    const aborted = await git(path, ['merge', '--abort'])
    if (!aborted.ok) return aborted
  }
  return ok({ head: await headOf(path), kept: null })
}

async function headOf(path: string): Promise<string> {
  const head = await refCommit(path, 'HEAD')
  return (head.ok && head.value) || ''
}
