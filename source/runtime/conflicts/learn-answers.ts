import { ok, type Result } from '../../model/result.ts'
import type { Landing } from '../../model/session.ts'
import { git } from '../git/git.ts'
import { mergeTree } from '../git/merge-tree.ts'
import { filesAt, readConflicts } from './read-conflicts.ts'
import { learn } from './rerere.ts'

/**
 * Keeps what agents and persons answered to conflicts, once it has landed and so was green: from the merges in the
 * streams' own history, so that nothing else has to be remembered. Twice is as good as once.
 */
export async function learnAnswers(land: string, { base, members }: Landing): Promise<Result<void>> {
  if (members.length === 0) return ok(undefined)
  const heads = members.map(({ head }) => head)
  const listed = await git(land, ['rev-list', '--merges', '--parents', `^${base}`, ...heads])
  if (!listed.ok) return listed
  for (const line of listed.value.stdout.split('\n')) {
    const [merge, one, other, ...more] = line.split(' ')
    if (!merge || !one || !other || more.length > 0) continue
    const learnt = await learnFrom(land, merge, [one, other])
    if (!learnt.ok) return learnt
  }
  return ok(undefined)
}

async function learnFrom(land: string, merge: string, [one, other]: [string, string]): Promise<Result<void>> {
  const again = await mergeTree(land, one, other)
  if (!again.ok) return again
  const conflicts = await readConflicts(land, again.value)
  if (!conflicts.ok) return conflicts
  const texts = (conflicts.value ?? []).filter(({ isText }) => isText)
  if (texts.length === 0) return ok(undefined)
  const answers = await filesAt(
    land,
    merge,
    texts.map(({ file }) => file),
  )
  if (!answers.ok) return answers
  for (const conflict of texts) {
    const answer = answers.value.get(conflict.file)
    if (answer !== undefined) await learn(land, conflict, answer)
  }
  return ok(undefined)
}
