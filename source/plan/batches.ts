import type { Plan, PlannedBatch, Stream } from '../model/plan.ts'

/** The pieces in which workers get their streams: a day's work each, or five tasks where the plan knows no days. */
export const planBatches = (plan: Plan): PlannedBatch[] =>
  plan.phases.flatMap(({ streams }) => streams.flatMap((stream) => batchesOf(stream, plan.unit)))

const batchesOf = (stream: Stream, unit: Plan['unit']): PlannedBatch[] => {
  const open = stream.tasks.filter(({ state }) => state === 'open' || state === 'active').map(({ id }) => id)
  const wanted = unit === 'days' ? Math.max(1, Math.ceil(stream.duration ?? 1)) : Math.ceil(open.length / 5)
  return cutEvenly(open, Math.min(wanted, open.length)).map((tasks, index) => ({
    id: `batch_${index + 1}`,
    stream: stream.id,
    tasks,
  }))
}

/** Pieces whose sizes differ by at most one, the larger first, order kept. */
const cutEvenly = <T>(values: T[], pieces: number): T[][] => {
  let from = 0
  return Array.from({ length: pieces }, (_, index) => {
    const size = Math.ceil((values.length - from) / (pieces - index))
    from += size
    return values.slice(from - size, from)
  })
}
