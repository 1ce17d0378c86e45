import { ok, type Result } from '../../model/result.ts'
import { readBlobs } from '../git/blobs.ts'
import { splitNul } from '../git/commits.ts'
import { holdsMarkers } from '../git/conflict-files.ts'
import { git } from '../git/git.ts'
import type { ConflictedFile, MergedTree, Stage } from '../git/merge-tree.ts'
import type { Conflict } from './rung.ts'

/** A file longer than this is nobody's to merge without looking, in bytes. */
const LONGEST = 16 * 1024 * 1024

/** Null when one of them is no file that both sides have: what was taken away, renamed or made a link asks for a mind. */
export async function readConflicts(
  land: string,
  { tree, conflicts }: Pick<MergedTree, 'tree' | 'conflicts'>,
): Promise<Result<Conflict[] | null>> {
  if (conflicts.length === 0 || !conflicts.every(isSimple)) return ok(null)
  const marked = await filesAt(
    land,
    tree,
    conflicts.map(({ file }) => file),
  )
  if (!marked.ok) return marked
  const found = await withTexts(land, conflicts, (file) => marked.value.get(file) ?? null)
  return found.ok ? ok(found.value.length === conflicts.length ? found.value : null) : found
}

/** Those that are simple and short enough, with their contents. `markedOf`: what git made of a file. */
export async function withTexts(
  repo: string,
  conflicts: readonly ConflictedFile[],
  markedOf: (file: string) => string | null,
): Promise<Result<Conflict[]>> {
  const simple = conflicts.filter(isSimple)
  const oids = simple.flatMap(({ base, ours, theirs }) => [base, ours, theirs].flatMap((at) => at?.oid ?? []))
  const texts = await readTexts(repo, oids)
  if (!texts.ok) return texts
  return ok(
    simple.flatMap(({ file, base, ours, theirs }): Conflict[] => {
      const text = (stage: Stage | null) => texts.value.get(stage?.oid ?? '')
      const [before = null, mine, other, marked] = [text(base), text(ours), text(theirs), markedOf(file)]
      if (mine === undefined || other === undefined || marked === null) return []
      if (base !== null && before === null) return []
      const isText = holdsMarkers(marked) && !`${mine}${other}`.includes('\0')
      return [{ file, mode: ours.mode, base: before, ours: mine, theirs: other, marked, isText }]
    }),
  )
}

const isSimple = (conflict: ConflictedFile): conflict is ConflictedFile & Record<'ours' | 'theirs', Stage> =>
  isFile(conflict.ours) &&
  isFile(conflict.theirs) &&
  (conflict.base === null || isFile(conflict.base)) &&
  conflict.ours?.mode === conflict.theirs?.mode

const isFile = (stage: Stage | null): boolean => stage?.mode.startsWith('100') ?? false

/** Contents of regular files as a commit or tree has them, bytes as latin1 text. Those that are not there are left out. */
export async function filesAt(
  repo: string,
  treeish: string,
  files: readonly string[],
): Promise<Result<Map<string, string>>> {
  const listed = await git(repo, ['ls-tree', '-z', '--full-tree', treeish, '--', ...files], {
    env: { GIT_LITERAL_PATHSPECS: '1' },
  })
  if (!listed.ok) return listed
  const entries = splitNul(listed.value.stdout).flatMap((entry) => {
    const [, oid, file] = /^100\d{3} blob ([0-9a-f]+)\t([\s\S]+)$/.exec(entry) ?? []
    return oid && file ? [{ oid, file }] : []
  })
  const texts = await readTexts(
    repo,
    entries.map(({ oid }) => oid),
  )
  if (!texts.ok) return texts
  return ok(
    new Map(
      entries.flatMap(({ oid, file }) => {
        const text = texts.value.get(oid)
        return text === undefined ? [] : [[file, text] as const]
      }),
    ),
  )
}

async function readTexts(repo: string, oids: readonly string[]): Promise<Result<Map<string, string>>> {
  const texts = new Map<string, string>()
  for await (const read of readBlobs(repo, oids, LONGEST)) {
    if (!read.ok) return read
    for (const [oid, { bytes, size }] of read.value) {
      if (bytes.length === size) texts.set(oid, bytes.toString('latin1'))
    }
  }
  return ok(texts)
}
