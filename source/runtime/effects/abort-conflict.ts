import { openConflict } from '../../engine/on-conflict.ts'
import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { mergeBase, refCommit } from '../git/commits.ts'
import { dropScratch } from './scratch.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'

interface Conflict {
  stream: string
  batch: string
}

/** Drops what there is of a merge; the workspace never had it. Asked again after a crash, it does the rest. */
export const abortConflict = (runtime: Runtime, conflict: Conflict): Promise<void> =>
  runtime.inTurn(workspaceTurn(conflict.stream), async () => {
    const { stream, batch } = conflict
    const facts = runtime.session().streams[stream]
    const open = facts && openConflict(facts)
    if (open?.id !== batch || open.resolver !== 'aborting') return
    const kept = await dropScratch(runtime, stream)
    if (!kept.ok) return notAborted(runtime, conflict, sentence(kept.error))
    const { clone, branch } = streamPlace(runtime, stream)
    const head = await refCommit(clone, `refs/heads/${branch}`)
    if (!head.ok) return notAborted(runtime, conflict, sentence(head.error))
    const { integration } = runtime.session()
    const tip = head.value ?? integration
    const base = await mergeBase(clone, tip, integration)
    if (!base.ok) return notAborted(runtime, conflict, sentence(base.error))
    runtime.dispatch({
      type: 'conflict-aborted',
      at: runtime.now(),
      ...{ stream, batch, base: base.value, head: tip, kept: kept.value },
    })
  })

/** It is the person's again, who wanted it dropped. */
export function notAborted({ dispatch, now }: Runtime, { stream, batch }: Conflict, detail: string): void {
  dispatch(
    { type: 'noticed', at: now(), about: stream, text: `The merge was not dropped: ${detail}`, tone: 'bad' },
    { type: 'conflict-handed', at: now(), stream, batch, to: 'person', by: 'host' },
  )
}
