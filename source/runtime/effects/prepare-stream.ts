import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { equip } from '../equip.ts'
import { fetchCommits } from '../git/commits.ts'
import { dropOrphan, prepareWorkspace } from '../git/workspace.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'

/** Makes the stream's workspace, ready to be worked in: files, dependencies, setup. */
export const prepareStream = (runtime: Runtime, stream: string): Promise<void> =>
  // One at a time: two checkouts at once are slower than one after the other, and the second can use what the first installed.
  runtime.inTurn('prepare', () => runtime.inTurn(workspaceTurn(stream), () => prepare(runtime, stream)))

async function prepare(runtime: Runtime, stream: string): Promise<void> {
  const { places, dispatch, now } = runtime
  const { integration: base } = runtime.session()
  const place = streamPlace(runtime, stream)
  const failed = (detail: string) => dispatch({ type: 'stream-not-prepared', at: now(), stream, detail })
  const fetched = await fetchCommits(places.workClone, places.landClone, [base])
  if (!fetched.ok) return failed(sentence(fetched.error))
  const { batches = [] } = runtime.session().streams[stream] ?? {}
  if (batches.every(({ attempts }) => attempts.length === 0)) await dropOrphan(place)
  const made = await prepareWorkspace({ ...place, start: base })
  if (!made.ok) return failed(sentence(made.error))
  const equipped = await equip(runtime, { path: place.path, name: stream })
  if (!equipped.ok) return failed(sentence(equipped.error))
  const notes = [...made.value.notes, ...equipped.value]
  dispatch({
    type: 'stream-prepared',
    at: now(),
    stream,
    path: place.path,
    base,
    head: made.value.head,
    notes,
  })
}
