import { currentBatch, isRunning } from '../../engine/batch-state.ts'
import { isAborted } from '../../engine/on-conflict.ts'
import { ok, type Result, sentence } from '../../model/result.ts'
import type { StreamFacts } from '../../model/session.ts'
import { climbInWorkspace } from '../conflicts/climb-in-workspace.ts'
import type { Runtime } from '../context.ts'
import { collectWork } from '../git/collect.ts'
import { fetchCommits, refCommit } from '../git/commits.ts'
import { mergeIntoWorkspace } from '../git/merge-into-workspace.ts'
import { syncWorkspace } from '../git/sync-workspace.ts'
import { prepareWorkspace, type Workspace } from '../git/workspace.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'

/** Brings an idle workspace up to what has landed. One that is at work gets it before its next batch. */
export const syncStream = (runtime: Runtime, stream: string): Promise<void> =>
  runtime.inTurn(workspaceTurn(stream), async () => {
    const facts = runtime.session().streams[stream]
    if (!facts || isRunning(facts) || facts.workspace.state !== 'ready' || isAborted(facts)) return
    const synced = await bringUp(runtime, facts)
    if (synced.ok) return
    runtime.dispatch({
      type: 'noticed',
      at: runtime.now(),
      about: stream,
      text: sentence(synced.error),
      tone: 'warn',
    })
  })

/**
 * The same for a caller that has the workspace's turn. A stream that was left out gets integration merged in, and
 * keeps the conflict; so does one that is to begin with what it had waited for. Any other is fast-forwarded, and stays
 * as it is while it has work of its own.
 */
export async function bringUp(
  runtime: Runtime,
  facts: StreamFacts,
  mustHave = false,
): Promise<Result<{ conflicts: string[] }>> {
  const { places, dispatch, now } = runtime
  const { integration: target } = runtime.session()
  const { id: stream, workspace, head } = facts
  const mends = isMending(facts)
  const there = await ensureWorkspace(runtime, stream, workspace.base ?? target)
  if (!there.ok) return there
  if (workspace.base === target && !mends) return ok({ conflicts: [] })
  const fetched = await fetchCommits(places.workClone, places.landClone, [target])
  if (!fetched.ok) return fetched
  const place = { ...streamPlace(runtime, stream), target }
  if (!mends) {
    const synced = await syncWorkspace(place)
    if (!synced.ok) return synced
    if (synced.value.kind === 'synced' || synced.value.kind === 'current') {
      const { head: tip } = synced.value
      dispatch({ type: 'stream-synced', at: now(), stream, base: target, head: tip, conflicts: [] })
      return ok({ conflicts: [] })
    }
    if (!mustHave) return ok({ conflicts: [] })
  }
  let merged = await mergeIntoWorkspace(place)
  if (!merged.ok && !mends) {
    // Uncommitted work of the try before is in the way: as a commit it merges, or conflicts, like any other.
    const kept = await keepAsCommit(place, facts)
    if (!kept.ok) return kept
    merged = await mergeIntoWorkspace(place)
  }
  if (!merged.ok) return merged
  if (merged.value.isNew && merged.value.conflicts.length > 0) {
    const settled = await settleSimple(runtime, stream, place.path)
    if (!settled.ok) return settled
    merged = settled.value ? await mergeIntoWorkspace(place) : merged
    if (!merged.ok) return merged
  }
  const { conflicts } = merged.value
  const tip = conflicts.length > 0 ? (head ?? merged.value.head) : merged.value.head
  dispatch({ type: 'stream-synced', at: now(), stream, base: target, head: tip, conflicts })
  return ok({ conflicts })
}

/** Whether anything was: what turned the tests red before is not tried again. */
async function settleSimple(runtime: Runtime, stream: string, path: string): Promise<Result<boolean>> {
  const refused = runtime
    .session()
    .landings.flatMap(({ leftOut }) => leftOut)
    .findLast((left) => left.stream === stream)?.refused
  const resolved = await climbInWorkspace(runtime, path, refused ?? [])
  if (!resolved.ok) return resolved
  if (resolved.value.length === 0) return ok(false)
  const ways = resolved.value.map(({ file, rung }) => `${file} by ${rung}`).join(', ')
  const text = `Settled without anybody: ${ways}.`
  runtime.dispatch({ type: 'noticed', at: runtime.now(), about: stream, text, tone: 'info' })
  return ok(true)
}

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
  for (const text of said)
    runtime.dispatch({ type: 'noticed', at: runtime.now(), about: stream, text, tone: 'warn' })
  return ok(undefined)
}

const isMending = (facts: StreamFacts): boolean => {
  const kind = currentBatch(facts)?.kind
  return kind === 'conflict' || kind === 'repair'
}
