import { lastAttempt } from '../../engine/batch-state.ts'
import { isTakenBack } from '../../engine/take-back.ts'
import { ok, type Problem, type Result, sentence } from '../../model/result.ts'
import type { Attempt, StreamFacts } from '../../model/session.ts'
import { checkWork } from '../check-work.ts'
import type { Runtime } from '../context.ts'
import type { CollectedWork } from '../git/collect.ts'
import { BEFORE_REWRITE, rewriteWork } from '../git/rewrite-work.ts'
import { collectBatch, endTaken, judgeCollected } from './accept-work.ts'
import type { RunAddress } from './run-address.ts'
import { workPlace, workspaceTurn } from './stream-place.ts'

/** Judges work again that checks gave back: a person lets a finding stay, or wants the commits to be made anew. */
export const judgeAttempt = (
  runtime: Runtime,
  { rewrite, ...address }: RunAddress & { rewrite: boolean },
): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = givenBack(runtime, address)
    if (!attempt) return
    const collected = await collectBatch(runtime, address, attempt)
    if (!collected.ok) return notJudged(runtime, address, collected.error)
    const work = rewrite ? await rewritten(runtime, address, attempt, collected.value) : collected
    if (!work.ok) return notJudged(runtime, address, work.error)
    const { ending, left } = await judgeCollected(runtime, address, work.value, null)
    // Another try may have begun meanwhile: then it will be judged with that.
    if (givenBack(runtime, address)) await endTaken(runtime, address, ending, left)
  })

function givenBack(runtime: Runtime, { stream, batch, run }: RunAddress): Attempt | null {
  const found = runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)
  const attempt = found && lastAttempt(found)
  const isIt = attempt?.run === run && ['findings', 'history'].includes(attempt.ending?.reason ?? '')
  return isIt ? attempt : null
}

async function rewritten(
  runtime: Runtime,
  { stream, batch, run }: RunAddress,
  attempt: Attempt,
  work: CollectedWork,
): Promise<Result<CollectedWork>> {
  const session = runtime.session()
  const place = workPlace(runtime, stream)
  const published = await cleanlyPublished(runtime, stream)
  if (!published.ok) return published
  const head = await rewriteWork({
    ...place,
    head: work.head,
    integration: session.integration,
    // What is published already is built on, so that its branch goes forward.
    published: published.value,
    // One for each head: what is begun again after a crash must not put the new one in the place of the old.
    keepAs: `refs/br-snapshots/${session.slug}/${run}${BEFORE_REWRITE}${work.head.slice(0, 10)}`,
    message: `${stream}: ${batch}\n\nBr-Task: ${taskNames(runtime, stream, batch)}`,
    signs: session.repo.signs,
  })
  if (!head.ok) return head
  const hadThem = isTakenBack(attempt) || published.value !== lastDone(session.streams[stream])
  const shown = hadThem
    ? ` ${place.branch} of your repository had them, and has the objects until they are pruned.`
    : ''
  const kept = `Its commits are one now, ${head.value.slice(0, 7)}; what they were is kept as ${work.head.slice(0, 10)} on this machine.${shown} What was in them is known to whoever saw it: revoke it.`
  return {
    ok: true,
    value: { ...work, head: head.value, commits: [head.value], notes: [...work.notes, kept] },
  }
}

/** The stream's last commit that others have and that is fit to be built on: not one that has in it what is to go. */
async function cleanlyPublished(runtime: Runtime, stream: string): Promise<Result<string | null>> {
  const head = lastDone(runtime.session().streams[stream])
  if (head === null) return ok(null)
  const verdict = await checkWork(runtime, { stream, repo: runtime.places.workClone, head })
  return verdict.ok ? ok(verdict.value.passed ? head : null) : verdict
}

const lastDone = (facts: StreamFacts | undefined): string | null =>
  (facts?.batches ?? [])
    .flatMap(({ attempts }) => attempts)
    .filter(({ ending }) => ending?.kind === 'done')
    .sort((a, b) => (a.endedAt ?? 0) - (b.endedAt ?? 0))
    .at(-1)?.head ?? null

const taskNames = (runtime: Runtime, stream: string, batch: string): string => {
  const tasks = runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)?.tasks ?? []
  return tasks.join(', ') || `${stream}.${batch}`
}

const notJudged = ({ dispatch, now }: Runtime, address: RunAddress, error: Problem): void =>
  dispatch({ type: 'attempt-not-judged', at: now(), ...address, detail: sentence(error) })
