import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import { guardConfig } from './guard-config.ts'
import { kindOf, openWorktree, registeredWorktree } from './worktree-link.ts'

/**
 * The folder that tests run in, at `commit`. Used again and again: ignored files (installed dependencies, caches)
 * stay, everything else becomes what the commit says. One that was deleted or left half made is made again.
 */
export async function checkoutGate(request: {
  land: string
  path: string
  commit: string
}): Promise<Result<undefined>> {
  const { land, path, commit } = request
  await guardConfig(land)
  const registered = await registeredWorktree(land, path)
  if (registered !== null && (await kindOf(path)) === 'folder') {
    const again = await reuse(land, path, commit)
    if (again.ok) return again
    // It is ours and holds nobody's work: rather made again than mended.
    await rm(path, { recursive: true, force: true })
  }
  if (registered !== null) await rm(registered, { recursive: true, force: true })
  if ((await kindOf(path)) !== 'none' && (await readdir(path).catch(() => ['?'])).length > 0) {
    return problem(`${path} is in the way of the folder for tests.`, 'Move it away, then try again.')
  }
  const added = await git(land, ['worktree', 'add', '--quiet', '--detach', '--', path, commit])
  return added.ok ? ok(undefined) : added
}

async function reuse(land: string, path: string, commit: string): Promise<Result<undefined>> {
  const open = await openWorktree(land, path)
  if (!open.ok) return open
  const { gitDir } = open.value
  for (const lock of ['index.lock', 'HEAD.lock', 'locked']) await rm(join(gitDir, lock), { force: true })
  // First away from whatever a test checked out, so that the reset moves no branch.
  const steps = [
    ['update-ref', '--no-deref', 'HEAD', commit],
    ['reset', '--quiet', '--hard', commit],
    ['clean', '-ffdq'],
  ]
  for (const step of steps) {
    const ran = await git(path, step)
    if (!ran.ok) return ran
  }
  return ok(undefined)
}
