import { lockFileOf } from '../../merging/lock-files.ts'
import { ok, type Result } from '../../model/result.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Resolved } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { treeWith } from '../git/compose.ts'
import { holdsMarkers } from '../git/conflict-files.ts'
import type { MergedTree } from '../git/merge-tree.ts'
import { notice } from '../notice.ts'
import { readConflicts } from './read-conflicts.ts'
import type { Conflict, Rung, Site } from './rung.ts'
import { RUNGS } from './rungs.ts'

/**
 * Settles every conflict of a merge by the first rung that can, or null: one that is left keeps it from being a commit.
 * `refused`: what was tried before and turned the tests red.
 */
export async function climb(
  runtime: Runtime,
  merged: MergedTree,
  refused: readonly Resolved[],
): Promise<Result<{ tree: string; resolved: Resolved[] } | null>> {
  const land = runtime.places.landClone
  const found = await readConflicts(land, merged)
  if (!found.ok) return found
  if (found.value === null) return ok(null)
  const resolved: Resolved[] = []
  let now = merged.tree
  // Lock files last: they are made from what everything else was merged to.
  for (const conflict of found.value.sort((a, b) => rank(a) - rank(b))) {
    const way = await firstWay(conflict, { runtime, tree: now }, refused)
    if (way === null) return ok(null)
    resolved.push({ file: conflict.file, rung: way.rung })
    const { file: path, mode } = conflict
    const written = await treeWith(land, now, [{ path, mode, content: way.content }], 'latin1')
    if (!written.ok) return written
    now = written.value
  }
  return ok({ tree: now, resolved })
}

const rank = ({ file }: Conflict): number => (lockFileOf(file) ? 1 : 0)

/** The first rung that settles it, and how; null: it asks for a mind. */
export async function firstWay(
  conflict: Conflict,
  site: Site,
  refused: readonly Resolved[],
  rungs: readonly Rung[] = RUNGS,
): Promise<{ rung: Resolved['rung']; content: string } | null> {
  for (const { name, applies, resolve } of rungs) {
    const wasRefused = refused.some(({ file, rung }) => file === conflict.file && rung === name)
    if (wasRefused || !applies(conflict, site)) continue
    const content = await resolve(conflict, site).catch((error: Error) => doesWithout(site, name, error))
    if (content !== null && !holdsMarkers(content)) return { rung: name, content }
  }
  return null
}

/** A full disk, a file that is nested too deep: the others may do, and somebody should know. */
function doesWithout({ runtime }: Site, rung: string, { message }: Error): null {
  notice(runtime, ORCHESTRATOR, `A conflict could not be looked at by ${rung}: ${message}.`)
  return null
}
