import type { Session, StreamFacts } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { batchState, currentBatch } from './batch-state.ts'
import { haltOf, waitsForTime } from './halts.ts'
import { isLanding, mendsInVain, nextEvent } from './next-event.ts'
import { isPersons, openConflict } from './on-conflict.ts'
import { asking } from './on-permission.ts'
import { openQuestions } from './on-report.ts'
import { beingJudged } from './open-findings.ts'
import { streamStatus } from './stream-status.ts'
import { waitsForAPerson } from './waits.ts'
import { runningStreams } from './workers.ts'

/**
 * Nothing is under way and nothing will begin by itself: somebody has to say what happens next. What runs but waits for
 * a person's word is not under way.
 */
export const isAtStandstill = (session: Session): boolean =>
  session.ended === null &&
  nextEvent(session, 0) === null &&
  runningStreams(session).length === asking(session).length &&
  !isLanding(session) &&
  beingJudged(session).length === 0 &&
  !waitsForTime(session) &&
  !Object.values(session.streams).some((facts) => openConflict(facts)?.resolver === 'aborting') &&
  !Object.values(session.streams).some(({ workspace }) => workspace.state === 'preparing')

/** What a person is needed for, one line each. */
export function waitsForPerson(session: Session): string[] {
  const streams = allStreams(session.plan).flatMap(({ id }) => {
    const { name, why } = streamStatus(session, id)
    const asks = asking(session).find(({ stream }) => stream === id)
    if (asks) return [`${id}: asks ${asks.ask.title}`]
    if (session.streams[id]?.absent === 'asked') return [`${id}: ${why}`]
    const batch = currentBatch(session.streams[id] as StreamFacts)
    if (batch && batchState(batch) === 'max-cost') return [`${id}: ${why}`]
    if (batch && isPersons(batch)) return [`${id}: ${why}`]
    // Auto leaves it alone, and by its status it could go on.
    if (batch && batchState(batch) === 'cancelled') return [`${id}: ${batch.id} was cancelled`]
    if (batch && mendsInVain(session, session.streams[id] as StreamFacts))
      return [`${id}: mended again and again, and left out each time`]
    const halt = name === 'blocked' ? haltOf(session, id) : null
    if (halt && halt.until === null && !halt.isOver) return [`${id}: blocked, ${why}`]
    const [question] = openQuestions(session.streams[id] as StreamFacts)
    if (question) return [`${id}: asks ${question.text}`]
    return name === 'failed' || name === 'paused' || (name === 'blocked' && waitsForAPerson(session, id))
      ? [`${id}: ${name}, ${why}`]
      : []
  })
  const last = session.landings.at(-1)
  const landing =
    last?.state === 'rejected' || last?.state === 'failed'
      ? [`${last.kind}-${last.number}: ${last.detail}`]
      : []
  return [...streams, ...landing]
}
