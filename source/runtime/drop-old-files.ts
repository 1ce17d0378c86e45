import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Removes the oldest files of a folder of ours until no more than that are left. */
export async function dropOldFiles(folder: string, most: { files: number; bytes: number }): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  const stats = await Promise.all(
    names.map(async (name) => {
      const path = join(folder, name)
      const stat = await lstat(path).catch(() => null)
      return stat?.isFile() ? [{ path, at: stat.mtimeMs, bytes: stat.size }] : []
    }),
  )
  let bytes = 0
  for (const [index, file] of stats
    .flat()
    .sort((a, b) => b.at - a.at)
    .entries()) {
    bytes += file.bytes
    if (index >= most.files || bytes > most.bytes) await rm(file.path, { force: true })
  }
}
