import { isRunning } from '../../engine/batch-state.ts'
import { takenBackOf } from '../../engine/on-rollback.ts'
import { ok, problem, type Result, sentence } from '../../model/result.ts'
import type { StreamFacts } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { fetchCommits, isAncestor, refCommit } from '../git/commits.ts'
import { commitTree, fetchHeads, mergeCommit } from '../git/compose.ts'
import { memberMerge } from '../git/member-merge.ts'
import { syncWorkspace } from '../git/sync-workspace.ts'
import { notice } from '../notice.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'

/** Puts work that a rollback took off integration into the stream's workspace again, as commits that git can merge. */
export const bringBack = (runtime: Runtime, stream: string): Promise<void> =>
  runtime.inTurn(workspaceTurn(stream), async () => {
    const facts = runtime.session().streams[stream]
    if (!facts) return
    const { integration } = runtime.session()
    const at = runtime.now()
    const head = await bring(runtime, facts, integration)
    if (head.ok) {
      const event = { type: 'work-brought-back', at, stream, base: integration, head: head.value } as const
      return runtime.dispatch(event)
    }
    notice(runtime, stream, `Its work could not be brought back: ${sentence(head.error)}`, 'bad')
  })

/**
 * Its own commits lie behind the rollback, so that a merge of them would change nothing. What each landing made of them
 * is put onto the commit that it was merged onto, beside the line of integration: that merges like any work, against
 * what has come since, and with what was settled of its conflicts then.
 */
async function bring(runtime: Runtime, facts: StreamFacts, integration: string): Promise<Result<string>> {
  const { places, session } = runtime
  const { landClone: land, workClone } = places
  const { signs } = session().repo
  const place = streamPlace(runtime, facts.id)
  if (isRunning(facts))
    return problem('a worker is at work in its workspace.', 'Try again when it has ended.')
  const tip = await refCommit(place.path, 'HEAD')
  if (!tip.ok) return tip
  if (tip.value === null) return problem('Its workspace has no commit.', `Type 'retry ${facts.id}' again.`)
  const start = await withIntegration(runtime, { tip: tip.value, integration })
  if (!start.ok) return start
  let onto = start.value
  for (const { landing, member } of takenBackOf(session(), facts)) {
    const merge = await memberMerge(land, { from: landing.base, to: landing.commit ?? '', head: member.head })
    if (!merge.ok) return merge
    // It brought nothing then.
    if (merge.value === null) continue
    const message = `Bring back ${facts.id} of ${landing.kind}-${landing.number}: ${member.batches.join(', ')}`
    const beside = await commitTree(land, merge.value.tree, [merge.value.onto], message, signs)
    if (!beside.ok) return beside
    const merged = await mergeCommit(land, { onto, head: beside.value, message, sign: signs })
    if (!merged.ok) return merged
    if (merged.value.kind === 'conflict') return doesNotFit(facts.id, merged.value.files)
    onto = merged.value.commit
  }
  const fetched = await fetchCommits(workClone, land, [onto])
  if (!fetched.ok) return fetched
  const synced = await syncWorkspace({ ...place, target: onto })
  if (!synced.ok) return synced
  const { kind } = synced.value
  if (kind === 'synced' || kind === 'current') return ok(onto)
  return problem(
    `${place.path} has uncommitted work in the way.`,
    'Commit it there or take it away, then try again.',
  )
}

async function withIntegration(
  { places, session }: Runtime,
  { tip, integration }: { tip: string; integration: string },
): Promise<Result<string>> {
  const { landClone: land, workClone } = places
  const there = await fetchHeads(land, workClone, [tip])
  if (!there.ok) return there
  const isBehind = await isAncestor(land, tip, integration)
  if (!isBehind.ok) return isBehind
  if (isBehind.value) return ok(integration)
  const { signs } = session().repo
  const message = 'Merge what has landed'
  const merged = await mergeCommit(land, { onto: tip, head: integration, message, sign: signs })
  if (!merged.ok) return merged
  return merged.value.kind === 'conflict' ? doesNotFit('it', merged.value.files) : ok(merged.value.commit)
}

const doesNotFit = (stream: string, files: string[]) =>
  problem(
    `it does not fit onto what is on integration now, in ${files.join(', ')}.`,
    `Have it done anew with 'continue ${stream}', or go forward with 'rollback' to the landing that had it.`,
  )
