import { isPersons } from '../../engine/on-conflict.ts'
import { ok, problem, type Result, sentence } from '../../model/result.ts'
import type { Batch, StreamFacts } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { equip } from '../equip.ts'
import { refCommit } from '../git/commits.ts'
import { mergeCommit } from '../git/compose.ts'
import { git } from '../git/git.ts'
import { mergeHead } from '../git/merge-head.ts'
import { makeScratch, removeScratch, type ScratchState, scratchState } from '../git/scratch-worktree.ts'
import { snapshot } from '../git/snapshot.ts'
import { carryWorkspace } from '../git/sync-workspace.ts'
import { registeredWorktree } from '../git/worktree-link.ts'
import { notice } from '../notice.ts'
import { mergeAndSettle } from './merge-and-settle.ts'
import { scratchPlace, streamPlace } from './stream-place.ts'

export interface Merged {
  /** Files in conflict. */
  conflicts: string[]
  /** Nothing is in conflict, by somebody's doing: it is in the scratch worktree, and not taken yet. */
  isResolved: boolean
}

/**
 * Merges integration for a stream that conflicts with it. What git cannot merge by itself is merged in a scratch worktree
 * beside the workspace, with dependencies of its own, where an agent or a person resolves it: so the workspace stays as
 * it is until there is something to take, and dropping a merge is nothing but removing a folder.
 */
export async function mergeBeside(
  runtime: Runtime,
  { id: stream }: StreamFacts,
  batch: Batch,
  target: string,
): Promise<Result<Merged>> {
  const scratch = scratchPlace(runtime, stream)
  const tip = await refCommit(streamPlace(runtime, stream).path, 'HEAD')
  if (!tip.ok) return tip
  if (tip.value === null) return problem(`The workspace of ${stream} has no commit.`)
  const left = await leaveWorkspaceMerge(runtime, stream)
  if (!left.ok) return left
  const state = await scratchState(scratch, tip.value)
  if (!state.ok) return state
  if (!goesOn(state.value, batch, target)) {
    const dropped = await dropScratch(runtime, stream)
    if (!dropped.ok) return dropped
    const isClean = await mergeByItself(runtime, stream, { tip: tip.value, target })
    if (!isClean.ok) return isClean
    if (isClean.value) return ok({ conflicts: [], isResolved: false })
    const made = await make(runtime, stream, tip.value)
    if (!made.ok) return made
  }
  const message = `${stream}: ${batch.id}\n\nBr-Task: ${stream}.${batch.id}`
  const merged = await mergeAndSettle(runtime, stream, { ...scratch, target, message })
  if (!merged.ok) return merged
  const { conflicts, target: base } = merged.value
  runtime.dispatch({
    type: 'stream-synced',
    at: runtime.now(),
    ...{ stream, base, head: tip.value, conflicts, scratch: scratch.path },
  })
  return ok({ conflicts, isResolved: conflicts.length === 0 })
}

/**
 * A person's resolution is theirs whatever has landed since. An agent begins anew with the newest, and what one has
 * committed that failed then is not to pass because it is there. Where nothing is merged nobody has worked: it was cut
 * short while it was made.
 */
const goesOn = (state: ScratchState, batch: Batch, target: string): boolean =>
  isPersons(batch)
    ? state.kind === 'merging' || state.kind === 'committed'
    : state.kind === 'merging' && state.target === target

/** Integration has moved on, and git sees no conflict any more. */
async function mergeByItself(
  runtime: Runtime,
  stream: string,
  { tip, target }: { tip: string; target: string },
): Promise<Result<boolean>> {
  const { branch, clone } = streamPlace(runtime, stream)
  const { signs } = runtime.session().repo
  const message = `Merge what has landed into ${branch}`
  const merged = await mergeCommit(clone, { onto: tip, head: target, message, sign: signs })
  if (!merged.ok) return merged
  if (merged.value.kind === 'conflict') return ok(false)
  const taken = await takeResolution(runtime, stream, { head: merged.value.commit, base: target })
  return taken.ok ? ok(true) : taken
}

/** Dependencies are installed before the merge: a lock file with markers in it is none. */
async function make(runtime: Runtime, stream: string, start: string): Promise<Result<void>> {
  const scratch = scratchPlace(runtime, stream)
  const made = await makeScratch({ ...scratch, start })
  if (!made.ok) return made
  const equipped = await equip(runtime, { path: scratch.path, name: `${stream}.conflict` })
  if (!equipped.ok) return equipped
  for (const text of [...made.value, ...equipped.value]) notice(runtime, stream, text)
  return ok(undefined)
}

/** Brings a stream's workspace to a merge with integration that was made beside it, uncommitted work in it taken along. */
export async function takeResolution(
  runtime: Runtime,
  stream: string,
  { head, base }: { head: string; base: string },
): Promise<Result<void>> {
  const place = streamPlace(runtime, stream)
  const moved = await carryWorkspace({ ...place, target: head })
  if (!moved.ok) return moved
  const { kind } = moved.value
  if (kind === 'dirty')
    return problem(
      `Uncommitted work in ${place.path} is in the way of the merge.`,
      'Commit it there, then try again.',
    )
  if (kind === 'diverged')
    return problem(
      `${place.path} has got commits that the merge has not, or is on another branch than ${place.branch}.`,
      `Merge ${head.slice(0, 10)} there, then try again.`,
    )
  runtime.dispatch({
    type: 'stream-synced',
    at: runtime.now(),
    stream,
    base,
    head: moved.value.head,
    conflicts: [],
  })
  return ok(undefined)
}

/** An older br-tui merged in the workspace itself. What there is of a resolution is kept. */
async function leaveWorkspaceMerge(runtime: Runtime, stream: string): Promise<Result<void>> {
  const { clone, path, snapshotRef } = streamPlace(runtime, stream)
  const gitDir = await registeredWorktree(clone, path)
  if (gitDir === null || (await mergeHead(gitDir)) === null) return ok(undefined)
  const ref = `${snapshotRef}.aborted-${runtime.now()}`
  const kept = await snapshot({ clone, path, ref, message: 'br-tui: a resolution in a workspace' })
  if (!kept.ok) return kept
  const left = await git(path, ['merge', '--abort'])
  if (!left.ok) return left
  const text = `The merge in its workspace was taken back, and is kept as ${kept.value?.slice(0, 10)}: conflicts are resolved in a scratch worktree now.`
  notice(runtime, stream, text)
  return ok(undefined)
}

/** Removes a scratch worktree; what is in it and not in the stream is kept. Returns that commit. */
export async function dropScratch(runtime: Runtime, stream: string): Promise<Result<string | null>> {
  const { branch, snapshotRef } = streamPlace(runtime, stream)
  const removed = await removeScratch(scratchPlace(runtime, stream), {
    into: `refs/heads/${branch}`,
    // One for each: what was kept before stays kept.
    keepRef: `${snapshotRef}.aborted-${runtime.now()}`,
  })
  if (!removed.ok) return removed
  for (const text of removed.value.notes) notice(runtime, stream, text)
  return ok(removed.value.kept)
}

/** The same once its conflict is over: if it cannot be removed now, the stream's next batch does. */
export async function clearScratch(runtime: Runtime, stream: string): Promise<void> {
  const dropped = await dropScratch(runtime, stream)
  const text = dropped.ok
    ? dropped.value && `What was in its scratch worktree besides is kept as ${dropped.value.slice(0, 10)}.`
    : `Its scratch worktree could not be removed: ${sentence(dropped.error)}`
  if (text) notice(runtime, stream, text)
}
