import { restoredText } from '../../engine/on-rollback.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import type { Landing } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { openGate } from '../gate.ts'
import { fetchCommits, missingCommits, treeOf } from '../git/commits.ts'
import { commitTree } from '../git/compose.ts'
import type { Judged } from './judge-landing.ts'
import { whyNot } from './tested.ts'

/**
 * A commit on top of integration with the files of an earlier landing, tested like any other. A commit and not a ref
 * that moves back: whoever has fetched the branch goes forward, and nothing that has landed becomes unreachable.
 */
export async function judgeRollback(runtime: Runtime, landing: Landing): Promise<Result<Judged>> {
  const { places, session } = runtime
  const { landings, repo } = session()
  const restored = landings.find(({ number }) => number === landing.restores)
  const source =
    landing.restores === 0 ? landings.find(({ state }) => state === 'published')?.base : restored?.commit
  if (!source) return problem(`There is no landing ${landing.restores}.`)
  const tree = await treeThere(runtime, source)
  if (!tree.ok) return tree
  const now = await treeOf(places.landClone, landing.base)
  if (!now.ok) return now
  if (now.value === tree.value)
    return problem(`Integration has exactly the files of ${restoredText(landing.restores)} already.`)
  const message = `Roll back to ${restoredText(landing.restores)}\n\nBr-Restores: ${source}`
  const made = await commitTree(places.landClone, tree.value, [landing.base], message, repo.signs)
  if (!made.ok) return made
  const gate = openGate(runtime, landing)
  const order = { commit: made.value, tree: tree.value, streams: [] }
  const first = await gate(order)
  const tested = first.ok && first.value.status === 'failed' ? await gate({ ...order, again: true }) : first
  if (!tested.ok) return tested
  const verdict = tested.value
  const lands = verdict.status === 'passed' || verdict.status === 'untested'
  return ok({
    commit: lands ? made.value : null,
    ...{ members: [], leftOut: [], verdict, notes: [], gates: gate.runs },
    detail: lands ? '' : whyNot(verdict),
    decisions: restored?.decisions ?? 0,
    ...{ checks: new Map(), coverage: new Map(), measured: null },
  })
}

/** The clone may have been made again since that landed: the person's repository has it. */
async function treeThere({ places, root }: Runtime, commit: string): Promise<Result<string>> {
  const missing = await missingCommits(places.landClone, [commit])
  if (!missing.ok) return missing
  if (missing.value.length > 0) {
    const fetched = await fetchCommits(places.landClone, root, [commit], 'refs/fetched')
    if (!fetched.ok) return fetched
  }
  return treeOf(places.landClone, commit)
}
