import type { Session } from '../model/session.ts'
import type { Forecast } from '../plan/forecast.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { unmetNeeds } from './needs.ts'
import type { Outlook } from './outlook.ts'
import { streamStatus } from './stream-status.ts'
import { freeWorkers } from './workers.ts'

/** So many are said. */
export const MOST_CAUSES = 2

/** Late although nobody is slow: somebody could be at work and is not. Null: nobody could. */
export function idle(session: Session): string[] | null {
  if (freeWorkers(session) <= 0) return null
  const ids = mayRun(session).filter((id) => ['ready', 'waits'].includes(streamStatus(session, id).name))
  const causes = ids.slice(0, MOST_CAUSES).map((id) => `${id} could go on and nobody is at it`)
  return causes.length > 0 ? causes : null
}

/** Or one that nothing holds up began late, or takes long for what it is at. */
export function behind(session: Session, asPlanned: Forecast, times: Outlook['times']): string[] {
  const ends = new Map(asPlanned.streams.map(({ id, end }) => [id, end]))
  const late = mayRun(session)
    .map((id) => ({ id, by: (times.get(id)?.end ?? 0) - (ends.get(id) ?? 0) }))
    .filter(({ by }) => by >= 0.1)
    .sort((a, b) => b.by - a.by)
  const unit = session.plan.unit === 'days' ? 'days' : 'steps'
  return late.slice(0, 1).map(({ id, by }) => `${id} is ${by.toFixed(1)} ${unit} behind`)
}

const mayRun = (session: Session): string[] =>
  allStreams(session.plan)
    .map(({ id }) => id)
    .filter((id) => unmetNeeds(session, id).length === 0)
