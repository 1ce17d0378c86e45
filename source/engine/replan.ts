import type { Plan, Stream, Task } from '../model/plan.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import { adaptPlan, withStreams } from '../plan/adapt-plan.ts'
import { placedTasks, planChanges } from '../plan/plan-changes.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { batchState, hasLanded, hasStarted, isSettled } from './batch-state.ts'
import { newStream } from './new-session.ts'
import { isBegun, rebatched } from './rebatch.ts'

export interface Replanned {
  session: Session
  /** What is different, a line each; empty: nothing that matters. */
  changes: string[]
}

/** Tasks that a plan had and has no more are remembered, the last so many. */
const MOST_GONE = 1000

/**
 * The session with its plan as it is by now. Whatever was begun stays: finished tasks are finished under any name and
 * in any stream, a batch that runs goes on, and a stream with work in it is never dropped here.
 */
export function replan(session: Session, read: Plan): Replanned {
  const before = session.plan
  const taken = new Set(Object.keys(session.streams))
  const adapted = adaptPlan({ before, after: { ...read, slug: session.slug }, gone: session.gone, taken })
  const inFile = new Set(allStreams(adapted).map(({ id }) => id))
  const plan = withBegun(session, withStarted(session, adapted))
  const begun = new Set(Object.values(session.streams).flatMap(({ batches }) => begunTasks(batches)))
  const durations = new Map(allStreams(before).map(({ id, duration }) => [id, duration]))
  const streams = allStreams(plan).map((stream): [string, StreamFacts] => {
    const facts = session.streams[stream.id] ?? newStream(stream.id, [])
    const isRedated = durations.get(stream.id) !== stream.duration
    const batches = rebatched(facts.batches, { plan, stream, begun, isRedated })
    return [stream.id, { ...facts, batches, absent: absence({ ...facts, batches }, inFile) }]
  })
  const current = placedTasks(plan)
  const gone = [...session.gone, ...placedTasks(before).values()].filter(({ task }) => !current.has(task.id))
  const contracts = [...new Set([...session.settings.contracts, ...plan.contracts])]
  return {
    session: {
      ...session,
      plan,
      gone: gone.slice(-MOST_GONE),
      streams: Object.fromEntries(streams),
      settings: { ...session.settings, contracts },
    },
    changes: planChanges(before, plan),
  }
}

const begunTasks = (batches: StreamFacts['batches']): string[] =>
  batches.filter(isBegun).flatMap(({ tasks }) => tasks)

function absence(facts: StreamFacts, inFile: ReadonlySet<string>): StreamFacts['absent'] {
  if (inFile.has(facts.id) || hasLanded(facts)) return null
  return facts.absent ?? 'asked'
}

/** Streams that have begun and are not in the plan any more, in their phase, with the tasks that no other has now. */
function withStarted({ plan: before, streams }: Session, after: Plan): Plan {
  const current = placedTasks(after)
  const there = new Set(allStreams(after).map(({ id }) => id))
  let plan = after
  for (const [index, phase] of before.phases.entries()) {
    for (const stream of phase.streams) {
      const facts = streams[stream.id]
      if (there.has(stream.id) || !facts || !hasStarted(facts)) continue
      const tasks = stream.tasks.filter(({ id }) => !current.has(id))
      const dependsOn = stream.dependsOn.filter((id) => there.has(id))
      plan = withStream(plan, { ...stream, tasks, dependsOn }, { id: phase.id, index })
    }
  }
  return plan
}

function withStream(plan: Plan, stream: Stream, was: { id: string; index: number }): Plan {
  const same = plan.phases.findIndex(({ id }) => id === was.id)
  const at = same < 0 ? Math.min(was.index, plan.phases.length - 1) : same
  return {
    ...plan,
    phases: plan.phases.map((phase, index) =>
      index === at ? { ...phase, streams: [...phase.streams, stream] } : phase,
    ),
  }
}

/**
 * Tasks of batches that have begun and are not over stay where they are worked on, whatever stream has them now; of
 * those that run also tasks that the plan has no more.
 */
function withBegun({ plan: before, streams }: Session, after: Plan): Plan {
  const [old, current] = [placedTasks(before), placedTasks(after)]
  const moved = new Map<string, string>()
  const added = new Map<string, Task[]>()
  for (const { id, batches } of Object.values(streams)) {
    for (const batch of batches.filter((each) => isBegun(each) && !isSettled(each))) {
      for (const task of batch.tasks) {
        const now = current.get(task)
        const was = old.get(task)
        if (now?.stream === id) continue
        if (now) moved.set(task, id)
        const kept = now?.task ?? (batchState(batch) === 'running' ? was?.task : undefined)
        if (kept) added.set(id, [...(added.get(id) ?? []), kept])
      }
    }
  }
  return withStreams(after, (stream) => {
    const own = stream.tasks.filter(({ id }) => (moved.get(id) ?? stream.id) === stream.id)
    return { ...stream, tasks: [...own, ...(added.get(stream.id) ?? [])] }
  })
}
