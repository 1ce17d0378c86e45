import type { Plan, Stream } from '../model/plan.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { withStreams } from '../plan/adapt-plan.ts'
import { allStreams, weightOf } from '../plan/stream-graph.ts'
import { isSettled } from './batch-state.ts'

/** How fast streams really go against what the plan gives them. */
export interface Pace {
  /** ms that the plan's unit takes, over everything that is finished; null: nothing that tells. */
  unit: number | null
  /** By stream: 1.4 takes 1.4 times as long as the others for what the plan calls the same. */
  ratios: ReadonlyMap<string, { ratio: number; batches: number }>
}

/** The plan's time for a batch; what mends has none, so all that it takes is more than planned. */
export const plannedLength = (stream: Stream, { kind, tasks }: Batch): number =>
  kind === 'tasks' ? (weightOf(stream) * tasks.length) / Math.max(1, stream.tasks.length) : 0

/** ms that agents or persons were at a batch, all tries together; of a running one up to `at`. */
export const workedOn = ({ attempts }: Batch, at: number | null = null): number =>
  attempts.reduce((sum, { startedAt, exitedAt, endedAt }) => {
    const end = exitedAt ?? endedAt ?? at
    return startedAt === null || end === null ? sum : sum + Math.max(0, end - startedAt)
  }, 0)

/** Work of seconds, as of a script, tells nothing: there a moment more is twice as much. */
const TELLS_MS = 60_000

export function paceOf({ plan, streams }: Session): Pace {
  const rows = allStreams(plan).flatMap((stream) => {
    const done = streams[stream.id]?.batches.filter((batch) => isSettled(batch) && !batch.skipped) ?? []
    const planned = done.reduce((sum, batch) => sum + plannedLength(stream, batch), 0)
    const worked = done.reduce((sum, batch) => sum + workedOn(batch), 0)
    return planned > 0 && worked >= TELLS_MS ? [{ id: stream.id, planned, worked, batches: done.length }] : []
  })
  const all = (of: 'planned' | 'worked') => rows.reduce((sum, row) => sum + row[of], 0)
  const unit = rows.length === 0 ? null : all('worked') / all('planned')
  const ratios = rows.map(
    ({ id, planned, worked, batches }) =>
      [id, { ratio: worked / planned / (unit as number), batches }] as const,
  )
  return { unit, ratios: new Map(ratios) }
}

/** The plan with the durations that its streams really have, as far as that is known. */
export function pacedPlan(session: Session): Plan {
  const { ratios } = paceOf(session)
  if (ratios.size < 2) return session.plan
  return withStreams(session.plan, (stream) => ({
    ...stream,
    duration: weightOf(stream) * (ratios.get(stream.id)?.ratio ?? 1),
  }))
}

export const openLength = (stream: Stream, { batches }: StreamFacts): number => {
  const open = batches.filter((batch) => !isSettled(batch))
  return open.reduce((sum, batch) => sum + plannedLength(stream, batch), 0)
}
