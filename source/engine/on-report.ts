import type { EventOf } from '../model/event.ts'
import type { Attempt, Session, StreamFacts } from '../model/session.ts'
import { batchState, currentBatch, lastAttempt } from './batch-state.ts'
import { findAttempt, say, withAttempt, withBatch, withStream } from './patch.ts'
import type { Updated } from './update.ts'
import { hasWorkLanded, landingOfWork, neededWork, type Wait, waitCircle, waitText } from './waits.ts'

/** What a worker reports while it works, and how its waits end. */

export function onProgressed(before: Session, event: EventOf<'attempt-progressed'>): Updated {
  const { at, stream, completed, note, blocked = null } = event
  const was = findAttempt(before, event)?.waits ?? null
  const needs = blocked === null ? null : neededWork(before, blocked, stream)
  // Its file still says so when what it waited for has landed.
  const isOver = needs !== null && hasWorkLanded(before, needs)
  const waits = blocked === null || isOver ? null : { reason: blocked, needs }
  const session = withAttempt(before, event, () => ({ completed, note, waits }))
  if (waits === null || waits.reason === was?.reason) return { session, effects: [] }
  const told = say(session, at, stream, `It ${waitText(session, waits)}. The others go on.`, 'warn')
  return { session: tellOfCircle(told, at, stream), effects: [] }
}

/** Its worker says everything again when a new host comes: what is known already is no news. */
export function onQuestion(before: Session, event: EventOf<'question-asked'>): Updated {
  const { at, stream, text } = event
  if (findAttempt(before, event)?.questions.some((each) => each.text === text) ?? true)
    return { session: before, effects: [] }
  const session = withAttempt(before, event, ({ questions }) => ({
    questions: [...questions, { at, text, answered: false }],
  }))
  return {
    session: say(session, at, stream, `It asks you: ${text} Answer with '> TEXT'.`, 'warn'),
    effects: [],
  }
}

/** Questions of a stream's agents that nobody has answered, the oldest first; none once the stream has nothing left to do. */
export const openQuestions = (facts: StreamFacts): Attempt['questions'] =>
  currentBatch(facts) === undefined
    ? []
    : facts.batches.flatMap(({ attempts }) =>
        attempts.flatMap(({ questions }) => questions.filter(({ answered }) => !answered)),
      )

/** A person's word to a stream answers what it asked. One that had stopped for the answer goes on with it. */
export function withAnswer(before: Session, at: number, stream: string): Session {
  const facts = before.streams[stream]
  if (!facts || openQuestions(facts).length === 0) return before
  const session = withStream(before, stream, ({ batches }) => ({
    batches: batches.map((batch) => ({
      ...batch,
      attempts: batch.attempts.map((attempt) => ({
        ...attempt,
        questions: attempt.questions.map((each) => ({ ...each, answered: true })),
      })),
    })),
  }))
  const isStopped = facts.block?.by === ITS_WORKER && facts.block.needs === null
  return isStopped ? goOn(session, at, stream, null) : session
}

const ITS_WORKER = 'its worker'

/** A batch that ended because something is missing. */
export function onBlockedEnd(before: Session, event: EventOf<'attempt-ended'>): Session {
  const { at, stream, ending, needs } = event
  // It may have reported the same while it still worked.
  const isNews = findAttempt(before, event)?.waits?.reason !== ending.detail
  const told = (session: Session) =>
    isNews
      ? tellOfCircle(
          say(session, at, stream, `Blocked: ${ending.detail}. The others go on.`, 'warn'),
          at,
          stream,
        )
      : session
  const wait = { reason: ending.detail, needs, by: ITS_WORKER, at }
  const block = (reason: string, of: string | null) =>
    told(withStream(before, stream, () => ({ block: { ...wait, reason, needs: of } })))
  if (needs === null || !hasWorkLanded(before, needs)) return block(ending.detail, needs)
  const landed = landingOfWork(before, needs)?.endedAt ?? 0
  const begun = findAttempt(before, event)?.startedAt ?? 0
  // It had what it says it waits for: the same once more would end the same, and cost the same.
  if (landed <= begun) return block(`${ending.detail} (${needs} had landed before it began)`, null)
  return goOn(block(ending.detail, needs), at, stream, newsOf(before, wait))
}

/** After a landing, or when something is left out for good: what waited for it goes on. */
export function liftWaits(before: Session, at: number): Session {
  let session = before
  for (const { id, block, batches } of Object.values(before.streams)) {
    const running = batches.map(lastAttempt).find((attempt) => attempt?.ending === null && attempt.waits)
    const needs = block?.needs ?? running?.waits?.needs ?? null
    if (needs === null || !hasWorkLanded(before, needs)) continue
    if (block) session = goOn(session, at, id, newsOf(before, block))
    else
      session = withoutWait(
        say(
          session,
          at,
          id,
          `${needs}, for which it waits, ${landingOfWork(before, needs) ? 'has landed' : 'was left out'}.`,
          'good',
        ),
        id,
      )
  }
  return session
}

const newsOf = (session: Session, { reason, needs }: Wait): string => {
  const landing = needs === null ? null : landingOfWork(session, needs)
  const now = landing
    ? `has landed with ${landing.kind}-${landing.number}, and this workspace has it`
    : 'was left out: do without it'
  return `The last try stopped because: ${reason}. Since then ${needs} ${now}.`
}

/** Its batch was asked for and is not done: with its block gone it is wanted again, with the news. */
function goOn(before: Session, at: number, stream: string, news: string | null): Session {
  const facts = before.streams[stream]
  const batch = facts && currentBatch(facts)
  const by = facts?.block?.by
  let session = withStream(before, stream, () => ({ block: null }))
  if (!batch || by !== ITS_WORKER || batchState(batch) !== 'blocked') return session
  session = withBatch(session, stream, batch.id, () => ({ wanted: true, news }))
  return say(session, at, stream, `What it waited for is there: ${batch.id} goes on.`, 'good')
}

const withoutWait = (session: Session, stream: string): Session =>
  withStream(session, stream, ({ batches }) => ({
    batches: batches.map((batch) => ({
      ...batch,
      attempts: batch.attempts.map((attempt) =>
        attempt.ending === null ? { ...attempt, waits: null } : attempt,
      ),
    })),
  }))

/** Streams that wait for each other would do so for ever: that is a person's to end. */
export function tellOfCircle(session: Session, at: number, stream: string): Session {
  const circle = waitCircle(session, stream)
  if (circle === null) return session
  const way = circle.join(' → ')
  const text = `⚠ ${way}: these wait for each other, so none goes on by itself. Tell one of them how to go on without, with '> TEXT' and 'unblock'.`
  return say(session, at, 'orchestrator', text, 'warn')
}
