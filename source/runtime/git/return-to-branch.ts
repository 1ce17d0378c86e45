import { ok, type Problem, type Result } from '../../model/result.ts'
import { checkedOut, isAncestor, refCommit } from './commits.ts'
import { git } from './git.ts'

export type Returned = { kind: 'there'; notes: string[] } | { kind: 'moved'; problem: Problem }

/**
 * Brings a worker's commits home when it left its branch: the branch moves up to where the worker went, and is
 * checked out again. Never at the price of a commit: what does not continue from base and branch is a person's.
 */
export async function returnToBranch(path: string, branch: string, base: string): Promise<Result<Returned>> {
  const [at, head, tip] = await Promise.all([
    checkedOut(path),
    refCommit(path, 'HEAD'),
    refCommit(path, `refs/heads/${branch}`),
  ])
  if (!at.ok) return at
  if (!head.ok) return head
  if (!tip.ok) return tip
  const mend = `Bring the work onto ${branch} in ${path}, or drop it there with: git checkout -f ${branch}`
  const moved = (message: string) => ok({ kind: 'moved' as const, problem: { message, mend } })
  if (head.value === null) return moved(`The worker left ${path} on a branch without commits.`)

  const continues = await isAncestor(path, base, head.value)
  if (!continues.ok) return continues
  if (!continues.value)
    return moved(`The work in ${path} does not continue from ${base.slice(0, 12)}, where it began.`)
  if (at.value === branch) return ok({ kind: 'there', notes: [] })

  const where = at.value === null ? 'no branch' : `the branch ${JSON.stringify(at.value)}`
  if (tip.value !== null) {
    const holds = await isAncestor(path, tip.value, head.value)
    if (!holds.ok) return holds
    if (!holds.value) return moved(`The worker left commits both on ${branch} and on ${where} in ${path}.`)
  }
  const steps = [
    ['update-ref', '-m', 'br-tui: back to its branch', `refs/heads/${branch}`, head.value],
    ['symbolic-ref', '-m', 'br-tui: back to its branch', 'HEAD', `refs/heads/${branch}`],
  ]
  for (const step of steps) {
    const ran = await git(path, step)
    if (!ran.ok) return ran
  }
  return ok({
    kind: 'there',
    notes: [`The worker had ended on ${where}; its work was brought onto ${branch}.`],
  })
}
