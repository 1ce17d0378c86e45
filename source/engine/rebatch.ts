import type { Plan, Stream } from '../model/plan.ts'
import type { Batch } from '../model/session.ts'
import { planBatches } from '../plan/batches.ts'
import { batchState, isSettled } from './batch-state.ts'
import { newBatch } from './new-session.ts'

/** Somebody has worked on it or said what becomes of it, or the plan never had it: it outlives a change of the plan. */
export const isBegun = ({ kind, attempts, skipped, landedIn }: Batch): boolean =>
  kind !== 'tasks' || attempts.length > 0 || skipped || landedIn !== null

export interface Rebatching {
  plan: Plan
  stream: Stream
  /** Ids of tasks that a batch of any stream has begun. */
  begun: ReadonlySet<string>
  /** The plan gives the stream another duration than before. */
  isRedated: boolean
}

/** A stream's batches once its tasks have changed: what has begun as it is, and what is left cut anew. */
export function rebatched(batches: Batch[], { plan, stream, begun, isRedated }: Rebatching): Batch[] {
  const own = new Set(stream.tasks.filter(isOpen).map(({ id }) => id))
  const kept = batches.filter(isBegun).map((batch) => withoutLostTasks(batch, own))
  const untouched = batches.filter((batch) => !isBegun(batch))
  const rest = stream.tasks.filter((task) => isOpen(task) && !begun.has(task.id))
  const isSame = untouched.flatMap(({ tasks }) => tasks).join('\0') === rest.map(({ id }) => id).join('\0')
  if (isSame && !isRedated) return batches.map((batch) => kept.find(({ id }) => id === batch.id) ?? batch)
  const spent = kept.filter(({ kind }) => kind === 'tasks').length
  const duration = stream.duration === null ? null : Math.max(1, Math.ceil(stream.duration) - spent)
  const [phase] = plan.phases
  const ofRest = {
    ...plan,
    phases: phase ? [{ ...phase, streams: [{ ...stream, duration, tasks: rest }] }] : [],
  }
  const ids = freeIds(batches, untouched)
  const isWanted = untouched.some(({ wanted }) => wanted)
  const cut = planBatches(ofRest).map(({ tasks }, index) => ({
    ...newBatch(ids(), tasks),
    wanted: isWanted && index === 0,
  }))
  return [...kept, ...cut]
}

const isOpen = ({ state }: Stream['tasks'][number]): boolean => state === 'open' || state === 'active'

/** One that is to be tried again does without what is done, or wanted, no more. */
function withoutLostTasks(batch: Batch, own: ReadonlySet<string>): Batch {
  if (batch.kind !== 'tasks' || isSettled(batch) || batchState(batch) === 'running') return batch
  const tasks = batch.tasks.filter((id) => own.has(id))
  if (tasks.length === batch.tasks.length) return batch
  return tasks.length === 0 ? { ...batch, skipped: true, wanted: false } : { ...batch, tasks }
}

/** Of batches that nobody has heard of yet the numbers are given out again, then new ones. */
function freeIds(batches: Batch[], untouched: Batch[]): () => string {
  const free = untouched.map(({ id }) => id)
  let highest = Math.max(0, ...batches.map(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0)))
  return () => {
    const id = free.shift()
    if (id !== undefined) return id
    highest += 1
    return `batch_${highest}`
  }
}
