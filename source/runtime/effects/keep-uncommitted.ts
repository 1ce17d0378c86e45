import { sentence } from '../../model/result.ts'
import type { Runtime } from '../context.ts'
import { snapshot } from '../git/snapshot.ts'
import type { RunAddress } from './run-address.ts'
import { workPlace } from './stream-place.ts'

/** What did not become a commit stays in the workspace, and in a snapshot as well. */
export async function keepUncommitted(runtime: Runtime, { stream, run }: RunAddress): Promise<string[]> {
  const { clone, path } = workPlace(runtime, stream)
  const ref = `refs/br-snapshots/${runtime.session().slug}/${run}`
  const kept = await snapshot({ clone, path, ref, message: `br-tui: what ${run} left` })
  if (!kept.ok) return [`Its uncommitted work could not be snapshotted: ${sentence(kept.error)}`]
  return kept.value === null
    ? []
    : [`Its uncommitted work is where it was, and kept as ${kept.value.slice(0, 10)}.`]
}
