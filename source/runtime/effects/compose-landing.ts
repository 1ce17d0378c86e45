import type { CoverageVerdict } from '../../checks/coverage/coverage.ts'
import type { WorkVerdict } from '../../checks/judge-work.ts'
import { mergeOrder } from '../../engine/merge-order.ts'
import { landedDecisions } from '../../engine/on-landing.ts'
import type { LandingCoverage } from '../../model/coverage.ts'
import { ok, type Result, sentence } from '../../model/result.ts'
import type { Decision, GateVerdict, Landing, LeftOut, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { type Gate, openGate } from '../gate.ts'
import { changedFiles, fetchCommits, refCommit, treeOf } from '../git/commits.ts'
import { commitFiles, fetchHeads, mergeCommit } from '../git/compose.ts'
import { conflictPairs } from '../git/conflict-pairs.ts'
import { checkMembers } from './check-members.ts'
import { decisionsPage } from './decisions-page.ts'
import { gateCoverage } from './gate-coverage.ts'

/** What was put together: a commit that holds the members, and who did not fit. */
interface Composed {
  commit: string
  members: Member[]
  leftOut: LeftOut[]
}

/**
 * Puts the offered streams together by plumbing, in an order with the fewest conflicts, and judges the result. When
 * it is red, again one stream at a time: who turns it red is left out. Nothing is published here.
 */
export const composeLanding = (runtime: Runtime, number: number): Promise<void> =>
  runtime.inTurn('landing', async () => {
    const landing = runtime.session().landings.find((each) => each.number === number)
    if (landing?.state !== 'composing') return
    const judged = await judgeLanding(runtime, landing)
    const at = runtime.now()
    if (judged.ok) {
      const { checks: _, coverage: __, measured, ...value } = judged.value
      const coverage = measured ? { coverage: measured } : {}
      runtime.dispatch({ type: 'landing-judged', at, number, ...value, ...coverage })
    } else runtime.dispatch({ type: 'landing-failed', at, number, detail: sentence(judged.error) })
  })

export interface Judged {
  commit: string | null
  members: Member[]
  leftOut: LeftOut[]
  decisions: number
  verdict: GateVerdict
  detail: string
  notes: string[]
  /** What was found in the work of everybody who was offered. */
  checks: Map<string, WorkVerdict>
  coverage: Map<string, CoverageVerdict>
  /** Of what was put together. */
  measured: LandingCoverage | null
}

/**
 * Who fails a check, or what no check looked at, is left out before anything is composed; whose changes the tests do not
 * run, after they are green. The rest is put together and tested again without them.
 */
export async function judgeLanding(runtime: Runtime, landing: Landing): Promise<Result<Judged>> {
  const offered = await gather(runtime, landing)
  if (!offered.ok) return offered
  const isUpdate = landing.kind === 'update'
  const checked = isUpdate
    ? ok({ members: offered.value, leftOut: [], verdicts: new Map<string, WorkVerdict>() })
    : await checkMembers(runtime, offered.value)
  if (!checked.ok) return checked
  const { verdicts: checks } = checked.value
  // Read once: one that is recorded meanwhile is for the next landing.
  const shared = runtime.session().decisions
  const start = await withDecisions(runtime, landing, shared)
  if (!start.ok) return start
  const gate = openGate(runtime, landing)
  const out: LeftOut[] = [...checked.value.leftOut]
  let { members } = checked.value
  const coverage = new Map<string, CoverageVerdict>()
  // Every round leaves somebody out, so this ends.
  for (;;) {
    const tested = await testTogether(runtime, landing, gate, { start: start.value, offered: members })
    if (!tested.ok) return tested
    const result = { ...tested.value, decisions: shared.length, checks, coverage, measured: null, notes: [] }
    const { commit, verdict } = tested.value
    if (commit === null || isUpdate) return ok({ ...result, leftOut: [...out, ...result.leftOut] })
    const judged = await gateCoverage(runtime, landing, {
      ...{ commit, verdict, members: result.members },
      reports: gate.reports(verdict),
    })
    if (!judged.ok) return judged
    for (const [stream, each] of judged.value.verdicts) coverage.set(stream, each)
    const { notRun, tooLittle, measured, leftOut, notes } = judged.value
    const nothing = { ...result, commit: null, members: [], leftOut: out }
    if (notRun !== null) {
      const why = gate.withoutCoverage(verdict, notRun)
      return ok({ ...nothing, verdict: why, detail: whyNot(why) })
    }
    if (tooLittle !== null) return ok({ ...nothing, measured, detail: `${tooLittle} ${WRITE_TESTS}` })
    if (leftOut.length === 0) return ok({ ...result, leftOut: [...out, ...result.leftOut], measured, notes })
    out.push(...leftOut)
    members = members.filter(({ stream }) => !leftOut.some((left) => left.stream === stream))
  }
}

const WRITE_TESTS =
  "Type 'retry STREAM' to have a stream write tests. What is wanted is checks.coverage.total in br.config.json."

type Tested = Pick<Judged, 'commit' | 'members' | 'leftOut' | 'verdict' | 'detail'>

async function testTogether(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, offered }: { start: string; offered: Member[] },
): Promise<Result<Tested>> {
  const whole = await compose(runtime, landing, start, offered)
  if (!whole.ok) return whole
  const verdict = await gate(whole.value.commit)
  if (!verdict.ok) return verdict
  const { commit, members, leftOut } = whole.value
  const isNothing = members.length === 0 && landing.kind !== 'merge' && commit === landing.base
  if (verdict.value.status === 'passed' || verdict.value.status === 'untested') {
    const detail = isNothing ? 'No stream could be merged.' : ''
    return ok({ commit: isNothing ? null : commit, members, leftOut, verdict: verdict.value, detail })
  }
  if (verdict.value.status === 'did-not-run') {
    const detail = whyNot(verdict.value)
    return ok({ commit: null, members: [], leftOut: [], verdict: verdict.value, detail })
  }
  return oneByOne(runtime, landing, gate, { start, whole: whole.value, red: verdict.value })
}

/** Gets every offered commit into the clone that checkpoints are composed in. */
async function gather(runtime: Runtime, landing: Landing): Promise<Result<Member[]>> {
  const { places, root, session } = runtime
  if (landing.kind !== 'update') {
    const heads = landing.offered.map(({ head }) => head)
    const fetched = await fetchHeads(places.landClone, places.workClone, heads)
    return fetched.ok ? ok(landing.offered) : fetched
  }
  const branch = session().repo.branch
  const head = await refCommit(root, `refs/heads/${branch}`)
  if (!head.ok) return head
  if (head.value === null)
    return {
      ok: false,
      error: { message: `Your branch ${branch} is gone.`, mend: 'Make it again, or work on without update.' },
    }
  const fetched = await fetchCommits(places.landClone, root, [head.value])
  return fetched.ok ? ok([{ stream: branch ?? 'base', head: head.value, batches: [] }]) : fetched
}

/** The shared decisions are a file of the tree, so that they come home with the code. */
async function withDecisions(
  runtime: Runtime,
  { base }: Landing,
  decisions: Decision[],
): Promise<Result<string>> {
  if (decisions.length === landedDecisions(runtime.session())) return ok(base)
  const files = [{ path: '.br/decisions.md', content: decisionsPage(decisions) }]
  const { signs } = runtime.session().repo
  return commitFiles(runtime.places.landClone, { onto: base, files, message: 'Share decisions', sign: signs })
}

/**
 * Mostly everybody fits in the order in which they were offered. Who conflicts with whom, which is asked for every two
 * of them, is wanted only when somebody does not fit, to find an order in which more do.
 */
async function compose(
  runtime: Runtime,
  landing: Landing,
  start: string,
  offered: Member[],
): Promise<Result<Composed>> {
  const first = await mergeAll(runtime, landing, start, offered)
  if (!first.ok || first.value.leftOut.length === 0) return first
  const order = await inOrder(runtime.places.landClone, offered)
  if (!order.ok) return order
  const again = await mergeAll(runtime, landing, start, order.value)
  if (!again.ok) return again
  return again.value.leftOut.length > first.value.leftOut.length ? first : again
}

async function mergeAll(
  runtime: Runtime,
  landing: Landing,
  start: string,
  offered: Member[],
): Promise<Result<Composed>> {
  const bare = await treeOf(runtime.places.landClone, start)
  if (!bare.ok) return bare
  let onto = { commit: start, tree: bare.value }
  const members: Member[] = []
  const leftOut: LeftOut[] = []
  for (const member of offered) {
    const merged = await add(runtime, landing, onto, member)
    if (!merged.ok) return merged
    if (merged.value.kind === 'conflict') {
      leftOut.push(await inConflict(runtime.places.landClone, landing, member, merged.value.files, members))
      continue
    }
    if (merged.value.kind === 'merged') onto = merged.value
    members.push(member)
  }
  return ok({ commit: onto.commit, members, leftOut })
}

async function inOrder(land: string, offered: Member[]): Promise<Result<Member[]>> {
  if (offered.length < 2) return ok(offered)
  const pairs = await conflictPairs(
    land,
    offered.map(({ stream, head }) => ({ id: stream, commit: head })),
  )
  if (!pairs.ok) return pairs
  const order = mergeOrder(
    offered.map(({ stream }) => stream),
    pairs.value,
  )
  return ok(order.map((id) => offered.find(({ stream }) => stream === id) as Member))
}

function add(
  { places, session }: Runtime,
  { kind }: Landing,
  { commit: onto, tree: ontoTree }: { commit: string; tree?: string },
  { stream, head, batches }: Member,
) {
  const message =
    kind === 'update' ? `Merge ${stream} into integration` : `Merge ${stream}: ${batches.join(', ')}`
  return mergeCommit(places.landClone, { onto, ontoTree, head, message, sign: session().repo.signs })
}

/** Names the streams on the other side of a conflict: those of this landing that changed one of its files. */
async function inConflict(
  land: string,
  { base }: Landing,
  { stream }: Member,
  files: string[],
  members: Member[],
): Promise<LeftOut> {
  const against: string[] = []
  for (const member of members) {
    const changed = await changedFiles(land, base, member.head)
    if (changed.ok && changed.value.some((file) => files.includes(file))) against.push(member.stream)
  }
  return { stream, reason: 'conflict', files, against, tests: [], log: '' }
}

async function oneByOne(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, whole, red }: { start: string; whole: Composed; red: GateVerdict },
): Promise<Result<Tested>> {
  let commit = start
  let verdict = red
  const members: Member[] = []
  const leftOut = [...whole.leftOut]
  for (const member of whole.members) {
    const merged = await add(runtime, landing, { commit }, member)
    if (!merged.ok) return merged
    if (merged.value.kind === 'conflict') {
      leftOut.push(await inConflict(runtime.places.landClone, landing, member, merged.value.files, members))
      continue
    }
    const judged = await gate(merged.value.commit)
    if (!judged.ok) return judged
    if (judged.value.status === 'did-not-run') {
      return ok({
        commit: null,
        members: [],
        leftOut: [],
        verdict: judged.value,
        detail: whyNot(judged.value),
      })
    }
    if (judged.value.status === 'failed') {
      leftOut.push({
        stream: member.stream,
        reason: 'tests',
        files: [],
        against: [],
        tests: judged.value.failing,
        log: await gate.logTail(judged.value),
      })
      continue
    }
    commit = merged.value.commit
    verdict = judged.value
    members.push(member)
  }
  if (members.length > 0) return ok({ commit, members, leftOut, verdict, detail: '' })
  return nobodyFits(gate, { start, leftOut, red })
}

/** Before a stream is blamed: is it red without any of them? Then it was red before, and mending is nobody's next batch. */
async function nobodyFits(
  gate: Gate,
  { start, leftOut, red }: { start: string; leftOut: LeftOut[]; red: GateVerdict },
): Promise<Result<Tested>> {
  const bare = await gate(start)
  if (!bare.ok) return bare
  if (bare.value.status === 'passed') {
    return ok({ commit: null, members: [], leftOut, verdict: red, detail: whyNot(red) })
  }
  const detail = `The tests fail without any of the streams as well: ${bare.value.failing.join(', ') || bare.value.summary}. Mend your base branch, then type 'update'; or 'retry STREAM' to have a stream mend it.`
  return ok({
    commit: null,
    members: [],
    leftOut: leftOut.filter(({ reason }) => reason !== 'tests'),
    verdict: bare.value,
    detail,
  })
}

const whyNot = ({ status, summary, failing, log }: GateVerdict): string => {
  const what = status === 'failed' ? `The tests fail: ${failing.slice(0, 5).join(', ') || summary}.` : summary
  return log ? `${what} Its log: ${log}` : what
}
