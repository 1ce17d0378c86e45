import { ok, type Result } from '../../model/result.ts'
import type { Landing, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { fetchCommits, refCommit } from '../git/commits.ts'
import { fetchHeads } from '../git/compose.ts'

/** Gets every offered commit into the clone that checkpoints are composed in. */
export async function gatherOffered(runtime: Runtime, landing: Landing): Promise<Result<Member[]>> {
  const { places, root, session } = runtime
  if (landing.kind !== 'update') {
    const heads = landing.offered.map(({ head }) => head)
    const fetched = await fetchHeads(places.landClone, places.workClone, heads)
    return fetched.ok ? ok(landing.offered) : fetched
  }
  const branch = session().repo.branch
  const head = await refCommit(root, `refs/heads/${branch}`)
  if (!head.ok) return head
  if (head.value === null)
    return {
      ok: false,
      error: { message: `Your branch ${branch} is gone.`, mend: 'Make it again, or work on without update.' },
    }
  const fetched = await fetchCommits(places.landClone, root, [head.value])
  return fetched.ok ? ok([{ stream: branch ?? 'base', head: head.value, batches: [] }]) : fetched
}
