import { lstat, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { runningAttempts } from '../engine/running-attempts.ts'
import type { Session } from '../model/session.ts'
import { removeDeadLocks } from '../runtime/git/dead-locks.ts'
import type { Places } from '../runtime/places.ts'
import { removeDeadTemporaryFolders } from '../runtime/temporary-folder.ts'

/**
 * Removes what processes left behind that were killed: locks in our clones, folders and links for temporary files. For
 * when nobody is at work: then whatever is locked, or linked for a run, is nobody's.
 */
export async function tidy(places: Places, session: Session | null): Promise<void> {
  await removeDeadTemporaryFolders()
  if (session && runningAttempts(session).length > 0) return
  // In a workspace a person may be at work all the same. What is dead there goes when the stream is next worked on.
  await removeDeadLocks(places.workClone, { worktrees: false })
  await removeDeadLocks(places.landClone, { worktrees: true })
  await removeLinks(places)
}

/** The short names that runs of this repository had for their folders of temporary files. */
async function removeLinks({ socket }: Places): Promise<void> {
  const folder = dirname(socket)
  const prefix = `${basename(socket, '.sock')}-`
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => each.startsWith(prefix))) {
    const path = join(folder, name)
    const stats = await lstat(path).catch(() => null)
    if (stats?.isSymbolicLink()) await rm(path, { force: true })
  }
}
