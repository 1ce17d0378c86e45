import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Hunk, markerSizeFor, readHunks } from '../../merging/hunks.ts'
import { ok, type Result } from '../../model/result.ts'
import { git } from '../git/git.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import type { Conflict } from './rung.ts'

export type Versions = Pick<Conflict, 'base' | 'ours' | 'theirs'>

/** The file as git's line by line merge sees it; null where git makes nothing of it. */
export const mergeFile = (versions: Versions): Promise<Hunk[] | null> =>
  withVersions(versions, async (folder) => {
    const size = markerSizeFor([versions.base ?? '', versions.ours, versions.theirs])
    const merged = await mergeIn(folder, ['--diff3', `--marker-size=${size}`])
    return merged.ok ? readHunks(merged.value, size) : null
  })

/** Runs with the three versions in a folder, as `base`, `ours` and `theirs`. */
export const withVersions = <T>(
  { base, ours, theirs }: Versions,
  use: (folder: string) => Promise<T>,
): Promise<T> =>
  withTemporaryFolder(async (folder) => {
    for (const [name, text] of Object.entries({ base: base ?? '', ours, theirs })) {
      await writeFile(join(folder, name), text, 'latin1')
    }
    return use(folder)
  })

/** Exit n: so many conflicts, at most 127; above that it is an error. */
export async function mergeIn(folder: string, options: string[]): Promise<Result<string>> {
  const labels = ['-L', 'ours', '-L', 'base', '-L', 'theirs']
  const merged = await git(folder, ['merge-file', '-p', ...options, ...labels, 'ours', 'base', 'theirs'], {
    okExits: Array.from({ length: 128 }, (_, exit) => exit),
    encoding: 'latin1',
  })
  return merged.ok ? ok(merged.value.stdout) : merged
}
