import { join } from 'node:path'
import { streamBranch } from '../../engine/refs.ts'
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

/** The turn of everything that writes in a stream's workspace. */
export const workspaceTurn = (stream: string): string => `workspace ${stream}`
