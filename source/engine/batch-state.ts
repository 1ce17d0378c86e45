import type { Attempt, Batch, Ending, StreamFacts } from '../model/session.ts'

export type BatchState =
  | 'open'
  | 'wanted'
  | 'running'
  | 'finished'
  | 'landed'
  | 'skipped'
  | 'taken-back'
  | Exclude<Ending['kind'], 'done'>

/** What a batch is doing, from its facts alone. An ending that is no success stays visible until it is wanted again. */
export function batchState(batch: Batch): BatchState {
  if (batch.landedIn !== null) return 'landed'
  if (batch.skipped) return 'skipped'
  const last = lastAttempt(batch)
  if (last && last.ending === null) return 'running'
  if (isTakenBack(batch)) return batch.wanted ? 'wanted' : 'taken-back'
  if (last?.ending?.kind === 'done') return 'finished'
  if (batch.wanted) return 'wanted'
  return (last?.ending?.kind as BatchState | undefined) ?? 'open'
}

/** Its work had landed, a rollback took it off integration, and nobody has said yet what becomes of it. */
export const isTakenBack = ({ takenBack = null, skipped }: Batch): boolean => takenBack !== null && !skipped

export const lastAttempt = (batch: Batch): Attempt | undefined => batch.attempts.at(-1)

/** Of all batches: a batch may be tried again after a later one has begun. */
export const newestAttempt = (facts: StreamFacts | undefined): Attempt | undefined =>
  facts?.batches.flatMap(({ attempts }) => attempts).sort((a, b) => b.requestedAt - a.requestedAt)[0]

export const isSettled = (batch: Batch): boolean =>
  ['finished', 'landed', 'skipped'].includes(batchState(batch))

export const isRunning = (facts: StreamFacts): boolean =>
  facts.batches.some((batch) => batchState(batch) === 'running')

/** The batch a stream is at: the running one, else the first that is not settled. */
export const currentBatch = ({ batches }: StreamFacts): Batch | undefined =>
  batches.find((batch) => batchState(batch) === 'running') ?? batches.find((batch) => !isSettled(batch))

export const finishedBatches = ({ batches }: StreamFacts): Batch[] =>
  batches.filter((batch) => batchState(batch) === 'finished')

/** Ids of the tasks a batch is about. One that mends has none of its own: it is about the work that has not landed. */
export function concernedTasks(facts: StreamFacts, batch: Batch): string[] {
  if (batch.kind === 'tasks') return batch.tasks
  const finished = finishedBatches(facts)
  return (finished.length > 0 ? finished : facts.batches).flatMap(({ tasks }) => tasks)
}

/** Every batch is finished, landed or skipped: nothing is left to do in the stream. */
export const isFinished = ({ batches }: StreamFacts): boolean => batches.every(isSettled)

/** Ids of the tasks that nothing is left to do for: wherever the plan has them by now, their batch may be another stream's. */
export const settledTasks = (streams: Record<string, StreamFacts>): Set<string> =>
  new Set(
    Object.values(streams)
      .flatMap(({ batches }) => batches)
      .filter(isSettled)
      .flatMap(({ tasks }) => tasks),
  )

/** Everything the stream did is on the integration branch. This is what satisfies a dependency. */
export const hasLanded = ({ batches }: StreamFacts): boolean =>
  batches.every((batch) => batch.landedIn !== null || batch.skipped)

export const hasStarted = ({ batches }: StreamFacts): boolean =>
  batches.some(({ attempts }) => attempts.length > 0)
