import { chmod, link, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Replaces a file so that after a crash or a power cut there is the old content or the new, never half of one: a new
 * file on disk, the old one kept as `.prev`, then the rename, then the folder itself on disk. Throws what the file
 * system says (ENOSPC, EROFS …); the old file is then untouched.
 */
export async function writeSafely(path: string, text: string): Promise<void> {
  const temp = `${path}.tmp`
  try {
    await writeThrough(temp, text)
  } catch (error) {
    await rm(temp, { force: true })
    throw error
  }
  await keepPrevious(path)
  await rename(temp, path)
  await syncFolder(dirname(path))
}

/**
 * Replaces a file of a person's in the same way, but leaves no other file behind: links are followed, its mode is kept.
 * False, and nothing is written, if it no longer holds what was read.
 */
export async function replaceSafely(path: string, before: Buffer, after: string): Promise<boolean> {
  const real = await realpath(path)
  const temp = join(dirname(real), `.${basename(real)}.${process.pid}.tmp`)
  try {
    await writeThrough(temp, after)
    await chmod(temp, (await stat(real)).mode & 0o7777)
    if (!(await readFile(real)).equals(before)) return false
    await rename(temp, real)
  } finally {
    await rm(temp, { force: true })
  }
  await syncFolder(dirname(real))
  return true
}

async function writeThrough(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Hard links, so that at no instant one of the names does not exist. */
async function keepPrevious(path: string): Promise<void> {
  const kept = `${path}.prev.tmp`
  await rm(kept, { force: true })
  try {
    await link(path, kept)
  } catch (error) {
    // Moved aside, or never written: what is older stays until there is something newer.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  await rename(kept, `${path}.prev`)
  // Two names of one file, as a crash after this leaves them, are not renamed onto each other.
  await rm(kept, { force: true })
}

export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

export async function readIfThere(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
