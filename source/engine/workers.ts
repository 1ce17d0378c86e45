import type { Stream } from '../model/plan.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import { streamPriorities } from '../plan/critical-path.ts'
import { excludes, planLocks } from '../plan/file-locks.ts'
import { allStreams, weightOf } from '../plan/stream-graph.ts'
import { batchState, hasLanded, hasStarted, isRunning, isSettled, lastAttempt } from './batch-state.ts'
import { pacedPlan } from './pace.ts'

/** Streams that run a batch now. One whose agent is a person counts too: that person is its worker. */
export const runningStreams = (session: Session): string[] =>
  Object.values(session.streams)
    .filter(isRunning)
    .map(({ id }) => id)

/** A worker is free as soon as its agent has ended: collecting what it left is no agent's work. */
export const freeWorkers = (session: Session): number =>
  session.settings.workers - Object.values(session.streams).filter(hasAgent).length

const hasAgent = ({ batches }: StreamFacts): boolean =>
  batches.some((batch) => batchState(batch) === 'running' && lastAttempt(batch)?.exitedAt === null)

/** Stream ids, the one with the longest way to the end first; equal ones in the plan's order. */
export const byPriority = (session: Session): string[] => sorted(session, () => 0)

/**
 * The same by the way that is left now. By the whole way, a stream that has begun keeps its place before an equal one
 * that has not, and the last to begin does all its batches alone at the end.
 */
export const byWayLeft = (session: Session): string[] => preferredFirst(session, wayLeft(session))

const wayLeft = (session: Session): string[] =>
  sorted(session, (stream) => {
    const { batches } = session.streams[stream.id] as StreamFacts
    return (weightOf(stream) * batches.filter(isSettled).length) / Math.max(1, batches.length)
  })

/**
 * What should come after another, or names a file that another has begun to change, and has not begun itself, comes
 * after those that need not wait: a preference, no more.
 */
function preferredFirst({ plan, streams }: Session, ids: string[]): string[] {
  const held = heldUp({ plan, streams })
  const waits = new Set(
    allStreams(plan)
      .filter(({ id, softDependsOn }) => {
        const isOpen = softDependsOn.some((need) => streams[need] && !hasLanded(streams[need]))
        return (isOpen || held.has(id)) && !hasStarted(streams[id] as StreamFacts)
      })
      .map(({ id }) => id),
  )
  return [...ids.filter((id) => !waits.has(id)), ...ids.filter((id) => waits.has(id))]
}

/** Streams that name a file which one that has begun, and has not landed, names as well. */
function heldUp({ plan, streams }: Pick<Session, 'plan' | 'streams'>): Set<string> {
  const all = allStreams(plan).map(({ id }) => streams[id] as StreamFacts)
  const held = new Set<string>()
  for (const lock of planLocks(plan))
    for (const holder of lock.takes.keys()) {
      const facts = all[holder]
      if (!facts || !hasStarted(facts) || hasLanded(facts)) continue
      for (const other of lock.takes.keys()) if (excludes(lock, holder, other)) held.add(all[other]?.id ?? '')
    }
  return held
}

function sorted(session: Session, wayBehind: (stream: Stream) => number): string[] {
  // By how long they really take, as far as that is known.
  const plan = pacedPlan(session)
  const priorities = streamPriorities(plan)
  return allStreams(plan)
    .map((stream) => ({ id: stream.id, way: (priorities.get(stream.id) ?? 0) - wayBehind(stream) }))
    .sort((a, b) => b.way - a.way)
    .map(({ id }) => id)
}

export const agentOf = ({ settings }: Session, stream: string): string =>
  settings.agents[stream] ?? settings.agent
