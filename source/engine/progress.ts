import type { Session } from '../model/session.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { isSettled } from './batch-state.ts'

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
  const done = new Map(streams.map(({ id }) => [id, doneTasks(session, id)]))
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

function doneTasks(session: Session, stream: string): number {
  const facts = session.streams[stream]
  const settled = new Set(facts?.batches.filter(isSettled).flatMap(({ tasks }) => tasks))
  const tasks = allStreams(session.plan).find(({ id }) => id === stream)?.tasks ?? []
  return tasks.filter(({ id, state }) => state === 'done' || state === 'skipped' || settled.has(id)).length
}
