import { lstat, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import { LIMITS } from '../limits.ts'
import { git } from './git.ts'

/**
 * Packs the loose objects of a clone of ours when there are too many: each takes a block of the disk at least, and one
 * snapshot differs from the next by little. All of them, whether a ref leads there or not, since sessions name commits by
 * their ids alone: nothing that was ever written is lost. Rejected: `git gc`, which removes what no ref leads to, and
 * writes anew what the clone shares with the user's repository. Returns how many were packed.
 */
export async function packLoose(
  clone: string,
  { most = LIMITS.looseObjects, stopped }: { most?: number; stopped?: AbortSignal } = {},
): Promise<Result<number>> {
  const ids = await looseIds(clone)
  if (ids.length <= most) return ok(0)
  const packs = join(clone, 'objects', 'pack')
  await removeHalfPacks(packs)
  const how = { ...(stopped && { stopped }) }
  const pack = [
    '-c',
    'core.fsync=all',
    '-c',
    'pack.threads=1',
    'pack-objects',
    '--quiet',
    join(packs, 'pack'),
  ]
  const packed = await git(clone, pack, { ...how, input: ids.map((id) => `${id}\n`).join('') })
  if (!packed.ok) return packed
  const pruned = await git(clone, ['prune-packed', '--quiet'], how)
  return pruned.ok ? ok(ids.length) : pruned
}

async function looseIds(clone: string): Promise<string[]> {
  const objects = join(clone, 'objects')
  const folders = (await namesIn(objects)).filter((name) => /^[0-9a-f]{2}$/.test(name))
  const ids = folders.map(async (folder) =>
    (await namesIn(join(objects, folder)))
      .filter((name) => /^[0-9a-f]{38,62}$/.test(name))
      .map((name) => `${folder}${name}`),
  )
  return (await Promise.all(ids)).flat()
}

/** Of a git that was killed while it wrote one; a fetch may be writing one now. */
async function removeHalfPacks(packs: string): Promise<void> {
  for (const name of (await namesIn(packs)).filter((each) => each.startsWith('tmp_'))) {
    const path = join(packs, name)
    const stats = await lstat(path).catch(() => null)
    if (stats && Date.now() - stats.mtimeMs > LIMITS.fresh) await rm(path, { force: true })
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
