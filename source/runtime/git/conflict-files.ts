import { realpath } from 'node:fs/promises'
import { ok, problem, type Result } from '../../model/result.ts'
import { git } from './git.ts'
import { readPlainFile } from './read-plain-file.ts'
import { openWorktree } from './worktree-link.ts'

/** Those of the files in a worktree that hold conflict markers. Names may be bytes, for those that are not UTF-8. */
export async function filesWithMarkers<T extends string | Buffer>(
  path: string,
  files: readonly T[],
): Promise<T[]> {
  const places = await markerPlaces(path, files)
  return places.map(({ file }) => file)
}

/** The same, with the line of the first marker. */
export async function markerPlaces<T extends string | Buffer>(
  path: string,
  files: readonly T[],
): Promise<{ file: T; line: number }[]> {
  const root = await realpath(path, 'buffer')
  const lines = await Promise.all(files.map((file) => markerLineOf(root, file)))
  return files.flatMap((file, index) => {
    const line = lines[index] ?? null
    return line === null ? [] : [{ file, line }]
  })
}

/** Resolves one conflicting file of a workspace: `ours` is the stream's version, `theirs` what has landed. */
export async function takeSide({ clone, path, side, file }: TakeSideRequest): Promise<Result<undefined>> {
  const open = await openWorktree(clone, path)
  if (!open.ok) return open
  const env = { GIT_LITERAL_PATHSPECS: '1' }
  const listed = await git(path, ['ls-files', '--unmerged', '-z', '--', file], { env })
  const entries = listed.ok
    ? listed.value.stdout.split('\0').filter((entry) => entry.endsWith(`\t${file}`))
    : []
  if (entries.length === 0) {
    return problem(
      `${JSON.stringify(file)} is not in conflict.`,
      'The files in conflict are shown by: status',
    )
  }
  const stage = side === 'ours' ? 2 : 3
  const isThere = entries.some((entry) => entry.split('\t')[0]!.endsWith(` ${stage}`))
  const steps = isThere
    ? [
        ['checkout', '--quiet', `--${side}`, '--', file],
        ['add', '--force', '--', file],
      ]
    : [['rm', '--quiet', '--force', '--', file]]
  for (const step of steps) {
    const ran = await git(path, step, { env })
    if (!ran.ok) return ran
  }
  return ok(undefined)
}

export interface TakeSideRequest {
  clone: string
  path: string
  side: 'ours' | 'theirs'
  file: string
}

const largest = 5 * 1024 * 1024
const slash = Buffer.from('/')

async function markerLineOf(root: Buffer, file: string | Buffer): Promise<number | null> {
  const name = Buffer.from(file)
  const whole = Buffer.concat([root, slash, name])
  // A folder on the way may have become a link out of the worktree.
  const folder = await realpath(whole.subarray(0, whole.lastIndexOf(slash)), 'buffer').catch(() => null)
  if (
    !folder ||
    !Buffer.concat([folder, slash])
      .subarray(0, root.length + 1)
      .equals(Buffer.concat([root, slash]))
  ) {
    return null
  }
  return markerLine((await readPlainFile(whole, largest))?.toString('latin1') ?? '')
}

export const holdsMarkers = (text: string): boolean => markerLine(text) !== null

/** The line, from 1, of the first of three markers in their order; null: there are none. */
function markerLine(text: string): number | null {
  let [from, begin] = [0, -1]
  // One pattern for all three would take hours on a file made of nothing but first markers.
  for (const pattern of [/^<{7} /gm, /^={7}\r?$/gm, /^>{7} /gm]) {
    pattern.lastIndex = from
    const found = pattern.exec(text)
    if (found === null) return null
    if (begin < 0) begin = found.index
    from = pattern.lastIndex
  }
  return text.slice(0, begin).split('\n').length
}
