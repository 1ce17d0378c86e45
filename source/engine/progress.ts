import type { Stream } from '../model/plan.ts'
import type { Session } from '../model/session.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { settledTasks } from './batch-state.ts'

export interface Progress {
  tasks: { done: number; total: number }
  /** Place in the schedule by finished work, in the plan's unit; not the wall clock. */
  position: number
  length: number
  sequential: number
}

export function progress(session: Session): Progress {
  const streams = allStreams(session.plan)
  const schedule = schedulePlan(session.plan, session.settings.workers)
  const settled = settledTasks(session.streams)
  const done = new Map(streams.map((stream) => [stream.id, doneTasks(stream, settled)]))
  const finishedWork = streams.reduce((sum, { id, duration, tasks }) => {
    const share = tasks.length === 0 ? 0 : (done.get(id) ?? 0) / tasks.length
    return sum + share * (duration ?? 1)
  }, 0)
  const share = schedule.sequential === 0 ? 1 : finishedWork / schedule.sequential
  return {
    tasks: {
      done: [...done.values()].reduce((sum, count) => sum + count, 0),
      total: streams.reduce((sum, { tasks }) => sum + tasks.length, 0),
    },
    position: Math.round(share * schedule.parallel * 10) / 10,
    length: schedule.parallel,
    sequential: schedule.sequential,
  }
}

/** Tasks of a stream that nothing is left to do for, as the plan says or by a batch that is over. */
export const doneTasks = ({ tasks }: Stream, settled: ReadonlySet<string>): number =>
  tasks.filter(({ id, state }) => state === 'done' || state === 'skipped' || settled.has(id)).length
