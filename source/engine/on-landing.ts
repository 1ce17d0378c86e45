import type { LandingCoverage } from '../model/coverage.ts'
import type { EventOf } from '../model/event.ts'
import type { Landing, LeftOut, Member, Resolved, Session } from '../model/session.ts'
import { finishedBatches, isSettled, isTakenBack } from './batch-state.ts'
import { groupStreams, openGroup } from './needs.ts'
import { withExtraBatch } from './on-batch.ts'
import { sayFindings } from './on-findings.ts'
import { liftWaits } from './on-report.ts'
import { restoredText, rolledBackSentence, withRestored } from './on-rollback.ts'
import { sayWhatIsNext } from './on-stream.ts'
import { say, withLanding, withStream } from './patch.ts'
import { integrationBranch } from './refs.ts'
import { hasTakenBack, takeBack } from './take-back.ts'
import type { Updated } from './update.ts'
import { byPriority } from './workers.ts'

export function onRequested(before: Session, { at, kind, restores }: EventOf<'landing-requested'>): Updated {
  const number = (before.landings.at(-1)?.number ?? 0) + 1
  const group = openGroup(before)
  const landing: Landing = {
    number,
    kind,
    group,
    ...(kind === 'merge' ? { closes: groupStreams(before, group) } : {}),
    ...(restores === undefined ? {} : { restores }),
    state: 'composing',
    requestedAt: at,
    endedAt: null,
    base: before.integration,
    offered: takesStreams(kind) ? offered(before) : [],
    members: [],
    leftOut: [],
    commit: null,
    tag: null,
    decisions: landedDecisions(before),
    verdict: null,
    gates: [],
    detail: '',
    answered: false,
  }
  // A plan that was all landed is that no more.
  const ended = kind === 'rollback' ? null : before.ended
  const session = { ...before, ended, landings: [...before.landings, landing] }
  return {
    session: say(session, at, 'orchestrator', startSentence(landing)),
    effects: [{ type: 'compose-landing', number }],
  }
}

/** An update takes the base branch instead, and a rollback nothing new. */
export const takesStreams = (kind: Landing['kind']): boolean => kind === 'checkpoint' || kind === 'merge'

const startSentence = ({ kind, number, offered: members, restores }: Landing): string =>
  kind === 'update'
    ? 'Bringing your base branch into integration …'
    : kind === 'rollback'
      ? `Rollback ${number}: bringing integration back to ${restoredText(restores)} …`
      : `${kind === 'merge' ? 'Merge' : 'Checkpoint'} ${number}: putting ${streamsText(members)} together …`

/** Finished batches only. The head is the one its last finished batch left, not what a running one has added since. */
export function offered(session: Session): Member[] {
  return byPriority(session).flatMap((id) => {
    const facts = session.streams[id]
    const batches = facts ? finishedBatches(facts).map((batch) => batch.id) : []
    // A person has yet to say whether it is still wanted.
    if (facts?.absent === 'asked') return []
    // Left out before and not mended since: the same head would be left out again.
    if (facts?.batches.some((batch) => batch.kind !== 'tasks' && !isSettled(batch))) return []
    if (facts && (hasTakenBack(facts) || facts.batches.some(isTakenBack))) return []
    return facts?.head && batches.length > 0 ? [{ stream: id, head: facts.head, batches }] : []
  })
}

/** How many decisions are on the integration branch already. */
export const landedDecisions = ({ landings }: Session): number =>
  landings.filter(({ state }) => state === 'published').at(-1)?.decisions ?? 0

export function onJudged(before: Session, event: EventOf<'landing-judged'>): Updated {
  const {
    at,
    number,
    commit,
    members,
    leftOut,
    decisions,
    verdict,
    coverage,
    detail,
    gates = [],
    notes = [],
  } = event
  const base = { commit, members, leftOut, decisions, verdict, detail, gates }
  const judged = { ...base, ...(coverage && { coverage }) }
  if (commit !== null) {
    let session = withLanding(before, number, () => ({ ...judged, state: 'judged' }))
    for (const note of notes) session = say(session, at, 'orchestrator', note, 'warn')
    return { session, effects: [{ type: 'publish-landing', number }] }
  }
  let session = withLanding(before, number, () => ({ ...judged, state: 'rejected', endedAt: at }))
  session = say(session, at, 'orchestrator', `Nothing landed. ${detail}`, 'bad')
  return afterwards(session, at, leftOut)
}

export function onPublished(
  before: Session,
  { at, number, tag, notes }: EventOf<'landing-published'>,
): Updated {
  let session = withLanding(before, number, () => ({ state: 'published', endedAt: at, tag }))
  const landing = session.landings.find((each) => each.number === number) as Landing
  const auto = session.auto === 'until-checkpoint' ? 'off' : session.auto
  session = { ...session, auto, integration: landing.commit ?? session.integration }
  if (landing.kind === 'rollback') session = withRestored(session, at, landing)
  for (const { stream, head, batches, resolved } of landing.members) {
    if (resolved) session = say(session, at, 'orchestrator', resolvedSentence(stream, resolved))
    session = withStream(session, stream, (facts) => ({
      landedHead: head,
      batches: facts.batches.map((batch) =>
        batches.includes(batch.id) ? { ...batch, landedIn: number } : batch,
      ),
    }))
    const share = landing.coverage?.changed.find((each) => each.stream === stream)?.share
    const ran = share ? ` ${share.percent} % of ${share.measured} changed lines ran in the tests.` : ''
    session = say(session, at, stream, `Landed with ${landing.kind}-${number}.${ran}`, 'good')
  }
  session = say(session, at, 'orchestrator', publishedSentence(landing), 'good')
  for (const note of notes) session = say(session, at, 'orchestrator', note, 'warn')
  if (landing.kind === 'merge' && landing.leftOut.length === 0) {
    session = say(session, at, 'orchestrator', mergedSentence(session, landing.closes ?? []), 'good')
  }
  return afterwards(session, at, landing.leftOut)
}

const resolvedSentence = (stream: string, resolved: Resolved[]): string =>
  `Conflicts of ${stream} were settled without anybody: ${resolved.map(({ file, rung }) => `${file} by ${rung}`).join(', ')}.`

/** The plan's own words once it is true of the whole plan; before that they name what they are true of. */
function mergedSentence(session: Session, ids: string[]): string {
  const phases = session.plan.phases.filter(({ streams }) => streams.some(({ id }) => ids.includes(id)))
  const which = openGroup(session) === -1 ? '' : ` of ${phases.map(({ title }) => title).join(', ')}`
  return `All streams${which} merged. Integration testing needed.`
}

const publishedSentence = (landing: Landing): string => {
  const { kind, number, members, verdict, commit } = landing
  if (kind === 'rollback') return rolledBackSentence(landing)
  const what =
    kind === 'update' ? 'Your base branch' : members.length > 0 ? streamsText(members) : 'Integration'
  const tested = verdict?.status === 'passed' ? 'green' : 'untested'
  const ran = landing.coverage ? ` Coverage: ${coverageText(landing.coverage)}.` : ''
  return `✓ ${kind}-${number} ${tested}: ${what} at ${commit?.slice(0, 7)}. ${verdict?.summary ?? ''}${ran}`.trim()
}

/** How much of everything ran in the tests. */
export const coverageText = ({ total, before }: Pick<LandingCoverage, 'total' | 'before'>): string =>
  `${total.percent} % of ${total.measured} lines in total${before ? `, ${before.percent} % before` : ''}`

export const onFailed = (before: Session, { at, number, detail }: EventOf<'landing-failed'>): Updated => ({
  session: say(
    withLanding(before, number, () => ({ state: 'failed', endedAt: at, detail })),
    at,
    'orchestrator',
    `It could not be done and nothing landed: ${detail}`,
    'bad',
  ),
  effects: [],
})

/** Who was left out gets the reason as the next batch; every idle workspace is brought up to what landed. */
function afterwards(before: Session, at: number, leftOut: LeftOut[]): Updated {
  let session = before
  for (const left of leftOut) session = leave(session, at, left)
  session = liftWaits(session, at)
  const idle = Object.values(session.streams).filter(({ workspace }) => workspace.state === 'ready')
  for (const { id } of idle)
    if (!leftOut.some(({ stream }) => stream === id)) session = sayWhatIsNext(session, at, id)
  return { session, effects: idle.map(({ id }) => ({ type: 'sync-stream', stream: id })) }
}

function leave(session: Session, at: number, left: LeftOut): Session {
  const { stream, reason, files, against, tests, log, tasks = [], findings = [] } = left
  if (!session.streams[stream]) return leaveBase(session, at, left)
  const others = against.length > 0 ? against.join(', ') : 'what is integrated'
  if (reason === 'conflict') {
    const failure = `${files.join(', ') || 'A folder'} conflicts with ${others}.${log && ` ${log}`}`
    const next = withExtraBatch(session, stream, { kind: 'conflict', files, failure })
    return say(
      next,
      at,
      'orchestrator',
      `⚠ ${stream} was left out: ${failure} Its next batch is to resolve it.`,
      'warn',
    )
  }
  if (reason === 'checks' && left.isHistory) return takeBack(session, at, left)
  if (reason === 'checks') {
    const next = withExtraBatch(session, stream, { kind: 'repair', files: [], failure: log, findings })
    const [first = ''] = log.split('\n')
    return say(
      sayFindings(next, at, stream, findings),
      at,
      'orchestrator',
      `✕ ${stream} was left out: it does not pass the checks. ${first} Its next batch is to mend that.`,
      'bad',
    )
  }
  const failing = tests.length > 0 ? `failing: ${tests.slice(0, 5).join(', ')}` : 'see its log'
  const next = withExtraBatch(session, stream, { kind: 'repair', files: [], failure: log })
  return say(
    next,
    at,
    'orchestrator',
    `✕ ${stream} was left out: the tests fail with ${tasks.length > 0 ? tasksText(tasks) : 'it'} (${failing}). Its next batch is to mend that.`,
    'bad',
  )
}

/** `telemetry.2`, or `telemetry.1 and 2 more`. */
const tasksText = ([first, ...more]: string[]): string =>
  more.length === 0 ? `task ${first}` : `tasks ${[first, ...more].slice(0, 3).join(', ')}`

/** Of an update it is the user's own branch that was left out: nobody but they can mend that. */
function leaveBase(session: Session, at: number, { stream, reason, files, tests }: LeftOut): Session {
  const what =
    reason === 'conflict'
      ? `it conflicts in ${files.join(', ')}`
      : `the tests fail with it (${tests.join(', ')})`
  const mend = `Merge ${integrationBranch(session)} into ${stream} yourself, mend it there, then type 'update' again.`
  return say(session, at, 'orchestrator', `⚠ ${stream} was not taken: ${what}. ${mend}`, 'warn')
}

const streamsText = (members: Member[]): string =>
  members.length === 0 ? 'what is there' : members.map(({ stream }) => stream).join(', ')
