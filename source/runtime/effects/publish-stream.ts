import { streamBranch } from '../../engine/refs.ts'
import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { BEFORE_REWRITE } from '../git/rewrite-work.ts'
import { publishBranch } from './publish-branch.ts'

/** Shows a finished batch in the user's repository, as the branch br/<plan>/stream/<stream>. */
export async function publishStream(runtime: Runtime, stream: string): Promise<void> {
  const { places, dispatch, now } = runtime
  const head = runtime.session().streams[stream]?.head
  if (!head) return
  const published = await publishBranch(runtime, {
    from: places.workClone,
    branch: streamBranch(runtime.session(), stream),
    commit: head,
    // What a rewrite has put one commit in the place of is kept here, and may not stay where it is seen.
    replaced: `refs/br-snapshots/${runtime.session().slug}/*${BEFORE_REWRITE}*`,
  })
  const detail = published.ok ? published.value : sentence(published.error)
  dispatch({ type: 'stream-published', at: now(), stream, detail })
}
