import { findAttempt } from '../../engine/patch.ts'
import type { Effect } from '../../model/effect.ts'
import { costOf, spentOf } from '../../routing/spent.ts'
import type { Runtime } from '../context.ts'
import { logPrediction } from '../prediction-log.ts'

/** A line of the log of predictions: what was thought of a try, and what came of it. */
export async function logOutcome(
  { session, places, now }: Runtime,
  { stream, batch, run, outcome }: Extract<Effect, { type: 'log-prediction' }>,
): Promise<void> {
  const { id, usage, streams } = session()
  const attempt = findAttempt(session(), { stream, batch, run })
  if (!attempt?.routed) return
  const { estimated, level, score, expected, model } = attempt.routed
  const spent = spentOf(usage).filter((each) => each.run === run)
  const cost = costOf(spent)
  const tries = streams[stream]?.batches.find((each) => each.id === batch)?.attempts ?? []
  await logPrediction(places, {
    at: now(),
    ...{ session: id, stream, batch, run, agent: attempt.agent },
    ...{ estimated, level, score, expected, outcome },
    attempt: tries.findIndex((each) => each.run === run) + 1,
    model: spent.at(-1)?.model ?? attempt.ran?.model ?? model,
    usd: spent.length === 0 || cost.atLeast ? null : cost.usd,
    seconds:
      attempt.startedAt === null ? null : ((attempt.endedAt ?? attempt.startedAt) - attempt.startedAt) / 1000,
  })
}
