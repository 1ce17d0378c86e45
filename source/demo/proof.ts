import type { Batch, LeftOut, Session } from '../model/session.ts'
import { sharedDecision } from './sample.ts'

/** What the demo's repository looks like afterwards, read from git. */
export interface Aftermath {
  integration: string | null
  tree: string | null
  decisionsPage: string
  checkoutUntouched: boolean
}

export interface Claim {
  text: string
  isTrue: boolean
}

/** Everything the demo says it shows, held against what was recorded and what is in the repository. */
export function proof(session: Session, { integration, tree, decisionsPage, ...after }: Aftermath): Claim[] {
  const { streams, landings, plan } = session
  const merges = landings.filter(({ kind, state, leftOut }) => {
    return kind === 'merge' && state === 'published' && leftOut.length === 0
  })
  const batches = Object.values(streams).flatMap((facts) => facts.batches)
  const verdict = landings.findLast(({ state }) => state === 'published')?.verdict
  const decided = session.decisions.find(({ text }) => text === sharedDecision)
  return [
    { text: 'three streams were at work at the same moment', isTrue: mostAtOnce(batches) >= 3 },
    {
      text: `a conflict left a stream out of a checkpoint, and its next batch resolved it${named(session, 'conflict')}`,
      isTrue: wasMended(session, 'conflict'),
    },
    {
      text: `a failing test left a stream out of a checkpoint, and its next batch mended it${named(session, 'tests')}`,
      isTrue: wasMended(session, 'tests'),
    },
    {
      text: 'a decision taken in one stream was shared, and is in .br/decisions.md',
      isTrue: decided !== undefined && decided.by in streams && decisionsPage.includes(sharedDecision),
    },
    { text: 'every phase was merged', isTrue: merges.length === plan.phases.length },
    { text: 'every batch has landed', isTrue: batches.every(({ landedIn }) => landedIn !== null) },
    {
      text: `the tests are green on br/${session.slug}/integration`,
      isTrue: integration === session.integration && verdict?.status === 'passed' && verdict.tree === tree,
    },
    { text: 'your checkout is as it was', isTrue: after.checkoutUntouched },
  ]
}

/** How many tries were under way at the busiest moment. */
function mostAtOnce(batches: Batch[]): number {
  const spans = batches
    .flatMap(({ attempts }) => attempts)
    .flatMap(({ startedAt, endedAt }) => (startedAt && endedAt ? [{ startedAt, endedAt }] : []))
  const at = (time: number) =>
    spans.filter(({ startedAt, endedAt }) => startedAt <= time && time < endedAt).length
  return Math.max(0, ...spans.map(({ startedAt }) => at(startedAt)))
}

const mending = { conflict: 'conflict', tests: 'repair' } as const
type Reason = keyof typeof mending

const leftOutFor = ({ landings }: Session, reason: Reason): LeftOut[] =>
  landings.flatMap(({ leftOut }) => leftOut).filter((left) => left.reason === reason)

/** By a worker: a conflict may also be gone by itself by the time its batch starts. */
const wasMended = (session: Session, reason: Reason): boolean =>
  leftOutFor(session, reason).some(({ stream }) =>
    session.streams[stream]?.batches.some(
      ({ kind, landedIn, attempts }) =>
        kind === mending[reason] &&
        landedIn !== null &&
        attempts.some(({ worker, ending }) => worker !== null && ending?.kind === 'done'),
    ),
  )

const named = (session: Session, reason: Reason): string => {
  const [left] = leftOutFor(session, reason)
  return left ? ` (${left.stream}: ${[...left.files, ...left.tests].join(', ')})` : ''
}
