import type { EventOf } from '../model/event.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { batchState, currentBatch } from './batch-state.ts'
import { say, withBatch, withStream } from './patch.ts'
import type { Updated } from './update.ts'

/** The conflict that a stream is at, while no worker is at it. */
export function openConflict(facts: StreamFacts): Batch | null {
  const batch = currentBatch(facts)
  return batch?.kind === 'conflict' && batchState(batch) !== 'running' ? batch : null
}

/** No agent starts on it by itself: a person resolves it, or has dropped its merge. */
export const isPersons = ({ resolver = 'agent' }: Batch): boolean => resolver !== 'agent'

/** Its merge was dropped, or is being: nothing is merged into its workspace until somebody takes the conflict up again. */
export const isAborted = (facts: StreamFacts): boolean =>
  ['aborting', 'nobody'].includes(currentBatch(facts)?.resolver ?? '')

/** Where the stream is worked on now: a conflict in its scratch worktree, everything else in the workspace. */
export const workFolder = (facts: StreamFacts): string | null =>
  currentBatch(facts)?.scratch ?? facts.workspace.path

export function onHanded(before: Session, event: EventOf<'conflict-handed'>): Updated {
  const { at, stream, batch, to, by } = event
  const facts = before.streams[stream]
  const conflict = facts && openConflict(facts)
  if (conflict?.id !== batch) return { session: before, effects: [] }
  const session = withBatch(before, stream, batch, () => ({ resolver: to, wanted: false }))
  if (to === 'aborting') return { session, effects: [{ type: 'abort-conflict', stream, batch }] }
  if (to === 'agent') return { session, effects: [] }
  const text = `${batch} is taken by ${by}: no agent starts on it. Type 'continue' when it is resolved, or 'abort'.`
  // Where its merge was dropped it has to be there again.
  return {
    session: say(session, at, stream, text),
    effects: conflict.scratch ? [] : [{ type: 'sync-stream', stream }],
  }
}

export function onAborted(before: Session, event: EventOf<'conflict-aborted'>): Updated {
  const { at, stream, batch, base, head, kept } = event
  const restored = withStream(before, stream, ({ workspace }) => ({
    head,
    workspace: { ...workspace, base },
  }))
  const session = withBatch(restored, stream, batch, () => ({ resolver: 'nobody', scratch: undefined }))
  return { session: say(session, at, stream, abortedSentence(kept)), effects: [] }
}

export const abortedSentence = (kept: string | null): string => {
  const rest = kept === null ? '' : ` What there was of a resolution is kept as ${kept.slice(0, 10)}.`
  return `The merge is dropped; the workspace is what it was all the time.${rest} Type 'continue' to have an agent resolve the conflict, 'open' to do it yourself, or 'skip'.`
}
