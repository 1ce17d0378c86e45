import { join } from 'node:path'
import { ok, problem, type Result } from '../../model/result.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { git } from './git.ts'
import { isObjectId } from './merge-tree.ts'

export interface ConflictPair {
  a: string
  b: string
  files: string[]
}

/**
 * Which of the heads would conflict with each other. One git process for all pairs (one a pair is 4–5 times
 * slower); the thousands of objects it writes go to a folder that is thrown away.
 */
export async function conflictPairs(
  repo: string,
  heads: readonly { id: string; commit: string }[],
): Promise<Result<ConflictPair[]>> {
  const pairs = heads.flatMap((a, index) => heads.slice(index + 1).map((b) => ({ a, b })))
  if (pairs.length === 0) return ok([])
  return withTemporaryFolder(async (folder) => {
    const merged = await git(
      repo,
      // Nothing of it is kept, so waiting for the disk would be for nothing.
      [
        '-c',
        'core.fsync=none',
        'merge-tree',
        '--write-tree',
        '--stdin',
        '-z',
        '--name-only',
        '--no-messages',
      ],
      {
        input: pairs.map(({ a, b }) => `${a.commit} ${b.commit}\n`).join(''),
        env: { GIT_OBJECT_DIRECTORY: folder, GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repo, 'objects') },
      },
    )
    if (!merged.ok) return merged
    const verdicts = parseVerdicts(merged.value.stdout)
    if (verdicts === null || verdicts.length !== pairs.length) {
      return problem('git did not answer for every pair of streams that was to be checked for conflicts.')
    }
    return ok(
      pairs.flatMap(({ a, b }, index) => {
        const files = verdicts[index]!
        return files.length > 0 ? [{ a: a.id, b: b.id, files }] : []
      }),
    )
  })
}

/**
 * The stream of answers: for each pair `1` (clean) or `0`, the tree, the files in conflict, an empty end. With
 * --stdin the exit is always 0, so the verdict is taken from here. Null: not understood. A conflict may be one of no
 * file: a folder that one side split in two, where the other one made a file.
 */
export function parseVerdicts(text: string): string[][] | null {
  const fields = text.split('\0')
  const verdicts: string[][] = []
  for (let at = 0; at < fields.length - 1; ) {
    const [verdict, tree = ''] = fields.slice(at, at + 2)
    const end = fields.indexOf('', at + 2)
    // The last field is what follows the last NUL: an end found there was never written.
    const isWhole = end > 0 && end < fields.length - 1
    if ((verdict !== '0' && verdict !== '1') || !isObjectId(tree) || !isWhole) return null
    const files = fields.slice(at + 2, end)
    if (verdict === '1' && files.length > 0) return null
    verdicts.push(files)
    at = end + 1
  }
  return verdicts
}
