import { rename, rm } from 'node:fs/promises'
import { ok, type Result } from '../../model/result.ts'
import { isAncestor, refCommit } from './commits.ts'
import { git } from './git.ts'
import { mergeHead } from './merge-head.ts'
import { snapshot } from './snapshot.ts'
import { prepareWorkspace, type Workspace } from './workspace.ts'
import { kindOf, openWorktree, registeredWorktree, removeStaleLocks } from './worktree-link.ts'

/** How far a merge in a scratch worktree has come. */
export type ScratchState =
  | { kind: 'none' }
  /** Nothing is merged in it. */
  | { kind: 'empty' }
  | { kind: 'merging'; target: string }
  /** It has commits that its stream has not. */
  | { kind: 'committed' }

/** `tip`: the commit of the stream that is merged into. */
export async function scratchState({ clone, path }: Workspace, tip: string): Promise<Result<ScratchState>> {
  const gitDir = await registeredWorktree(clone, path)
  if (gitDir === null || (await kindOf(path)) !== 'folder') return ok({ kind: 'none' })
  const target = await mergeHead(gitDir)
  if (target !== null) return ok({ kind: 'merging', target })
  const head = await refCommit(path, 'HEAD')
  if (!head.ok) return head
  return ok({ kind: head.value === tip ? 'empty' : 'committed' })
}

/**
 * Makes the worktree in which one conflict of a stream is resolved, at the stream's commit. A second call finds it made.
 * Returns what the person should know.
 */
export async function makeScratch(place: Workspace & { start: string }): Promise<Result<string[]>> {
  const { clone, path, branch } = place
  const notes: string[] = []
  if ((await registeredWorktree(clone, path)) === null) {
    if ((await kindOf(path)) !== 'none') notes.push(await movedAside(path))
    // Of a conflict before this one, and killed before it was gone.
    const gone = await git(clone, ['update-ref', '-d', `refs/heads/${branch}`])
    if (!gone.ok) return gone
  }
  const made = await prepareWorkspace(place)
  return made.ok ? ok([...notes, ...made.value.notes]) : made
}

/** What a scratch worktree left behind. */
export interface Removed {
  /** The commit that keeps what was in it and nowhere else; null: nothing was. */
  kept: string | null
  /** What the person should know. */
  notes: string[]
}

/**
 * Removes it. What is in it and not in `into` is kept under `keepRef` first. Killed at any point, a second call does the
 * rest.
 */
export async function removeScratch(
  place: Workspace,
  { into, keepRef }: { into: string; keepRef: string },
): Promise<Result<Removed>> {
  const { clone, path, branch } = place
  const notes: string[] = []
  const open = await openWorktree(clone, path)
  let kept: string | null = null
  if (open.ok) {
    await removeStaleLocks(clone, open.value.gitDir, branch)
    const taken = await keep(place, { into, keepRef })
    if (!taken.ok) return taken
    kept = taken.value
    const removed = await git(clone, ['worktree', 'remove', '--force', '--force', '--', path])
    if (!removed.ok) return removed
  } else if ((await kindOf(path)) !== 'none') notes.push(await movedAside(path))
  // One that is registered without its folder would hold the branch.
  const registered = await registeredWorktree(clone, path)
  if (registered !== null) await rm(registered, { recursive: true, force: true })
  const gone = await git(clone, ['update-ref', '-d', `refs/heads/${branch}`])
  return gone.ok ? ok({ kept, notes }) : gone
}

async function keep(
  { clone, path }: Workspace,
  { into, keepRef }: { into: string; keepRef: string },
): Promise<Result<string | null>> {
  const taken = await snapshot({
    clone,
    path,
    ref: keepRef,
    message: 'br-tui: a resolution that was dropped',
  })
  if (!taken.ok || taken.value !== null) return taken
  const head = await refCommit(path, 'HEAD')
  if (!head.ok || head.value === null) return head
  const isThere = await isAncestor(clone, head.value, into)
  if (!isThere.ok) return isThere
  if (isThere.value) return ok(null)
  const kept = await git(clone, ['update-ref', '-m', 'br-tui: a resolution', keepRef, head.value])
  return kept.ok ? ok(head.value) : kept
}

/** A folder that the clone does not know (any more) may hold somebody's work. */
async function movedAside(path: string): Promise<string> {
  const aside = `${path}-aside-${Date.now()}`
  await rename(path, aside)
  return `${path} was there and is no worktree of work.git; it was moved to ${aside}.`
}
