import { lastAttempt } from '../engine/batch-state.ts'
import { openConflict } from '../engine/on-conflict.ts'
import { awaitHalts } from '../engine/on-halt.ts'
import { beingJudged } from '../engine/open-findings.ts'
import { runningAttempts } from '../engine/running-attempts.ts'
import type { Effect } from '../model/effect.ts'
import type { Session } from '../model/session.ts'

/**
 * What a host that died had begun and not ended, as the effects that begin it again. Each of them looks at the world
 * first, so that nothing is done twice: a living worker is adopted, an ended one's exit taken, a published landing
 * found where it is.
 */
export const inspectWorld = (session: Session): Effect[] => [
  ...Object.values(session.streams)
    .filter(({ workspace }) => workspace.state === 'preparing')
    .map(({ id }): Effect => ({ type: 'prepare-stream', stream: id })),
  ...runningAttempts(session).flatMap(({ stream, batch, run, attempt }): Effect[] => {
    const address = { stream, batch, run }
    if (attempt.worker !== null) return [{ type: 'adopt-attempt', ...address, worker: attempt.worker }]
    return attempt.startedAt === null ? [{ type: 'start-attempt', ...address }] : []
  }),
  // Answered by a person, and the new judgement did not come to its end.
  ...beingJudged(session).map((each): Effect => ({ type: 'judge-attempt', ...each })),
  ...Object.values(session.streams).flatMap((facts): Effect[] => {
    const batch = openConflict(facts)
    return batch?.resolver === 'aborting'
      ? [{ type: 'abort-conflict', stream: facts.id, batch: batch.id }]
      : []
  }),
  // Decided by a host that did not get to write it into the files of those that run.
  ...(session.decisions.length > 0 ? [{ type: 'share-decisions' } as const] : []),
  ...session.landings.flatMap(({ state, number }): Effect[] => {
    if (state === 'composing') return [{ type: 'compose-landing', number }]
    return state === 'judged' ? [{ type: 'publish-landing', number }] : []
  }),
  ...Object.values(session.streams)
    .filter(({ batches }) =>
      batches.some((batch) => lastAttempt(batch)?.ending?.kind === 'done' && batch.landedIn === null),
    )
    .map(({ id }): Effect => ({ type: 'publish-stream', stream: id })),
  ...awaitHalts(session),
  ...(session.usage.length > 0 ? [{ type: 'record-spent' } satisfies Effect] : []),
]
