import { existsSync } from 'node:fs'
import { currentBatch, isRunning } from '../../engine/batch-state.ts'
import { isAborted } from '../../engine/on-conflict.ts'
import { ok, type Result, sentence } from '../../model/result.ts'
import type { StreamFacts } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { collectWork } from '../git/collect.ts'
import { fetchCommits, refCommit } from '../git/commits.ts'
import { syncWorkspace } from '../git/sync-workspace.ts'
import { prepareWorkspace, type Workspace } from '../git/workspace.ts'
import { notice } from '../notice.ts'
import { mergeAndSettle } from './merge-and-settle.ts'
import { clearScratch, type Merged, mergeBeside } from './scratch.ts'
import { scratchPlace, streamPlace, workspaceTurn } from './stream-place.ts'

/** Brings an idle workspace up to what has landed. One that is at work gets it before its next batch. */
export const syncStream = (runtime: Runtime, stream: string): Promise<void> =>
  runtime.inTurn(workspaceTurn(stream), async () => {
    const facts = runtime.session().streams[stream]
    if (!facts || isRunning(facts) || facts.workspace.state !== 'ready' || isAborted(facts)) return
    const synced = await bringUp(runtime, facts)
    if (!synced.ok) return notice(runtime, stream, sentence(synced.error))
    const { conflicts, isResolved } = synced.value
    if (currentBatch(facts)?.kind === 'conflict' && conflicts.length === 0 && !isResolved)
      notice(runtime, stream, "It merges without a conflict now. Type 'continue'.", 'good')
  })

/**
 * The same for a caller that has the workspace's turn. A stream that conflicts gets integration merged beside its
 * workspace. One that mends, or is to begin with what it had waited for, gets it merged in, and keeps a conflict. Any
 * other is fast-forwarded, and stays as it is while it has work of its own.
 */
export async function bringUp(
  runtime: Runtime,
  facts: StreamFacts,
  mustHave = false,
): Promise<Result<Merged>> {
  const { places, dispatch, now } = runtime
  const { integration: target } = runtime.session()
  const { id: stream, workspace, head } = facts
  const batch = currentBatch(facts)
  const mends = batch?.kind === 'repair'
  const isConflict = batch?.kind === 'conflict'
  const there = await ensureWorkspace(runtime, stream, workspace.base ?? target)
  if (!there.ok) return there
  if (!isConflict && existsSync(scratchPlace(runtime, stream).path)) await clearScratch(runtime, stream)
  if (workspace.base === target && !mends && !isConflict) return ok(nothing)
  const fetched = await fetchCommits(places.workClone, places.landClone, [target])
  if (!fetched.ok) return fetched
  if (isConflict) return mergeBeside(runtime, facts, batch, target)
  const place = { ...streamPlace(runtime, stream), target }
  if (!mends) {
    const synced = await syncWorkspace(place)
    if (!synced.ok) return synced
    if (synced.value.kind === 'synced' || synced.value.kind === 'current') {
      const { head: tip } = synced.value
      dispatch({ type: 'stream-synced', at: now(), stream, base: target, head: tip, conflicts: [] })
      return ok(nothing)
    }
    if (!mustHave) return ok(nothing)
  }
  let merged = await mergeAndSettle(runtime, stream, place)
  if (!merged.ok && !mends) {
    // Uncommitted work of the try before is in the way: as a commit it merges, or conflicts, like any other.
    const kept = await keepAsCommit(place, facts)
    if (!kept.ok) return kept
    merged = await mergeAndSettle(runtime, stream, place)
  }
  if (!merged.ok) return merged
  const { conflicts } = merged.value
  const tip = conflicts.length > 0 ? (head ?? merged.value.head) : merged.value.head
  dispatch({ type: 'stream-synced', at: now(), stream, base: merged.value.target, head: tip, conflicts })
  return ok({ conflicts, isResolved: false })
}

const nothing: Merged = { conflicts: [], isResolved: false }

async function keepAsCommit(place: Workspace, facts: StreamFacts): Promise<Result<unknown>> {
  const head = await refCommit(place.path, 'HEAD')
  if (!head.ok) return head
  const tasks = currentBatch(facts)?.tasks ?? []
  const title = `${facts.id}: work before what it waits for`
  return collectWork({ ...place, base: head.value ?? '', tasks, title })
}

/** One that was deleted by hand is made again where its branch left off; what was uncommitted in it is gone. */
async function ensureWorkspace(runtime: Runtime, stream: string, start: string): Promise<Result<void>> {
  const made = await prepareWorkspace({ ...streamPlace(runtime, stream), start })
  if (!made.ok) return made
  const { added, notes } = made.value
  const said = added ? ['Its workspace was gone and was made again.', ...notes] : notes
  for (const text of said) notice(runtime, stream, text)
  return ok(undefined)
}
