import type { Attempt, Session } from '../model/session.ts'
import { batchState, lastAttempt } from './batch-state.ts'

export interface RunningAttempt {
  stream: string
  batch: string
  run: string
  attempt: Attempt
}

/** Every try that has not ended, with its address. */
export const runningAttempts = (session: Session): RunningAttempt[] =>
  Object.values(session.streams).flatMap(({ id, batches }) =>
    batches
      .filter((batch) => batchState(batch) === 'running')
      .map((batch) => {
        const attempt = lastAttempt(batch) as Attempt
        return { stream: id, batch: batch.id, run: attempt.run, attempt }
      }),
  )
