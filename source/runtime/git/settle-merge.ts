import { ok, type Result } from '../../model/result.ts'
import { splitNul } from './commits.ts'
import { markerPlaces } from './conflict-files.ts'
import { git } from './git.ts'
import { mergeHead } from './merge-head.ts'
import { readStages } from './merge-tree.ts'
import { stage } from './stage.ts'
import { openWorktree } from './worktree-link.ts'

/** What is still open of a merge. `line`: of the first marker; null: one side took the file away, and nobody said which holds. */
export interface OpenPlace {
  file: string
  line: number | null
}

/** Tells the index of a workspace what a person has resolved in its files, and says what is left; null: nothing is merged in there. */
export async function settleMerge(clone: string, path: string): Promise<Result<OpenPlace[] | null>> {
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  if ((await mergeHead(open.value.gitDir)) === null) return ok(null)
  const [unmerged, staged] = await Promise.all([
    git(path, ['ls-files', '--unmerged', '-z']),
    git(path, ['diff-index', '--cached', '--name-only', '--no-ext-diff', '-z', 'HEAD', '--']),
  ])
  if (!unmerged.ok) return unmerged
  if (!staged.ok) return staged
  const conflicts = readStages(unmerged.value.stdout.split('\0'))
  const names = [...new Set([...conflicts.map(({ file }) => file), ...splitNul(staged.value.stdout)])]
  const marked = await markerPlaces(path, names)
  const rest = conflicts.filter(({ file }) => !marked.some((place) => place.file === file))
  // Without markers in it from the start, a file as it lies there is nobody's answer yet.
  const undecided = rest.filter(({ ours, theirs }) => ours === null || theirs === null)
  const resolved = rest.filter((each) => !undecided.includes(each)).map(({ file }) => file)
  const told = await stage(
    path,
    resolved.map((file) => Buffer.from(file).toString('latin1')),
  )
  if (!told.ok) return told
  return ok([...marked, ...undecided.map(({ file }) => ({ file, line: null }))])
}
