import { ok, type Result } from '../../model/result.ts'
import { git } from './git.ts'

export interface MemberMerge {
  /** What it was merged onto. */
  onto: string
  /** What the merge made, with what was settled of its conflicts. */
  tree: string
}

/** The merge of `head` between two commits of integration; null: it had been merged before, or changed nothing. */
export async function memberMerge(
  land: string,
  { from, to, head }: { from: string; to: string; head: string },
): Promise<Result<MemberMerge | null>> {
  const listed = await git(land, ['log', '--first-parent', '--format=%T %P', `${from}..${to}`, '--'])
  if (!listed.ok) return listed
  const merges = listed.value.stdout.split('\n').map((line) => line.split(' '))
  const [tree, onto] = merges.find(([, , second]) => second === head) ?? []
  return ok(tree && onto ? { tree, onto } : null)
}
