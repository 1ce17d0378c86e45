import { statfs } from 'node:fs/promises'
import { ORCHESTRATOR } from '../model/screen.ts'
import { sizeText } from '../text/measured.ts'
import type { Runtime } from './context.ts'
import { workspaceTurn } from './effects/stream-place.ts'
import { LIMITS } from './limits.ts'
import { notice } from './notice.ts'
import { findPrunable, isNeeded, type Prunable, prune } from './prune.ts'

export interface Room {
  /** How much is kept of what no session needs, bytes. */
  most: number
  /** How much the disk has left, bytes. */
  free: number
  /** ms since 1970 */
  at: number
}

/**
 * What of it goes by itself: the oldest, until the rest is within its limit and the disk has room again. Of what is over
 * the limit the newest is spared, since it is what somebody may look at yet; a disk without room spares only dependencies,
 * which somebody may be at.
 */
export function whatGoes(found: readonly Prunable[], { most, free, at }: Room): Prunable[] {
  let left = found.reduce((sum, { bytes }) => sum + bytes, 0)
  let room = free
  return [...found]
    .sort((one, other) => one.at - other.at)
    .filter((each) => {
      const isFresh = at - each.at < LIMITS.fresh
      const isShort = room < LIMITS.leastFree && !(isFresh && each.kind === 'dependencies')
      if (each.kind !== 'aside' && !isShort && (isFresh || left <= most)) return false
      left -= each.bytes
      room += each.bytes
      return true
    })
}

type At = Pick<Runtime, 'places' | 'session' | 'dispatch' | 'now' | 'inTurn'>

/** Removes what is too much of what sessions left that are over, and tells. Ends soon once it is `stopped`. */
export async function makeRoom(runtime: At, most: number, stopped: AbortSignal): Promise<void> {
  const { places, session, now, inTurn } = runtime
  const found = await findPrunable(places, session(), { at: now(), unused: LIMITS.fresh, stopped })
  const { bavail, bsize } = await statfs(places.folder)
  const room = { most, free: bavail * bsize, at: now() }
  const gone: Prunable[] = []
  for (const each of whatGoes(found, room)) {
    if (stopped.aborted) break
    // A session that was opened meanwhile may have the same name, and want it.
    const remove = async () => !isNeeded(session(), each) && (await prune(places, each)).ok
    // Where a conflict was resolved is of the stream as well: `alpha.conflict`.
    const stream = each.stream?.replace(/\.conflict$/, '')
    const isGone = stream ? await inTurn(workspaceTurn(stream), remove) : await remove()
    if (isGone) gone.push(each)
  }
  if (gone.length > 0) notice(runtime, ORCHESTRATOR, told(gone, room), 'info')
}

const NAMES: Record<Prunable['kind'], [string, string]> = {
  workspace: ['workspace', 'workspaces'],
  tests: ['test folder', 'test folders'],
  log: ['log', 'logs'],
  dependencies: ['copy of dependencies', 'copies of dependencies'],
  aside: ['damaged file', 'damaged files'],
}

function told(gone: Prunable[], { most, free }: Room): string {
  const counts = Object.entries(NAMES).flatMap(([kind, [one, many]]) => {
    const count = gone.filter((each) => each.kind === kind).length
    return count === 0 ? [] : `${count} ${count === 1 ? one : many}`
  })
  const bytes = gone.reduce((sum, each) => sum + each.bytes, 0)
  const why = gone.every(({ kind }) => kind === 'aside')
    ? `that is kept for ${LIMITS.aside / LIMITS.fresh} days`
    : free < LIMITS.leastFree
      ? `the disk had only ${sizeText(free)} left`
      : `no more than ${sizeText(most)} of that is kept`
  const kept = gone.some(({ kind }) => kind === 'workspace')
    ? ' What was committed in a workspace and what was not is in work.git under refs/br-backup.'
    : ''
  return `Removed what no session needs any more, ${counts.join(', ')}, ${sizeText(bytes)}: ${why}.${kept}`
}
