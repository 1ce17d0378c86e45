import { fail, ok, type Problem, type Result } from '../../model/result.ts'
import { refCommit, splitNul } from './commits.ts'
import { git } from './git.ts'

export interface TakeOutRequest {
  path: string
  /** Where the file is as it should have stayed. */
  base: string
  head: string
  /** As git names it. */
  file: string
  /** The ref under which the work with the change stays. */
  keepAs: string
  message: string
}

export interface TakenOut {
  /** The commit that has the change; null: there is none. */
  kept: string | null
  head: string
}

/**
 * Takes the change of one file out of a workspace's branch by a commit on top of it; what was is kept under a ref.
 * Nobody else may be at work in there, and nothing in it may be uncommitted. A second call after one that was cut short
 * goes on where that one stopped.
 */
export async function takeOut(request: TakeOutRequest): Promise<Result<TakenOut>> {
  const { path, base, head, file, keepAs, message } = request
  const [before, differs, there] = await Promise.all([
    refCommit(path, keepAs),
    git(path, ['diff-tree', '--quiet', base, head, '--', file], { env, okExits: [0, 1] }),
    git(path, ['ls-tree', '-z', '--name-only', base, '--', file], { env }),
  ])
  if (!before.ok) return before
  if (!differs.ok) return differs
  if (!there.ok) return there
  if (differs.value.exit === 0) return ok({ kept: before.value, head })
  const steps = [
    ['update-ref', '-m', 'br-tui: before it is taken out', keepAs, head],
    splitNul(there.value.stdout).length > 0
      ? ['checkout', '--quiet', base, '--', file]
      : ['rm', '--quiet', '--force', '--', file],
    ['commit', '--quiet', '--no-verify', '--cleanup=verbatim', '-F', '-'],
  ]
  for (const step of steps) {
    const ran = await git(path, step, { env, ...(step[0] === 'commit' ? { input: message } : {}) })
    if (!ran.ok) return ran
  }
  const now = await refCommit(path, 'HEAD')
  if (!now.ok) return now
  return now.value === null ? fail(LOST) : ok({ kept: head, head: now.value })
}

/** A name is a name, whatever it would mean as a pattern. */
const env = { GIT_LITERAL_PATHSPECS: '1' }

const LOST: Problem = { message: 'The workspace has no commit any more.' }
