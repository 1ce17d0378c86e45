import { lstat, readdir, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { refCommit } from './git/commits.ts'
import { git } from './git/git.ts'
import { snapshot } from './git/snapshot.ts'
import { isHalfMade } from './git/workspace.ts'
import { kindOf, openWorktree } from './git/worktree-link.ts'
import { LIMITS } from './limits.ts'
import type { Places } from './places.ts'
import { sizesOf } from './sizes.ts'

/** Something that no session needs any more. */
export interface Prunable {
  kind: 'workspace' | 'tests' | 'log' | 'dependencies' | 'aside'
  path: string
  bytes: number
  /** When it was last changed, ms since 1970. */
  at: number
  /** Whose it was: a session's slug or id; else its own name. */
  of: string
  /** Of a workspace. */
  stream?: string
}

export interface FindOptions {
  at: number
  /** For how long nobody has wanted dependencies that could go, ms: they are installed again when somebody does. */
  unused?: number
  stopped?: AbortSignal
}

/**
 * What could go. Everything of a session that is not finished stays, and so do the logs of the one that was opened last:
 * its panes and a replay show them. Branches and commits are never among it.
 */
export async function findPrunable(
  places: Places,
  session: Session | null,
  { at, unused = LIMITS.dependencies, stopped }: FindOptions,
): Promise<Prunable[]> {
  const named = [
    ...(await workspacesIn(places)),
    ...(await foundIn(places.gate, 'tests', (name) => name.replace(/\.\d+$/, ''))),
    ...(await foundIn(places.runs, 'log', (run) => run.slice(0, run.indexOf('.')))),
    ...(await foundIn(join(places.folder, 'gate-logs'), 'log', (name) => name.replace(/-\d+-\d+\.log$/, ''))),
    ...(await foundIn(places.dependencies, 'dependencies')),
    ...(await foundIn(places.folder, 'aside')).filter(({ path }) => /\.broken-\d+$|\.torn$/.test(path)),
  ]
  const dated = await Promise.all(named.map(async (each) => ({ ...each, at: await changedAt(each.path) })))
  const idle = dated.filter(
    (each) =>
      !isNeeded(session, each) &&
      !(each.kind === 'dependencies' && at - each.at <= unused) &&
      !(each.kind === 'aside' && at - each.at <= LIMITS.aside),
  )
  const sizes = await sizesOf(
    idle.map(({ path }) => path),
    stopped,
  )
  return idle.map((each) => ({ ...each, bytes: sizes.get(each.path) ?? 0 }))
}

/** Whether the session is the one whose it is. Its logs are looked at when it is over, too. */
export function isNeeded(session: Session | null, { kind, of }: Pick<Prunable, 'kind' | 'of'>): boolean {
  if (session === null || kind === 'dependencies' || kind === 'aside') return false
  if (kind === 'log') return of === session.id || of === session.slug
  return of === session.slug && session.ended?.how !== 'finished'
}

type Named = Omit<Prunable, 'bytes' | 'at'>

async function workspacesIn({ workspaces }: Places): Promise<Named[]> {
  const found = await namesIn(workspaces)
  const streams = found.map(async (slug) =>
    (await namesIn(join(workspaces, slug))).map(
      (stream): Named => ({ kind: 'workspace', path: join(workspaces, slug, stream), of: slug, stream }),
    ),
  )
  return (await Promise.all(streams)).flat()
}

const foundIn = async (
  folder: string,
  kind: Prunable['kind'],
  of: (name: string) => string = (name) => name,
): Promise<Named[]> =>
  (await namesIn(folder)).map((name) => ({ kind, path: join(folder, name), of: of(name) }))

const changedAt = (path: string): Promise<number> =>
  lstat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )

/**
 * Removes one of them. A workspace only once its commit and what is not committed in it are kept as refs of work.git, so
 * that whoever is killed in the middle has lost nothing, and does the rest the next time. Returns where it is kept.
 */
export async function prune(
  places: Places,
  prunable: Omit<Prunable, 'bytes' | 'at'>,
): Promise<Result<string[]>> {
  const { kind, path, of, stream } = prunable
  if (kind === 'workspace' && stream)
    return pruneWorkspace(places, { path, backup: `refs/br-backup/${of}/${stream}` })
  if (kind === 'tests') await git(places.landClone, ['worktree', 'remove', '--force', '--force', '--', path])
  return removeTree(path)
}

async function pruneWorkspace(
  { workClone: clone }: Places,
  { path, backup }: { path: string; backup: string },
): Promise<Result<string[]>> {
  const open = await openWorktree(clone, path)
  if (!open.ok) {
    if ((await namesIn(path)).length > 0)
      return problem(
        `${path} is no workspace of work.git any more, so it was left alone.`,
        'Look into it, then remove it yourself.',
      )
    return removeWith(path)
  }
  // Locked by git itself where making it was cut short.
  const isLocked = (await kindOf(join(open.value.gitDir, 'locked'))) !== 'none'
  if (isLocked && !(await isHalfMade(open.value.gitDir)))
    return problem(`${path} is locked, so it was left alone.`, `Unlock it with: git worktree unlock ${path}`)
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
  const gone = await removeWith(path)
  if (!gone.ok) return gone
  return ok([`${backup}/head`, ...(dirty.value === null ? [] : [`${backup}/uncommitted`])])
}

/** With the folder of its session, if that was the last in it; one with something in it stays. */
async function removeWith(path: string): Promise<Result<string[]>> {
  const gone = await removeTree(path)
  if (gone.ok) await rmdir(dirname(path)).catch(() => {})
  return gone
}

/** In a process of its own: tens of thousands of files would hold up whatever else this one writes. */
async function removeTree(path: string): Promise<Result<string[]>> {
  const ran = await execa('rm', ['-rf', '--', path], { reject: false, stdin: 'ignore' })
  return ran.failed ? problem(`${path} could not be removed: ${ran.stderr || ran.shortMessage}.`) : ok([])
}

const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).then(
    (names) => names.sort(),
    () => [],
  )
