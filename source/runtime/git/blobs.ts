import { ok, type Result } from '../../model/result.ts'
import { splitNul } from './commits.ts'
import { git } from './git.ts'

/** One version of a file's content. `file` is its name as bytes in latin1, so that any name is found again. */
export interface Blob {
  oid: string
  file: string
  /** Whether the file still has this content in the newest commit: if not, it is in the history alone. */
  isCurrent: boolean
}

/**
 * Every content that commits bring along, also what a later one of them took away again. `range` says which commits, as
 * for rev-list: `[head, '^base']`, or `['--all']`. What a commit outside of it had long before may be listed too.
 * `held`: what of it the newest commit has; else its whole tree is asked for.
 */
export async function newBlobs(
  repo: string,
  range: readonly string[],
  held?: readonly Blob[],
): Promise<Result<Blob[]>> {
  const [listed, now] = await Promise.all([
    git(repo, ['rev-list', '--objects', '--filter=object:type=blob', '--filter-provided-objects', ...range], {
      encoding: 'latin1',
    }),
    held ? ok(held) : treeBlobs(repo, range.find((each) => /^[^-^]/.test(each)) ?? 'HEAD'),
  ])
  if (!listed.ok) return listed
  if (!now.ok) return now
  const current = new Map(now.value.map((blob) => [blob.oid, blob]))
  const lines = listed.value.stdout.split('\n').filter((line) => line !== '')
  return ok(
    lines.map((line) => {
      const at = line.indexOf(' ')
      const oid = at < 0 ? line : line.slice(0, at)
      return current.get(oid) ?? { oid, file: at < 0 ? '' : line.slice(at + 1), isCurrent: false }
    }),
  )
}

/** Every path that differs between two commits, a renamed file's both, and what files hold there in the second. */
export async function changedBlobs(
  repo: string,
  from: string,
  to: string,
): Promise<Result<{ files: string[]; blobs: Blob[] }>> {
  const args = ['diff-tree', '-r', '-z', '--no-abbrev', '--no-renames', '--no-ext-diff', from, to]
  const asked = await git(repo, args, { encoding: 'latin1' })
  if (!asked.ok) return asked
  const words = splitNul(asked.value.stdout)
  const files = words.filter((_, at) => at % 2 === 1).map((name) => Buffer.from(name, 'latin1').toString())
  return ok({ files, blobs: blobsInRaw(words) })
}

/** What git's raw difference says of contents that are there afterwards: `:mode mode oid oid status`, name, and so on. */
export function blobsInRaw(words: readonly string[]): Blob[] {
  const blobs: Blob[] = []
  for (let at = 0; at + 1 < words.length; at += 2) {
    const [, mode = '', , oid = ''] = (words[at] as string).slice(1).split(' ')
    // Neither links nor submodules.
    if (mode.startsWith('100')) blobs.push({ oid, file: words[at + 1] as string, isCurrent: true })
  }
  return blobs
}

/** The content of every file of a commit; of links and submodules there is none. */
export async function treeBlobs(repo: string, commit: string): Promise<Result<Blob[]>> {
  const listed = await git(repo, ['ls-tree', '-r', '-z', '--full-tree', commit], { encoding: 'latin1' })
  if (!listed.ok) return listed
  return ok(
    splitNul(listed.value.stdout).flatMap((entry) => {
      // `mode type oid TAB name`
      const [, mode, oid = '', file = ''] = /^(\d+) blob ([0-9a-f]+)\t([\s\S]*)$/.exec(entry) ?? []
      return mode === undefined || mode === '120000' ? [] : [{ oid, file, isCurrent: true }]
    }),
  )
}

/** What a batch of contents may weigh together, in bytes: they are all in memory at once. */
const AT_ONCE = 32 * 1024 * 1024

export interface Read {
  /** Nothing of one that is longer than can be read. */
  bytes: Buffer
  size: number
}

/** Contents by their ids; none of those that are longer than `limit` bytes. */
export async function* readBlobs(
  repo: string,
  oids: readonly string[],
  limit: number,
): AsyncGenerator<Result<Map<string, Read>>> {
  const sizes = await blobSizes(repo, oids)
  if (!sizes.ok) return yield sizes
  let batch: string[] = []
  let weight = 0
  const tooLong = new Map<string, Read>()
  for (const [oid, size] of sizes.value) {
    if (size > limit) {
      tooLong.set(oid, { bytes: Buffer.alloc(0), size })
      continue
    }
    if (weight + size > AT_ONCE && batch.length > 0) {
      yield await contents(repo, batch)
      batch = []
      weight = 0
    }
    batch.push(oid)
    weight += size
  }
  if (tooLong.size > 0) yield ok(tooLong)
  if (batch.length > 0) yield await contents(repo, batch)
}

async function blobSizes(repo: string, oids: readonly string[]): Promise<Result<[string, number][]>> {
  if (oids.length === 0) return ok([])
  const asked = await git(repo, ['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: lines([...new Set(oids)]),
  })
  if (!asked.ok) return asked
  const answers = asked.value.stdout.trimEnd().split('\n')
  const missing = answers.find((line) => !/^[0-9a-f]+ \d+$/.test(line))
  if (missing !== undefined) return { ok: false, error: { message: `git has no content for ${missing}.` } }
  return ok(
    answers.map((line) => line.split(' ') as [string, string]).map(([oid, size]) => [oid, Number(size)]),
  )
}

async function contents(repo: string, oids: readonly string[]): Promise<Result<Map<string, Read>>> {
  const asked = await git(repo, ['cat-file', '--batch=%(objectname) %(objectsize)'], {
    input: lines(oids),
    encoding: 'latin1',
  })
  if (!asked.ok) return asked
  const { stdout } = asked.value
  const found = new Map<string, Read>()
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf('\n', at)
    const [oid = '', size = ''] = stdout.slice(at, end).split(' ')
    const begin = end + 1
    const bytes = Buffer.from(stdout.slice(begin, begin + Number(size)), 'latin1')
    found.set(oid, { bytes, size: bytes.length })
    at = begin + Number(size) + 1
  }
  return ok(found)
}

const lines = (oids: readonly string[]): string => oids.map((oid) => `${oid}\n`).join('')
