import type { Session } from '../model/session.ts'
import { streamPriorities } from '../plan/critical-path.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { isRunning } from './batch-state.ts'

/** Streams that run a batch now. One whose agent is a person counts too: that person is its worker. */
export const runningStreams = (session: Session): string[] =>
  Object.values(session.streams)
    .filter(isRunning)
    .map(({ id }) => id)

export const freeWorkers = (session: Session): number =>
  session.settings.workers - runningStreams(session).length

/** Stream ids, the one with the longest way to the end first; equal ones in the plan's order. */
export function byPriority(session: Session): string[] {
  const priorities = streamPriorities(session.plan)
  return allStreams(session.plan)
    .map(({ id }, index) => ({ id, index, priority: priorities.get(id) ?? 0 }))
    .sort((a, b) => b.priority - a.priority || a.index - b.index)
    .map(({ id }) => id)
}

export const agentOf = ({ settings }: Session, stream: string): string =>
  settings.agents[stream] ?? settings.agent
