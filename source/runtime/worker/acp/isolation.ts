import { readlinkSync, realpathSync } from 'node:fs'
import { git } from '../../git/git.ts'

/**
 * Why the agent must not begin, or null: it works in this workspace and no other, on the stream's branch, from the
 * commit that its work is counted from. Looked at when it is up, because what it does while it starts counts too.
 */
export async function isolationProblem(
  { cwd, base, branch }: { cwd: string; base: string; branch: string },
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
  return head === base ? null : `its workspace is at ${head.slice(0, 10)} and not at ${base.slice(0, 10)}`
}

/** Where a process works; null where the system does not tell. */
function workingFolder(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}
