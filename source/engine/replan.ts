import type { Plan, Stream, Task } from '../model/plan.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import { adaptPlan, withStreams } from '../plan/adapt-plan.ts'
import { placedTasks, planChanges } from '../plan/plan-changes.ts'
import { joinStreams, splitStream } from '../plan/split-stream.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { amendedPlan } from './amended-plan.ts'
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
  const helped = helpedBy(session)
  const before = joinStreams(session.plan, helped)
  const taken = new Set(Object.keys(session.streams))
  const after = adaptPlan({ before, after: { ...read, slug: session.slug }, gone: session.gone, taken })
  const adapted = amendedPlan(after, session)
  const inFile = new Set(allStreams(adapted).map(({ id }) => id))
  const whole = withBegun(session, before, withStarted(session, before, adapted))
  const plan = withHelpers(session, whole, helped)
  const begun = new Set(Object.values(session.streams).flatMap(({ batches }) => begunTasks(batches)))
  const durations = new Map(allStreams(session.plan).map(({ id, duration }) => [id, duration]))
  const streams = allStreams(plan).map((stream): [string, StreamFacts] => {
    const facts = session.streams[stream.id] ?? newStream(stream.id, [])
    const isRedated = !isSameLength(durations.get(stream.id), stream.duration)
    const batches = rebatched(facts.batches, { plan, stream, begun, isRedated })
    return [
      stream.id,
      { ...facts, batches, absent: absence({ ...facts, batches }, inFile.has(facts.helps ?? facts.id)) },
    ]
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
    changes: planChanges(before, whole),
  }
}

/** Who helps whom, by id of the one that helps. */
const helpedBy = ({ streams }: Session): Map<string, string> =>
  new Map(
    Object.values(streams).flatMap(({ id, helps }) =>
      helps !== null && streams[helps] ? [[id, helps]] : [],
    ),
  )

/** Shares of a stream's time are no round numbers. */
const isSameLength = (a: number | null | undefined, b: number | null): boolean =>
  typeof a === 'number' && b !== null ? Math.abs(a - b) < 1e-6 : a === b

/** What others do for a stream stays theirs. One that has not begun, and whose tasks are gone, goes with them. */
function withHelpers({ streams }: Session, whole: Plan, helped: ReadonlyMap<string, string>): Plan {
  const current = placedTasks(whole)
  let plan = whole
  for (const [into, from] of helped) {
    const batches = streams[into]?.batches ?? []
    const tasks = new Set(
      batches.flatMap((batch) => batch.tasks).filter((id) => current.get(id)?.stream === from),
    )
    if (tasks.size > 0 || batches.some(isBegun)) plan = splitStream(plan, { from, into, tasks })
  }
  return plan
}

const begunTasks = (batches: StreamFacts['batches']): string[] =>
  batches.filter(isBegun).flatMap(({ tasks }) => tasks)

function absence(facts: StreamFacts, isInFile: boolean): StreamFacts['absent'] {
  if (isInFile || hasLanded(facts)) return null
  return facts.absent ?? 'asked'
}

/** Streams that have begun and are not in the plan any more, in their phase, with the tasks that no other has now. */
function withStarted({ streams }: Session, before: Plan, after: Plan): Plan {
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
function withBegun({ streams }: Session, before: Plan, after: Plan): Plan {
  const [old, current] = [placedTasks(before), placedTasks(after)]
  const moved = new Map<string, string>()
  const added = new Map<string, Task[]>()
  for (const { id: own, helps, batches } of Object.values(streams)) {
    const id = helps ?? own
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
