import { readlinkSync, realpathSync } from 'node:fs'
import { git } from '../../git/git.ts'
import { oneLine } from '../plain-text.ts'

/**
 * Why the agent must not begin, or null: it works in this workspace and no other, on the stream's branch, from the
 * commit that its work is counted from, with files as it was given them (`changes`: those of before its start). Looked at when it is up, because what it does while it starts counts too.
 */
export async function isolationProblem(
  { cwd, base, branch, changes }: { cwd: string; base: string; branch: string; changes: string },
  pid: number,
): Promise<string | null> {
  const real = realpathSync(cwd)
  const inside = workingFolder(pid)
  if (inside !== null && inside !== real) return `it works in ${inside} and not in its workspace ${real}`
  const [place, on] = await Promise.all([
    git(cwd, ['rev-parse', '--show-toplevel', 'HEAD']),
    git(cwd, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { okExits: [0, 1] }),
  ])
  if (!place.ok) return `its workspace is no git worktree: ${place.error.message}`
  if (!on.ok) return `its workspace is on no branch that can be read: ${on.error.message}`
  const [top = '', head = ''] = place.value.stdout.trimEnd().split('\n')
  if (realpathSync(top) !== real) return `${real} is not the top of its worktree, ${top} is`
  const current = on.value.stdout.trim()
  if (current !== branch) return `its workspace is on ${current || 'no branch'} and not on ${branch}`
  if (head !== base) return `its workspace is at ${head.slice(0, 10)} and not at ${base.slice(0, 10)}`
  const now = await changesIn(cwd)
  return now === changes ? null : `files of its workspace changed while it started: ${namesIn(now)}`
}

/**
 * What of the tracked files is changed or staged, as git says it. Untracked ones are left out: setup makes some, and
 * in a large repository looking for them takes long.
 */
export async function changesIn(cwd: string): Promise<string> {
  const status = await git(cwd, [
    '--no-optional-locks',
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
  ])
  return status.ok ? status.value.stdout : `unreadable: ${status.error.message}`
}

/** Where a process works; null where the system does not tell. */
function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

function namesIn(changes: string): string {
  const files = changes.split('\0').filter((each) => each !== '')
  return oneLine(files.join(', '), 200) || 'none is any more'
}
