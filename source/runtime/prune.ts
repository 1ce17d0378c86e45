import { lstatSync, readdirSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { refCommit } from './git/commits.ts'
import { git } from './git/git.ts'
import { snapshot } from './git/snapshot.ts'
import { openWorktree } from './git/worktree-link.ts'
import type { Places } from './places.ts'

/** Something that no session needs any more. */
export interface Prunable {
  kind: 'workspace' | 'tests' | 'log' | 'dependencies'
  path: string
  bytes: number
  /** Whose it was. */
  of: string
  /** Of a workspace. */
  stream?: string
}

/** Dependencies that nobody has wanted for so long are installed again when somebody does, ms. */
const UNUSED = 30 * 24 * 3_600_000

/**
 * What could go. Everything of a session that is not finished stays, and so do the logs of the one that was opened last:
 * its panes and a replay show them. Branches and commits are never among it.
 */
export async function findPrunable(places: Places, session: Session | null, at: number): Promise<Prunable[]> {
  const kept = session && session.ended?.how !== 'finished' ? session.slug : null
  const found: Omit<Prunable, 'bytes'>[] = []
  for (const slug of await namesIn(places.workspaces)) {
    if (slug === kept) continue
    for (const stream of await namesIn(join(places.workspaces, slug)))
      found.push({ kind: 'workspace', path: join(places.workspaces, slug, stream), of: slug, stream })
  }
  for (const name of await namesIn(places.gate))
    if (name.replace(/\.\d+$/, '') !== kept)
      found.push({ kind: 'tests', path: join(places.gate, name), of: name })
  for (const run of await namesIn(places.runs))
    if (!session || !run.startsWith(`${session.id}.`))
      found.push({ kind: 'log', path: join(places.runs, run), of: run.slice(0, run.indexOf('.')) })
  const logs = join(places.folder, 'gate-logs')
  for (const name of await namesIn(logs))
    if (!session || !name.startsWith(`${session.slug}-`))
      found.push({ kind: 'log', path: join(logs, name), of: name })
  for (const name of await namesIn(places.dependencies)) {
    const path = join(places.dependencies, name)
    if (at - (await stat(path)).mtimeMs > UNUSED) found.push({ kind: 'dependencies', path, of: name })
  }
  return found.map((each) => ({ ...each, bytes: bytesIn(each.path) }))
}

/**
 * Removes one of them. A workspace only once its commit and what is not committed in it are kept as refs of work.git, so
 * that whoever is killed in the middle has lost nothing, and does the rest the next time. Returns where it is kept.
 */
export async function prune(places: Places, { kind, path, of, stream }: Prunable): Promise<Result<string[]>> {
  if (kind !== 'workspace' || !stream) {
    if (kind === 'tests')
      await git(places.landClone, ['worktree', 'remove', '--force', '--force', '--', path])
    await rm(path, { recursive: true, force: true })
    return ok([])
  }
  const clone = places.workClone
  const open = await openWorktree(clone, path)
  if (!open.ok) {
    if ((await namesIn(path)).length > 0)
      return problem(
        `${path} is no workspace of work.git any more, so it was left alone.`,
        'Look into it, then remove it yourself.',
      )
    await rm(path, { recursive: true, force: true })
    return ok([])
  }
  const backup = `refs/br-backup/${of}/${stream}`
  const head = await refCommit(path, 'HEAD')
  if (!head.ok) return head
  if (head.value !== null) {
    const kept = await git(clone, ['update-ref', '-m', 'br-tui: prune', `${backup}/head`, head.value])
    if (!kept.ok) return kept
  }
  const dirty = await snapshot({
    clone,
    path,
    ref: `${backup}/uncommitted`,
    message: 'br-tui: what a pruned workspace held',
  })
  if (!dirty.ok) return dirty
  const removed = await git(clone, ['worktree', 'remove', '--force', '--force', '--', path])
  if (!removed.ok) return removed
  return ok([`${backup}/head`, ...(dirty.value === null ? [] : [`${backup}/uncommitted`])])
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  )

/**
 * As much as the files in it hold; links are not followed. At once and not bit by bit, for commands that do nothing else
 * meanwhile: a workspace's dependencies are tens of thousands of files, and a promise for each takes longer than to look.
 */
export function bytesIn(path: string): number {
  try {
    const stats = lstatSync(path)
    if (!stats.isDirectory()) return stats.size
    return readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
  } catch {
    // Gone meanwhile, or closed to us.
    return 0
  }
}
