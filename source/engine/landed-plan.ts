import type { Plan } from '../model/plan.ts'
import type { Session } from '../model/session.ts'

/** Ids of all tasks whose work has landed. */
export const landedTasks = ({ streams }: Pick<Session, 'streams'>): Set<string> =>
  new Set(
    Object.values(streams)
      .flatMap(({ batches }) => batches)
      .filter(({ landedIn }) => landedIn !== null)
      .flatMap(({ tasks }) => tasks),
  )

/** The plan with a tick at everything that has landed, whatever its file says. */
export function landedPlan({ plan, streams }: Pick<Session, 'plan' | 'streams'>): Plan {
  const landed = landedTasks({ streams })
  const phases = plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams.map((stream) => ({
      ...stream,
      tasks: stream.tasks.map((task) => (landed.has(task.id) ? { ...task, state: 'done' as const } : task)),
    })),
  }))
  return { ...plan, phases }
}
