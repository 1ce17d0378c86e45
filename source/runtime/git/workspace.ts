import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { refCommit } from './commits.ts'
import { git } from './git.ts'
import { configChangedNote, guardConfig } from './guard-config.ts'
import { readPlainFile } from './read-plain-file.ts'
import { isOrphan, rehangWorkspace } from './rehang-workspace.ts'
import { kindOf, openWorktree, registeredWorktree } from './worktree-link.ts'

/** A worktree of the clone, and the branch that is its own. */
export interface Workspace {
  clone: string
  path: string
  branch: string
}

export interface PreparedWorkspace {
  /** False: it was there already and nothing in it was touched. */
  added: boolean
  head: string
  notes: string[]
}

/**
 * Makes a workspace on `branch`, which begins at `start` unless it exists. A second call finds it made; one that
 * was deleted by hand or half made in a crash is made again. Work in it is never removed.
 */
export async function prepareWorkspace(
  request: Workspace & { start: string },
): Promise<Result<PreparedWorkspace>> {
  const { clone, path, start } = request
  const notes = (await guardConfig(clone)) ? [configChangedNote] : []
  const registered = await registeredWorktree(clone, path)
  if (registered !== null && (await kindOf(path)) === 'folder') {
    if (!(await isHalfMade(registered))) {
      const open = await openWorktree(clone, path)
      if (!open.ok) return open
      const head = await refCommit(path, 'HEAD')
      if (head.ok)
        return ok({ added: false, head: head.value ?? start, notes: [...notes, ...open.value.notes] })
      // Its HEAD cannot be read any more: hung anew below, with its files.
      await rm(registered, { recursive: true, force: true })
      return hangAnew(request, notes)
    }
    // No worker starts before this function has returned, so nothing of anybody's is in there.
    await rm(path, { recursive: true, force: true })
  }
  if (registered !== null) await rm(registered, { recursive: true, force: true })
  return hangAnew(request, notes)
}

/** A folder that the clone does not know any more keeps its files; where there is none, it is made. */
async function hangAnew(
  request: Workspace & { start: string },
  notes: string[],
): Promise<Result<PreparedWorkspace>> {
  const hung = await rehangWorkspace(request)
  if (!hung.ok) return hung
  if (hung.value) {
    const head = await refCommit(request.path, 'HEAD')
    const said =
      'The workspace was not known to its clone any more; it was hung onto it again, with its files as they were.'
    return head.ok ? ok({ added: false, head: head.value ?? request.start, notes: [...notes, said] }) : head
  }
  const head = await addWorktree(request)
  return head.ok ? ok({ added: true, head: head.value, notes }) : head
}

/** A folder that a crash left half made and its clone does not know: for a caller that knows that nobody worked in it. */
export async function dropOrphan({ clone, path }: Workspace): Promise<void> {
  if (await isOrphan(clone, path)) await rm(path, { recursive: true, force: true })
}

async function addWorktree({
  clone,
  path,
  branch,
  start,
}: Workspace & { start: string }): Promise<Result<string>> {
  // Clears what is left of other deleted folders too, which would hold their branches.
  const pruned = await git(clone, ['worktree', 'prune', '--expire=now'])
  if (!pruned.ok) return pruned
  const tip = await refCommit(clone, `refs/heads/${branch}`)
  if (!tip.ok) return tip
  const what = tip.value === null ? ['--no-track', '-b', branch, '--', path, start] : ['--', path, branch]
  const added = await git(clone, ['worktree', 'add', '--quiet', ...what])
  if (added.ok) return ok(tip.value ?? start)
  if (added.error.stderr.includes('already exists') && (await kindOf(path)) !== 'none') {
    return problem(
      `${path} is in the way of a workspace: it holds files that are no work of this session.`,
      'Move it away, then try again.',
    )
  }
  return added
}

/** git holds this lock while it adds a worktree, and a killed one leaves it. */
export async function isHalfMade(gitDir: string): Promise<boolean> {
  const reason = (await readPlainFile(join(gitDir, 'locked'), 4096))?.toString().trim()
  // After a power cut the lock may be there without its word. The index comes last.
  const isCut = reason === '' && (await kindOf(join(gitDir, 'index'))) === 'none'
  return reason === 'initializing' || isCut
}

export interface WorkspaceState {
  head: string | null
  /** Its own branch is checked out. */
  branchOk: boolean
  /** Nothing uncommitted and no merge begun; untracked files count, ignored ones do not. */
  clean: boolean
  /** Files with an unresolved conflict. */
  unmerged: string[]
}

/** Looks at a workspace without disturbing a worker in it. */
export async function workspaceState({ clone, path, branch }: Workspace): Promise<Result<WorkspaceState>> {
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const status = await git(path, ['status', '--porcelain=v2', '--branch', '-z', '--no-renames'])
  if (!status.ok) return status
  const lines = status.value.stdout.split('\0').filter((line) => line !== '')
  const header = (name: string) =>
    lines.find((line) => line.startsWith(`# branch.${name} `))?.slice(`# branch.${name} `.length)
  const entries = lines.filter((line) => !line.startsWith('# '))
  const head = header('oid')
  return ok({
    head: head === undefined || head === '(initial)' ? null : head,
    branchOk: header('head') === branch,
    clean: entries.length === 0 && (await kindOf(join(open.value.gitDir, 'MERGE_HEAD'))) === 'none',
    // `u XY sub m1 m2 m3 mW h1 h2 h3 path`
    unmerged: entries
      .filter((line) => line.startsWith('u '))
      .map((line) => line.split(' ').slice(10).join(' ')),
  })
}
