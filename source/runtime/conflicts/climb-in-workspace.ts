import { join } from 'node:path'
import { ok, type Result } from '../../model/result.ts'
import type { Resolved } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { git } from '../git/git.ts'
import { readStages } from '../git/merge-tree.ts'
import { readPlainFile } from '../git/read-plain-file.ts'
import { firstWay } from './climb.ts'
import { withTexts } from './read-conflicts.ts'
import { RUNGS } from './rungs.ts'

const LARGEST = 16 * 1024 * 1024

/** Lock files are made from a whole tree, which a workspace in conflict has not got. */
const rungs = RUNGS.filter(({ name }) => name !== 'lock-file')

/**
 * Settles in a workspace, whose merge began just now, what needs nobody: an agent or a person then has only the rest.
 * Nobody else may be at work in there.
 */
export async function climbInWorkspace(
  runtime: Runtime,
  path: string,
  refused: readonly Resolved[],
): Promise<Result<Resolved[]>> {
  const listed = await git(path, ['ls-files', '--unmerged', '-z'])
  if (!listed.ok) return listed
  const files = readStages(listed.value.stdout.split('\0'))
  const marked = new Map<string, string>()
  for (const { file } of files) {
    const bytes = await readPlainFile(join(path, file), LARGEST)
    if (bytes !== null) marked.set(file, bytes.toString('latin1'))
  }
  const conflicts = await withTexts(path, files, (file) => marked.get(file) ?? null)
  if (!conflicts.ok) return conflicts
  const resolved: Resolved[] = []
  for (const conflict of conflicts.value) {
    const way = await firstWay(conflict, { runtime, tree: '' }, refused, rungs)
    if (way === null) continue
    const put = await putInto(path, conflict, way.content)
    if (!put.ok) return put
    resolved.push({ file: conflict.file, rung: way.rung })
  }
  return ok(resolved)
}

/** By git, which writes through no link. */
async function putInto(
  path: string,
  { file, mode }: { file: string; mode: string },
  content: string,
): Promise<Result<unknown>> {
  const blob = await git(path, ['hash-object', '-w', '--stdin', '--no-filters'], {
    input: content,
    encoding: 'latin1',
  })
  if (!blob.ok) return blob
  const set = await git(path, ['update-index', '--cacheinfo', `${mode},${blob.value.stdout.trim()},${file}`])
  return set.ok ? git(path, ['checkout-index', '--force', '--quiet', '--', file]) : set
}
