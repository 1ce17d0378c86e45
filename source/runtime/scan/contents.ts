import { lstat, open, readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { addedLines } from '../../checks/added-lines.ts'
import { longestScan } from '../../checks/secrets/scan-content.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import { type Blob, blobsInRaw, newBlobs, readBlobs } from '../git/blobs.ts'
import { splitNul } from '../git/commits.ts'
import { git } from '../git/git.ts'

/** Something to look through. */
export interface Scannable {
  /** As findings call it. */
  path: string
  bytes: Uint8Array
  /** How many bytes there are in all; more than were read where it is very long. */
  size: number
  /** Only what stands on these lines counts; null: all of it. */
  lines: ReadonlySet<number> | null
  /** Whether it is what the file holds now; else it is in the history alone. */
  isCurrent: boolean
}

export type Contents = AsyncGenerator<Result<Scannable>>

/** Files and folders as they are; of a repository, what git does not ignore, and whatever is named itself. */
export async function* filesIn(root: string | null, cwd: string, paths: readonly string[]): Contents {
  for (const path of paths.length > 0 ? paths : ['.']) {
    const whole = resolve(cwd, path)
    const stat = await lstat(whole).catch(() => null)
    if (!stat) return yield problem(`There is no ${path}.`)
    const names = stat.isDirectory() ? await namesIn(root, whole) : ok([whole])
    if (!names.ok) return yield names
    for (const name of names.value) {
      const read = await readFile(name, relative(root ?? cwd, name))
      if (read) yield ok(read)
    }
  }
}

async function namesIn(root: string | null, folder: string): Promise<Result<string[]>> {
  if (root === null) return ok(await walk(folder))
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z']
  const listed = await git(folder, args)
  return listed.ok ? ok(splitNul(listed.value.stdout).map((name) => join(folder, name))) : listed
}

const SKIPPED = new Set(['.git', 'node_modules'])

/** Links are not followed: they may lead anywhere, and in circles. */
async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = await Promise.all(
    entries.map((entry) => {
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : walk(join(folder, entry.name))
      return entry.isFile() ? [join(folder, entry.name)] : []
    }),
  )
  return names.flat()
}

/** Null: it is no file, or gone meanwhile. */
async function readFile(name: string, path: string): Promise<Scannable | null> {
  const stat = await lstat(name).catch(() => null)
  if (!stat?.isFile()) return null
  await using file = await open(name, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(stat.size, longestScan)))
  return { path, bytes: buffer.subarray(0, bytesRead), size: stat.size, lines: null, isCurrent: true }
}

/**
 * What would be committed, as the index holds it and not the file. `indexFile`: git gives a commit of single files an
 * index of its own, and names it to its hooks.
 */
export async function* stagedIn(root: string, indexFile: string | undefined): Contents {
  const env: Record<string, string> =
    indexFile === undefined ? {} : { GIT_INDEX_FILE: resolve(root, indexFile) }
  const head = await git(root, ['rev-parse', '--verify', '--quiet', 'HEAD'], { okExits: [0, 1] })
  if (!head.ok) return yield head
  const against = head.value.stdout.trim() || (await emptyTree(root))
  const args = ['diff-index', '--cached', '-z', '--no-renames', '--no-abbrev', '--diff-filter=d', against]
  const changed = await git(root, args, { env, encoding: 'latin1' })
  if (!changed.ok) return yield changed
  yield* contentsOf(root, blobsInRaw(splitNul(changed.value.stdout)))
}

const emptyTree = async (root: string): Promise<string> => {
  const made = await git(root, ['hash-object', '-t', 'tree', '--stdin'], { input: '' })
  return made.ok ? made.value.stdout.trim() : '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
}

/** Lines that the files here have and their common ancestor with `base` has not. */
export async function* changedSince(root: string, base: string): Contents {
  const from = await git(root, ['merge-base', '--', base, 'HEAD'])
  if (!from.ok)
    return yield problem(`${base} and what is checked out have nothing in common, or it is not there.`)
  const args = ['diff', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames']
  const diff = await git(root, [
    ...args,
    '--src-prefix=a/',
    '--dst-prefix=b/',
    from.value.stdout.trim(),
    '--',
  ])
  if (!diff.ok) return yield diff
  for (const { path, lines } of addedLines(diff.value.stdout)) {
    const read = await readFile(join(root, path), path)
    if (read) yield ok({ ...read, lines: new Set(lines.map(({ number }) => number)) })
  }
}

/** Every content that commits of any branch or tag ever had. */
export async function* allHistory(root: string): Contents {
  const blobs = await newBlobs(root, ['--all'])
  if (!blobs.ok) return yield blobs
  yield* contentsOf(root, blobs.value)
}

/** Contents of git's, with their names as people read them. */
export async function* contentsOf(repo: string, blobs: readonly Blob[]): Contents {
  const named = new Map(blobs.map((blob) => [blob.oid, blob]))
  for await (const part of readBlobs(repo, [...named.keys()], longestScan)) {
    if (!part.ok) return yield part
    for (const [oid, { bytes, size }] of part.value) {
      const { file, isCurrent } = named.get(oid) as Blob
      const path = Buffer.from(file, 'latin1').toString('utf8')
      yield ok({ path, bytes, size, lines: null, isCurrent })
    }
  }
}
