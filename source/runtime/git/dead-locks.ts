import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes locks that git processes left behind in a clone of ours when they were killed: a git that finds one gives up.
 * For when nobody works in the clone, neither a worker nor we: a lock that somebody holds looks the same. Those of its
 * worktrees only where no person comes: a `git commit` whose editor is open holds one for as long as they write.
 */
export async function removeDeadLocks(clone: string, { worktrees }: { worktrees: boolean }): Promise<number> {
  // Not among the objects: there are many, and none has a lock.
  const names = worktrees ? ['refs', 'logs', 'worktrees'] : ['refs', 'logs']
  const folders = names.map((name) => join(clone, name))
  const below = await Promise.all(folders.map((folder) => filesIn(folder, true)))
  const locks = [...below.flat(), ...(await filesIn(clone, false))].filter((path) => path.endsWith('.lock'))
  await Promise.all(locks.map((path) => rm(path, { force: true })))
  return locks.length
}

async function filesIn(folder: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
