import { join } from 'node:path'
import { currentBatch } from '../../engine/batch-state.ts'
import { conflictBranch, streamBranch } from '../../engine/refs.ts'
import type { Runtime } from '../context.ts'

/** Everything git needs to know of a stream's workspace. */
export function streamPlace({ places, session }: Runtime, stream: string) {
  const { slug } = session()
  return {
    clone: places.workClone,
    path: join(places.workspaces, slug, stream),
    branch: streamBranch(session(), stream),
    snapshotRef: `refs/br-snapshots/${slug}/${stream}`,
  }
}

/** The same of the scratch worktree that its conflicts are resolved in. */
export function scratchPlace(runtime: Runtime, stream: string) {
  const place = streamPlace(runtime, stream)
  return {
    ...place,
    path: `${place.path}.conflict`,
    branch: conflictBranch(runtime.session(), stream),
    snapshotRef: `${place.snapshotRef}.conflict`,
  }
}

/** Where the batch that the stream is at is worked on. */
export function workPlace(runtime: Runtime, stream: string) {
  const facts = runtime.session().streams[stream]
  return facts && currentBatch(facts)?.scratch ? scratchPlace(runtime, stream) : streamPlace(runtime, stream)
}

/** The turn of everything that writes in a stream's workspace. */
export const workspaceTurn = (stream: string): string => `workspace ${stream}`
