import type { Attempt, Ending, LeftOut, Session, StreamFacts } from '../model/session.ts'
import { finishedBatches, isRunning, lastAttempt } from './batch-state.ts'
import { callFor } from './on-batch.ts'
import { sayFindings } from './on-findings.ts'
import { say, withAttempt } from './patch.ts'

/**
 * Work that passed when its batch ended, and does not now for what is in its commits alone: it was looked at by other
 * rules. No further work takes that out, so that its last batch is as one that was given back, with the same answers.
 */
export function takeBack(before: Session, at: number, { stream, log, findings = [] }: LeftOut): Session {
  const facts = before.streams[stream]
  const [detail = ''] = log.split('\n')
  const session = sayFindings(before, at, stream, findings)
  const told = (text: string) => say(session, at, 'orchestrator', `✕ ${stream} was left out: ${text}`, 'bad')
  const batch =
    facts &&
    finishedBatches(facts)
      .sort((a, b) => endOf(a) - endOf(b))
      .at(-1)
  const last = batch && lastAttempt(batch)
  if (!batch || !last?.ending) return told(detail)
  // What runs is judged with everything before it when it ends, and is given back itself.
  if (isRunning(facts)) return told(`${detail}. The batch that runs will be asked about.`)
  const ending: Ending = { ...last.ending, kind: 'failed', detail, reason: 'history' }
  const call = callFor(stream, ending, '')
  const taken = withAttempt(told(`${detail}. ${call}`), { stream, batch: batch.id, run: last.run }, () => ({
    ending,
    findings,
  }))
  return say(taken, at, stream, `${batch.id} does not pass any more: ${detail}. ${call}`, 'bad')
}

const endOf = ({ attempts }: { attempts: Attempt[] }): number => attempts.at(-1)?.endedAt ?? 0

/** Its head is what was left out: that is not offered again before a person has answered. */
export const hasTakenBack = ({ batches }: StreamFacts): boolean =>
  batches.some((batch) => {
    const last = lastAttempt(batch)
    return !batch.skipped && last !== undefined && isTakenBack(last)
  })

/** A try that was given back when it ended has no head of its own. */
export const isTakenBack = ({ head, ending }: Attempt): boolean =>
  head !== null && ending?.reason === 'history'
