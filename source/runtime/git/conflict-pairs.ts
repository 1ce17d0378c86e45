import { ok, problem, type Result } from '../../model/result.ts'
import { withTemporaryFolder } from '../temporary-folder.ts'
import { git } from './git.ts'
import { type ConflictedFile, isObjectId, readStages } from './merge-tree.ts'
import { type Head, type Pair, pairsOf, pairsToAsk } from './pairs-to-ask.ts'
import { quarantine } from './quarantine.ts'

export interface ConflictPair {
  a: string
  b: string
  /** None where it is about a folder. */
  conflicts: ConflictedFile[]
}

export interface PairsRequest {
  repo: string
  /** What the heads parted from. */
  trunk: string
  heads: readonly Head[]
  /** Where objects of the heads are beside those of `repo`. */
  others?: { clones: readonly string[]; objects: readonly string[] }
}

/** For so few pairs asking git at once is quicker than finding out which of them to ask about. */
const FEW = 6

/**
 * Which of the heads would conflict with each other. One git process for all pairs (one a pair is 4–5 times
 * slower), and only for those that can conflict; what it writes goes to a folder that is thrown away.
 */
export const conflictPairs = ({
  repo,
  trunk,
  heads,
  others,
}: PairsRequest): Promise<Result<ConflictPair[]>> =>
  withTemporaryFolder(async (folder) => {
    const all = pairsOf(heads).map(([a, b]): Pair => [heads[a] as Head, heads[b] as Head])
    const env = quarantine(folder, {
      clones: [repo, ...(others?.clones ?? [])],
      objects: others?.objects ?? [],
    })
    const asked = all.length <= FEW ? ok(all) : await pairsToAsk(repo, trunk, heads, env)
    if (!asked.ok || asked.value.length === 0) return asked.ok ? ok([]) : asked
    const merged = await git(repo, ['merge-tree', '--write-tree', '--stdin', '-z', '--no-messages'], {
      input: asked.value.map(([a, b]) => `${a.commit} ${b.commit}\n`).join(''),
      env,
    })
    if (!merged.ok) return merged
    const verdicts = parseVerdicts(merged.value.stdout)
    if (verdicts === null || verdicts.length !== asked.value.length) {
      return problem('git did not answer for every pair of streams that was to be checked for conflicts.')
    }
    return ok(
      asked.value.flatMap(([a, b], index) => {
        const { isClean, entries } = verdicts[index] as Verdict
        return isClean ? [] : [{ a: a.id, b: b.id, conflicts: readStages(entries) }]
      }),
    )
  })

interface Verdict {
  isClean: boolean
  entries: string[]
}

/**
 * The stream of answers: for each pair `1` (clean) or `0`, the tree, the stages of files in conflict, an empty end. With
 * --stdin the exit is always 0, so the verdict is taken from here. Null: not understood. A conflict may be one of no
 * file: a folder that one side split in two, where the other one made a file.
 */
export function parseVerdicts(text: string): Verdict[] | null {
  const fields = text.split('\0')
  const verdicts: Verdict[] = []
  for (let at = 0; at < fields.length - 1; ) {
    const [verdict, tree = ''] = fields.slice(at, at + 2)
    const end = fields.indexOf('', at + 2)
    // The last field is what follows the last NUL: an end found there was never written.
    const isWhole = end > 0 && end < fields.length - 1
    if ((verdict !== '0' && verdict !== '1') || !isObjectId(tree) || !isWhole) return null
    const entries = fields.slice(at + 2, end)
    const isClean = verdict === '1'
    if (isClean && entries.length > 0) return null
    verdicts.push({ isClean, entries })
    at = end + 1
  }
  return verdicts
}
