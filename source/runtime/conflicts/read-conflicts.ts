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
  const oids = conflicts.flatMap(({ base, ours, theirs }) =>
    [base, ours, theirs].flatMap((at) => at?.oid ?? []),
  )
  const texts = await readTexts(land, oids)
  if (!texts.ok) return texts
  const found = conflicts.flatMap(({ file, base, ours, theirs }): Conflict[] => {
    const text = (stage: Stage | null) => texts.value.get(stage?.oid ?? '')
    const [before = null, mine, other, both] = [text(base), text(ours), text(theirs), marked.value.get(file)]
    if (mine === undefined || other === undefined || both === undefined) return []
    if (base !== null && before === null) return []
    const isText = holdsMarkers(both) && !`${mine}${other}`.includes('\0')
    return [{ file, mode: ours.mode, base: before, ours: mine, theirs: other, marked: both, isText }]
  })
  return ok(found.length === conflicts.length ? found : null)
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
