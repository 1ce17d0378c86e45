import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { splitNul } from './commits.ts'
import { git } from './git.ts'

/** What a power cut leaves of a file is nothing or zeros, and short: longer ones are not read for that. */
const LONGEST = 16 * 1024 * 1024

/**
 * Puts back tracked files that hold nothing, or zeros alone, where their commit has something: git syncs what is
 * committed, and not the files in a worktree, so that after a power cut they may be empty, which would look like work.
 */
export async function restoreEmptied(path: string): Promise<Result<string[]>> {
  const status = await git(path, ['status', '--porcelain', '-z', '--no-renames', '--untracked-files=no'])
  if (!status.ok) return status
  const changed = splitNul(status.value.stdout).flatMap((line) =>
    line.startsWith(' M ') ? line.slice(3) : [],
  )
  const blank = await Promise.all(changed.map((file) => isBlank(join(path, file))))
  const emptied = changed.filter((_, index) => blank[index])
  if (emptied.length === 0) return ok([])
  const input = emptied.map((file) => `${file}\0`).join('')
  const restored = await git(path, ['checkout-index', '--force', '--quiet', '-z', '--stdin'], { input })
  return restored.ok ? ok(emptied) : restored
}

async function isBlank(file: string): Promise<boolean> {
  const stats = await lstat(file).catch(() => null)
  if (!stats?.isFile() || stats.size > LONGEST) return false
  return (await readFile(file)).every((byte) => byte === 0)
}
