import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

/** Those of the commits that `repo` does not have. */
export async function missingCommits(repo: string, commits: readonly string[]): Promise<Result<string[]>> {
  const input = commits.map((commit) => `${commit}^{commit}\n`).join('')
  const checked = await git(repo, ['cat-file', '--batch-check=%(objecttype)'], { input })
  if (!checked.ok) return checked
  const types = checked.value.stdout.split('\n')
  return ok(commits.filter((_, index) => types[index] !== 'commit'))
}

/**
 * Gets commits by their ids from another repository on this disk. Writes objects only, unless `refs` names a place
 * to keep them under: without one the next fetch cannot know what is there and transfers everything again.
 */
export async function fetchCommits(into: string, from: string, commits: readonly string[], refs?: string) {
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']
  const wanted = commits.map((commit) => (refs ? `+${commit}:${refs}/${commit}` : commit))
  return git(into, [
    // Version 2 is what lets a fetch ask for any commit by its id.
    ...['protocol.version=2', 'core.fsync=all', 'fetch.writeCommitGraph=false'].flatMap((set) => ['-c', set]),
    ...fetch,
    '--no-recurse-submodules',
    '--no-prune',
    '--',
    from,
    ...wanted,
  ])
}

export async function isAncestor(repo: string, ancestor: string, commit: string): Promise<Result<boolean>> {
  if (ancestor === commit) return ok(true)
  const asked = await git(repo, ['merge-base', '--is-ancestor', ancestor, commit], { okExits: [0, 1] })
  return asked.ok ? ok(asked.value.exit === 0) : asked
}

/** Where the two parted. */
export async function mergeBase(repo: string, one: string, other: string): Promise<Result<string>> {
  const asked = await git(repo, ['merge-base', one, other])
  return asked.ok ? ok(asked.value.stdout.trim()) : asked
}

export async function treeOf(repo: string, commit: string): Promise<Result<string>> {
  const asked = await git(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${commit}^{tree}`])
  return asked.ok ? ok(asked.value.stdout.trim()) : asked
}

/** Files that differ between two commits, a renamed one under both names. */
export async function changedFiles(repo: string, from: string, to: string): Promise<Result<string[]>> {
  const asked = await git(repo, [
    'diff-tree',
    '-r',
    '-z',
    '--name-only',
    '--no-renames',
    '--no-ext-diff',
    from,
    to,
  ])
  return asked.ok ? ok(splitNul(asked.value.stdout)) : asked
}

export interface TaskCommit {
  /** Ids of the tasks that its `Br-Task` trailer names. */
  tasks: string[]
  files: string[]
}

/** The commits in `to` that `from` does not have, with the tasks and the files they are about; merges have no files. */
export async function taskCommits(repo: string, from: string, to: string): Promise<Result<TaskCommit[]>> {
  const format = '--format=%x01%(trailers:key=Br-Task,valueonly,separator=%x2C)'
  const listed = await git(repo, ['log', '-z', '--name-only', '--no-renames', format, `${from}..${to}`])
  if (!listed.ok) return listed
  const commits = listed.value.stdout.split('\x01').slice(1)
  return ok(
    commits.map((commit) => {
      const [trailers = '', ...files] = commit.split('\0')
      const tasks = trailers.split(',').map((task) => task.trim())
      return {
        tasks: tasks.filter((task) => task !== ''),
        files: files.map((file) => file.replace(/^\n/, '')).filter((file) => file !== ''),
      }
    }),
  )
}

/** The commit a ref points at, or null. */
export async function refCommit(repo: string, ref: string): Promise<Result<string | null>> {
  const asked = await git(repo, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`], {
    okExits: [0, 1],
  })
  return asked.ok ? ok(asked.value.stdout.trim() || null) : asked
}

/** The branch that is checked out in a worktree; null: none is. */
export async function checkedOut(path: string): Promise<Result<string | null>> {
  const asked = await git(path, ['symbolic-ref', '--quiet', 'HEAD'], { okExits: [0, 1] })
  return asked.ok ? ok(asked.value.stdout.trim().replace(/^refs\/heads\//, '') || null) : asked
}

export const splitNul = (text: string): string[] => text.split('\0').filter((part) => part !== '')
