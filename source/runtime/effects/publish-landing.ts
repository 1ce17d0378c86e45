import { checkpointTag, integrationBranch } from '../../engine/refs.ts'
import { sentence } from '../../model/result.ts'
import type { GateVerdict, Landing } from '../../model/session.ts'
import { learnAnswers } from '../conflicts/learn-answers.ts'
import type { Runtime } from '../context.ts'
import { publishRef } from '../git/publish.ts'

/**
 * Moves br/<plan>/integration in the user's repository to a judged commit: one reference, only if it still is where
 * the landing began. The tag rolls forward after it, and can be made again at any time.
 */
export const publishLanding = (runtime: Runtime, number: number): Promise<void> =>
  runtime.inTurn('landing', async () => {
    const landing = runtime.session().landings.find((each) => each.number === number)
    if (landing?.state !== 'judged' || !landing.commit || !landing.verdict) return
    const { dispatch, now } = runtime
    const moved = await publish(runtime, landing, landing.commit, landing.verdict)
    if (moved !== null) return dispatch({ type: 'landing-failed', at: now(), number, detail: moved })
    const { tag, notes } = await tagIt(runtime, landing, landing.commit)
    // What fails here costs no more than that the same conflict is asked about again.
    await learnAnswers(runtime.places.landClone, landing).catch(() => null)
    dispatch({ type: 'landing-published', at: now(), number, tag, notes })
  })

/** Null when it is done, else why not. The verdict has to be shown: what is red or was not run never gets here. */
async function publish(
  runtime: Runtime,
  { base }: Landing,
  commit: string,
  verdict: GateVerdict,
): Promise<string | null> {
  if (verdict.status !== 'passed' && verdict.status !== 'untested') return `The gate said ${verdict.status}.`
  const branch = integrationBranch(runtime.session())
  const published = await publishRef({
    root: runtime.root,
    land: runtime.places.landClone,
    ref: `refs/heads/${branch}`,
    commit,
    expectedOld: base,
  })
  if (!published.ok) return sentence(published.error)
  if (published.value.kind === 'checked-out') {
    return `${branch} is checked out in ${published.value.where}, so it was not moved. Check out another branch there, then try again.`
  }
  if (published.value.kind === 'moved') {
    const to = published.value.to?.slice(0, 7) ?? 'nothing'
    return `Somebody moved ${branch} to ${to} meanwhile. Put it back with: git branch -f ${branch} ${base.slice(0, 12)}`
  }
  return null
}

async function tagIt(
  runtime: Runtime,
  { number, kind }: Landing,
  commit: string,
): Promise<{ tag: string | null; notes: string[] }> {
  if (kind === 'update') return { tag: null, notes: [] }
  const tag = checkpointTag(runtime.session(), number)
  const tagged = await publishRef({
    root: runtime.root,
    land: runtime.places.landClone,
    ref: `refs/tags/${tag}`,
    commit,
    expectedOld: null,
  })
  if (!tagged.ok) return { tag: null, notes: [sentence(tagged.error)] }
  const isThere = tagged.value.kind !== 'moved' && tagged.value.kind !== 'checked-out'
  return isThere
    ? { tag, notes: [] }
    : { tag: null, notes: [`The tag ${tag} exists already and was left as it is.`] }
}
