import { openConflict } from '../../engine/on-conflict.ts'
import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { dropMerge } from '../git/before-merge.ts'
import { mergeBase } from '../git/commits.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'

interface Conflict {
  stream: string
  batch: string
}

/** Makes a workspace what it was before integration was merged into it. Asked again after a crash, it does the rest. */
export const abortConflict = (runtime: Runtime, conflict: Conflict): Promise<void> =>
  runtime.inTurn(workspaceTurn(conflict.stream), async () => {
    const { stream, batch } = conflict
    const facts = runtime.session().streams[stream]
    const open = facts && openConflict(facts)
    if (open?.id !== batch || open.resolver !== 'aborting') return
    const { snapshotRef, ...place } = streamPlace(runtime, stream)
    const dropped = await dropMerge({ ...place, keepRef: `${snapshotRef}.aborted` })
    if (!dropped.ok) return notAborted(runtime, conflict, sentence(dropped.error))
    const { head, kept } = dropped.value
    const base = await mergeBase(place.path, head, runtime.session().integration)
    if (!base.ok) return notAborted(runtime, conflict, sentence(base.error))
    runtime.dispatch({
      type: 'conflict-aborted',
      at: runtime.now(),
      ...{ stream, batch, base: base.value, head, kept },
    })
  })

/** It is the person's again, who wanted it dropped. */
export function notAborted({ dispatch, now }: Runtime, { stream, batch }: Conflict, detail: string): void {
  dispatch(
    { type: 'noticed', at: now(), about: stream, text: `The merge was not dropped: ${detail}`, tone: 'bad' },
    { type: 'conflict-handed', at: now(), stream, batch, to: 'person', by: 'host' },
  )
}
