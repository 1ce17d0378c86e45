import { fail, ok, type Problem, type Result } from '../../model/result.ts'
import { commitLeftovers } from './commit-leftovers.ts'
import { changedFiles } from './commits.ts'
import { git } from './git.ts'
import type { LeftFile } from './left-behind.ts'
import { returnToBranch } from './return-to-branch.ts'
import type { Workspace } from './workspace.ts'
import { openWorktree, removeStaleLocks } from './worktree-link.ts'

export interface CollectRequest extends Workspace {
  /** Where the branch stood when the worker began. */
  base: string
  tasks: readonly string[]
  /** Subject of the commit for what was left uncommitted. */
  title: string
  excludePatterns?: readonly string[]
}

export interface CollectedWork {
  head: string
  base: string
  /** base..head, oldest first. */
  commits: string[]
  files: string[]
  left: LeftFile[]
  notes: string[]
}

/**
 * `moved`: the branch does not continue from base. `markers`: files still hold conflict markers. `git`: it did not
 * come to a verdict.
 */
export interface CollectFailure extends Problem {
  kind: 'moved' | 'markers' | 'git'
  files: string[]
}

/** Makes what a finished worker left behind into commits on its branch. Nobody else may be at work in there. */
export async function collectWork(request: CollectRequest): Promise<Result<CollectedWork, CollectFailure>> {
  const { clone, path, branch, base } = request
  const open = await openWorktree(clone, path)
  if (!open.ok) return asGit(open.error)
  const { gitDir, notes } = open.value
  await removeStaleLocks(clone, gitDir, branch)

  const returned = await returnToBranch(path, branch, base)
  if (!returned.ok) return asGit(returned.error)
  if (returned.value.kind === 'moved') return fail({ ...returned.value.problem, kind: 'moved', files: [] })
  const committed = await commitLeftovers({ ...request, gitDir })
  if (!committed.ok) return asGit(committed.error)
  if (committed.value.kind === 'markers') return withMarkers(path, committed.value.files)

  const tip = `refs/heads/${branch}`
  const [listed, files] = await Promise.all([
    git(path, ['rev-list', '--parents', `${base}..${tip}`]),
    changedFiles(path, base, tip),
  ])
  if (!listed.ok) return asGit(listed.error)
  if (!files.ok) return asGit(files.error)
  // Newest first, each with its parents: one call tells the tip, the commits, and whether one of them is a merge.
  const commits = listed.value.stdout.split('\n').filter((line) => line !== '')
  const head = commits[0]?.split(' ')[0] ?? base
  if (commits.some((line) => line.split(' ').length > 2)) {
    const marked = await mergedMarkers(path, base, head)
    if (!marked.ok) return asGit(marked.error)
    if (marked.value.length > 0) return withMarkers(path, marked.value)
  }
  return ok({
    head,
    base,
    commits: commits.map((line) => line.split(' ')[0] as string).reverse(),
    files: files.value,
    left: committed.value.left,
    notes: [...notes, ...returned.value.notes],
  })
}

/** Files that a merge in base..head brought conflict markers into: a worker may commit them as they are. */
async function mergedMarkers(path: string, base: string, head: string): Promise<Result<string[]>> {
  const [before, after] = await Promise.all([markedFiles(path, base), markedFiles(path, head)])
  if (!before.ok) return before
  if (!after.ok) return after
  return ok(after.value.filter((file) => !before.value.includes(file)))
}

async function markedFiles(path: string, commit: string): Promise<Result<string[]>> {
  const args = ['grep', '-I', '-l', '-z', '--full-name', '--no-textconv', '--all-match', '-E']
  const found = await git(path, [...args, '-e', '^<<<<<<< ', '-e', '^>>>>>>> ', commit], { okExits: [0, 1] })
  if (!found.ok) return found
  const names = found.value.stdout.split('\0').filter((name) => name !== '')
  return ok(names.map((name) => name.slice(commit.length + 1)))
}

function withMarkers(path: string, files: string[]) {
  const named = files.map((file) => JSON.stringify(file)).join(', ')
  return fail<CollectFailure>({
    kind: 'markers',
    message: `Conflict markers are left in ${named} in ${path}.`,
    mend: 'Resolve them there, or take one side with: resolve ours FILE or resolve theirs FILE',
    files,
  })
}

const asGit = (error: Problem) =>
  fail<CollectFailure>({ message: error.message, mend: error.mend, kind: 'git', files: [] })
