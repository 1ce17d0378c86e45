import { lstat, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { configChangedNote, guardConfig } from './guard-config.ts'
import { readPlainFile } from './read-plain-file.ts'

export interface OpenWorktree {
  /** The worktree's own folder inside the clone: its HEAD, index and locks. */
  gitDir: string
  notes: string[]
}

/**
 * Makes sure that git, run in `path`, works on this clone and with the config we wrote. A worker can write all of
 * that: a `.git` that is gone or leads elsewhere is mended, a repository made in its place is refused.
 */
export async function openWorktree(clone: string, path: string): Promise<Result<OpenWorktree>> {
  const notes = (await guardConfig(clone)) ? [configChangedNote] : []
  const gitDir = await registeredWorktree(clone, path)
  const link = join(path, '.git')
  const kind = await kindOf(link)
  if (gitDir === null || (await kindOf(path)) !== 'folder') {
    return problem(
      `${path} is no workspace of ${clone}.`,
      'Continue the stream again: its workspace is made anew.',
    )
  }
  if (kind === 'folder') {
    return problem(`There is another git repository in ${path}.`, `Move ${link} away, then try again.`)
  }
  const wanted = `gitdir: ${gitDir}\n`
  if (kind === 'link' || (await readPlainFile(link, 4096))?.toString() !== wanted) {
    await rm(link, { force: true })
    await writeFile(link, wanted)
    notes.push(`${link} did not lead to the clone any more; it was mended.`)
  }
  const common = join(gitDir, 'commondir')
  if ((await readPlainFile(common, 4096))?.toString() !== '../..\n') {
    await rm(common, { force: true })
    await writeFile(common, '../..\n')
    notes.push(`${common} did not lead to the clone any more; it was mended.`)
  }
  return ok({ gitDir, notes })
}

/** The clone's folder for the worktree at `path`, also when the worktree itself was deleted; else null. */
export async function registeredWorktree(clone: string, path: string): Promise<string | null> {
  const place = await realpath(dirname(path)).catch(() => dirname(path))
  const link = join(place, basename(path), '.git')
  const folder = join(await realpath(clone), 'worktrees')
  for (const name of await readdir(folder).catch(() => [])) {
    const gitDir = join(folder, name)
    const leadsTo = (await readPlainFile(join(gitDir, 'gitdir'), 65_536))?.toString().replace(/\n$/, '')
    if (leadsTo && resolve(gitDir, leadsTo) === link) return gitDir
  }
  return null
}

/**
 * Locks that a killed git left behind. Only for callers that know that nobody works there.
 * packed-refs.lock is no business of one workspace: another one may be holding it.
 */
export async function removeStaleLocks(clone: string, gitDir: string, branch: string): Promise<void> {
  const names = await readdir(gitDir).catch(() => [])
  const own = names.filter((name) => name.endsWith('.lock')).map((name) => join(gitDir, name))
  const locks = [...own, join(clone, 'refs', 'heads', `${branch}.lock`)]
  await Promise.all(locks.map((lock) => rm(lock, { force: true })))
}

export async function kindOf(path: string): Promise<'none' | 'file' | 'folder' | 'link'> {
  const stat = await lstat(path).catch(() => null)
  if (stat === null) return 'none'
  if (stat.isSymbolicLink()) return 'link'
  return stat.isDirectory() ? 'folder' : 'file'
}
