import type { Finding } from '../model/finding.ts'
import type { Attempt, Batch, Session } from '../model/session.ts'
import { filesOf, findStream } from '../plan/stream-graph.ts'
import { currentBatch, lastAttempt } from './batch-state.ts'
import type { RunningAttempt } from './running-attempts.ts'

/** What checks found in work that has not landed, and who waits for an answer to it. */

export interface OpenFinding {
  stream: string
  finding: Finding
}

/** Of everything that has not landed, and that nobody has answered. */
export const openFindings = (session: Session): OpenFinding[] =>
  Object.values(session.streams).flatMap(({ id, batches }) =>
    batches
      .filter(({ landedIn, skipped }) => landedIn === null && !skipped)
      .flatMap((batch) => foundIn(batch))
      .filter((finding) => !isAnswered(session, id, finding))
      .map((finding) => ({ stream: id, finding })),
  )

const foundIn = ({ attempts, findings = [] }: Batch): Finding[] => [
  // What a repair is about is over when its work passed.
  ...(attempts.at(-1)?.ending?.kind === 'done' ? [] : findings),
  ...(attempts.at(-1)?.findings ?? []),
  ...earlier(attempts),
]

/** While the next try runs, what the one before was given back for is what there is to be answered. */
const earlier = (attempts: Attempt[]): Finding[] =>
  attempts.at(-1)?.ending === null ? (attempts.at(-2)?.findings ?? []) : []

/** A person lets it stay, or it is none any more by what the plan says since. */
export const isAnswered = (session: Session, stream: string, { check, code, file }: Finding): boolean =>
  session.allowed.some((each) => each.code === code && each.file === file) ||
  (check === 'drift' && isPlanned(session, stream, file))

export function isPlanned({ plan }: Session, stream: string, file: string): boolean {
  const planned = findStream(plan, stream)
  return planned !== undefined && filesOf(planned).has(file)
}

/** Files that a stream changed and the plan does not give it, each once, the grave ones first. */
export function openDrift(session: Session, stream: string): Finding[] {
  const found = openFindings(session)
    .filter((each) => each.stream === stream && DRIFT.includes(each.finding.code))
    .map(({ finding }) => finding)
    .filter(({ file }) => !session.streams[stream]?.handOvers.some((each) => each.file === file))
    .sort((a, b) => DRIFT.indexOf(a.code) - DRIFT.indexOf(b.code))
  return [...new Map(found.map((finding) => [finding.file, finding])).values()]
}

const DRIFT = ['other-streams-file', 'undeclared-file']

type Address = Omit<RunningAttempt, 'attempt'>

/** The try whose work the checks gave back, where nothing has followed it yet. */
export function givenBack(session: Session, stream: string): Address | null {
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  const attempt = batch && lastAttempt(batch)
  const reason = attempt?.ending?.reason
  return batch && attempt && (reason === 'findings' || reason === 'history')
    ? { stream, batch: batch.id, run: attempt.run }
    : null
}

export interface BeingJudged extends Address {
  rewrite: boolean
}

/** What is to be judged once more, and is not yet. */
export const beingJudged = ({ streams }: Session): BeingJudged[] =>
  Object.values(streams).flatMap(({ id, batches }) =>
    batches.flatMap((batch) => {
      const last = lastAttempt(batch)
      return last?.judging
        ? [{ stream: id, batch: batch.id, run: last.run, rewrite: last.judging === 'rewritten' }]
        : []
    }),
  )
