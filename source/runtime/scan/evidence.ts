import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Content } from '../../checks/gaps/gap.ts'
import { textOf } from '../../checks/secrets/scan-content.ts'
import { ok, type Result } from '../../model/result.ts'
import { isOutside } from '../../plan/find-files.ts'
import { isGlob } from '../../plan/match-files.ts'
import { readBlobs, treeBlobs } from '../git/blobs.ts'
import { splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'
import { listTree } from '../git/read.ts'
import { readPlainFile } from '../git/read-plain-file.ts'

/** A state of a repository, to be asked what is in it. */
export interface Evidencer {
  /** Every path, and of `wanted` also those that git ignores. */
  paths: (wanted: readonly string[]) => Promise<Result<string[]>>
  contents: (paths: readonly string[]) => Promise<Result<Map<string, Content>>>
}

/** Bytes. Of a longer file only its size counts. */
const LARGEST = 4 * 1024 * 1024

/** Files as they lie in the working tree. */
export const workingTree = (root: string): Evidencer => ({
  paths: async (wanted) => {
    const list = (...what: string[]) => git(root, ['ls-files', '-z', ...what])
    const [listed, gone] = await Promise.all([
      list('--cached', '--others', '--exclude-standard', '--deduplicate'),
      list('--deleted'),
    ])
    if (!listed.ok) return listed
    if (!gone.ok) return gone
    const deleted = new Set(splitNul(gone.value.stdout))
    const paths = splitNul(listed.value.stdout).filter((path) => !deleted.has(path))
    const ignored = await Promise.all(wanted.map((path) => ignoredFile(root, path)))
    return ok([...new Set([...paths, ...ignored.flat()])])
  },
  contents: async (paths) => {
    const contents = new Map<string, Content>()
    // One after another: a plan may declare a folder of thousands.
    for (const path of paths) {
      const stat = await lstat(join(root, path)).catch(() => null)
      // A link is there whatever it leads to.
      const bytes = stat?.isFile() ? await readPlainFile(join(root, path), LARGEST) : null
      if (stat) contents.set(path, { size: stat.size, text: bytes && textOf(bytes) })
    }
    return ok(contents)
  },
})

/** A declared file that git does not list is there all the same, such as one that is built; of a folder one will do. */
async function ignoredFile(root: string, path: string): Promise<string[]> {
  if (isGlob(path) || isOutside(path)) return []
  const stat = await lstat(join(root, path)).catch(() => null)
  if (!stat) return []
  const name = path.replace(/\/+$/, '')
  if (!stat.isDirectory()) return [name]
  const [first] = await readdir(join(root, path)).catch(() => [])
  return first === undefined ? [] : [`${name}/${first}`]
}

/** Files as a commit holds them. */
export const committedTree = (repo: string, commit: string): Evidencer => ({
  paths: () => listTree(repo, commit),
  contents: async (paths) => {
    const blobs = await treeBlobs(repo, commit)
    if (!blobs.ok) return blobs
    const wanted = new Set(paths)
    const named = blobs.value
      .map(({ oid, file }) => ({ oid, path: Buffer.from(file, 'latin1').toString('utf8') }))
      .filter(({ path }) => wanted.has(path))
    const contents = new Map<string, Content>()
    const oids = [...new Set(named.map(({ oid }) => oid))]
    for await (const part of readBlobs(repo, oids, LARGEST)) {
      if (!part.ok) return part
      for (const { oid, path } of named) {
        const read = part.value.get(oid)
        if (read)
          contents.set(path, { size: read.size, text: read.size > LARGEST ? null : textOf(read.bytes) })
      }
    }
    return ok(contents)
  },
})
