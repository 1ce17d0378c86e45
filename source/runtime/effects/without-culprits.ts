import { blamedTasks } from '../../engine/blamed-tasks.ts'
import { type Culprits, findCulprits, type Outcome } from '../../engine/find-culprits.ts'
import { fail, ok, type Problem, type Result } from '../../model/result.ts'
import { ORCHESTRATOR } from '../../model/screen.ts'
import type { GateVerdict, Landing, LeftOut, Member } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import type { Gate, GateOrder } from '../gate.ts'
import { taskCommits } from '../git/commits.ts'
import { notice } from '../notice.ts'
import { type Composed, composeMembers, type Offer } from './compose-members.ts'
import { flakyNotes, nothing, type Tested } from './tested.ts'

/** Everybody together, and red twice. */
interface Red {
  start: string
  offered: Offer[]
  whole: Composed
  red: GateVerdict
  /** The same from its beginning with others. */
  afresh: (offered: Offer[]) => Promise<Result<Tested>>
}

interface Tried {
  composed: Composed
  verdict: GateVerdict
}

/** Looks for who turns them red, and leaves them out. */
export async function withoutCulprits(
  runtime: Runtime,
  landing: Landing,
  gate: Gate,
  { start, offered, whole, red, afresh }: Red,
): Promise<Result<Tested>> {
  const { length } = whole.members
  if (length > 1)
    notice(runtime, ORCHESTRATOR, `Red again. Looking for who of the ${length} streams turns them red …`)
  const byName = new Map(offered.map((offer) => [offer.stream, offer]))
  const tried = new Map<string, Tried>([[keyOf(whole.members), { composed: whole, verdict: red }]])
  /** The shortest red row of streams that ends with this one: what is in its log is its own doing. */
  const redWith = new Map<string, Tried>()

  const attempt = async (names: string[], lane: number): Promise<Result<Outcome>> => {
    const members = names.map((name) => byName.get(name) as Offer)
    const known = tried.get(keyOf(members))
    const composed = known ? ok(known.composed) : await composeMembers(runtime, landing, start, members)
    if (!composed.ok) return composed
    const { commit, tree } = composed.value
    const judged = known
      ? ok(known.verdict)
      : await unlessFlaky(gate, { commit, tree, streams: names, lane }, red)
    if (!judged.ok) return judged
    const now = { composed: composed.value, verdict: judged.value }
    tried.set(keyOf(members), now)
    const { status } = judged.value
    const last = names.at(-1)
    if (status === 'failed' && last !== undefined) redWith.set(last, now)
    return ok(status === 'failed' ? 'red' : status === 'did-not-run' ? 'did-not-run' : 'green')
  }
  redWith.set(whole.members.at(-1)?.stream ?? '', { composed: whole, verdict: red })

  const found = await search(
    whole.members.map(({ stream }) => stream),
    runtime.session().settings.tests.atOnce,
    attempt,
  )
  if (!found.ok) return found
  const { kept, culprits, isBaseRed, didNotRun } = found.value
  if (didNotRun) return ok(nothing(lastVerdict(tried, 'did-not-run') ?? red))
  if (isBaseRed) return ok(redWithoutAny(tried.get('')?.verdict ?? red, whole.leftOut))
  const again = culprits.flatMap((stream) => refusing(byName.get(stream) as Offer, redWith.get(stream)) ?? [])
  const blamed = culprits.filter((stream) => !again.some((offer) => offer.stream === stream))
  const leftOut = [...whole.leftOut]
  for (const stream of blamed) {
    const member = byName.get(stream) as Offer
    const verdict = redWith.get(stream)?.verdict ?? red
    const left = await leftOutFor(runtime, landing, gate, member, verdict)
    const before = blamed.slice(0, blamed.indexOf(stream))
    leftOut.push(before.length > 0 && isSurprise(verdict, red) ? needing(before, left) : left)
  }
  if (again.length > 0) {
    const rest = [...kept.map((stream) => byName.get(stream) as Offer), ...again]
    const tested = await afresh(rest)
    return tested.ok ? ok({ ...tested.value, leftOut: [...leftOut, ...tested.value.leftOut] }) : tested
  }
  const landed = tried.get(kept.join('\n'))
  if (kept.length === 0 || !landed) return ok(nothing(red, leftOut))
  const { commit, members, leftOut: unfit } = landed.composed
  return ok({
    commit,
    members,
    leftOut: [...leftOut, ...unfit],
    verdict: landed.verdict,
    detail: '',
    notes: [...tried.values()].flatMap(({ verdict }) => flakyNotes(verdict)),
  })
}

/** Red with other tests than everybody together is a surprise: once more, before anybody is blamed for chance. */
async function unlessFlaky(gate: Gate, order: GateOrder, red: GateVerdict): Promise<Result<GateVerdict>> {
  const judged = await gate(order)
  if (!judged.ok || judged.value.status !== 'failed') return judged
  return isSurprise(judged.value, red) ? gate({ ...order, again: true }) : judged
}

/** As far as both name their tests. */
const isSurprise = ({ failing }: GateVerdict, red: GateVerdict): boolean =>
  failing.length > 0 && red.failing.length > 0 && !failing.some((name) => red.failing.includes(name))

/** With those before it these tests were green: what they do is missing, which its worker could not guess from the log. */
const needing = (before: string[], left: LeftOut): LeftOut => ({
  ...left,
  log: `These tests fail only without ${before.join(', ')}, left out before it: what it needs of that is not there.\n${left.log}`,
})

/** What is tried before a stream is blamed: the same without what rungs made of its conflicts. Null: they made nothing. */
function refusing({ refused = [], ...offer }: Offer, tried: Tried | undefined): Offer | null {
  const resolved = tried?.composed.members.find(({ stream }) => stream === offer.stream)?.resolved ?? []
  return resolved.length > 0 ? { ...offer, refused: [...refused, ...resolved] } : null
}

const keyOf = (members: Pick<Member, 'stream'>[]): string => members.map(({ stream }) => stream).join('\n')

const lastVerdict = (tried: Map<string, Tried>, status: GateVerdict['status']): GateVerdict | undefined =>
  [...tried.values()].findLast(({ verdict }) => verdict.status === status)?.verdict

/** Asks the pure search what to test next until it knows. */
async function search(
  streams: string[],
  atOnce: number,
  attempt: (names: string[], lane: number) => Promise<Result<Outcome>>,
): Promise<Result<Culprits>> {
  const finding = findCulprits(streams, atOnce)
  for (let step = finding.next(); ; ) {
    if (step.done) return ok(step.value)
    const outcomes = await Promise.all(step.value.test.map((names, lane) => attempt(names, lane)))
    const failed = outcomes.find((outcome) => !outcome.ok)
    if (failed && !failed.ok) return fail<Problem>(failed.error)
    step = finding.next(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : [])))
  }
}

/** Red before anybody came: mending is nobody's next batch. */
const redWithoutAny = (bare: GateVerdict, leftOut: LeftOut[]): Tested => ({
  ...nothing(bare, leftOut),
  detail: `The tests fail without any of the streams as well: ${bare.failing.join(', ') || bare.summary}. Mend your base branch, then type 'update'; or 'retry STREAM' to have a stream mend it.`,
})

async function leftOutFor(
  runtime: Runtime,
  { base }: Landing,
  gate: Gate,
  { stream, head, batches }: Member,
  verdict: GateVerdict,
): Promise<LeftOut> {
  const log = await gate.logTail(verdict)
  const commits = await taskCommits(runtime.places.landClone, base, head)
  const all = runtime
    .session()
    .streams[stream]?.batches.filter(({ id }) => batches.includes(id))
    .flatMap(({ tasks }) => tasks)
  const tasks = blamedTasks(commits.ok ? commits.value : [], all ?? [], log)
  return { stream, reason: 'tests', files: [], against: [], tests: verdict.failing, log, tasks }
}
