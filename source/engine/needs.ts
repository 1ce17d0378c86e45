import type { Session } from '../model/session.ts'
import { barrierGroups, findStream } from '../plan/stream-graph.ts'
import { hasLanded, isFinished } from './batch-state.ts'

/** Streams that must land before this one may start: its dependencies, and everything before its barrier. */
export function unmetNeeds(session: Session, id: string): string[] {
  const stream = findStream(session.plan, id)
  const groups = barrierGroups(session.plan)
  const group = groups.findIndex((ids) => ids.includes(id))
  const needed = new Set([...groups.slice(0, Math.max(0, group)).flat(), ...(stream?.dependsOn ?? [])])
  return [...needed].filter((need) => {
    const facts = session.streams[need]
    return facts !== undefined && !hasLanded(facts)
  })
}

/** The first barrier group that no merge has closed yet; -1 when every one is merged. */
export function openGroup(session: Session): number {
  const groups = barrierGroups(session.plan)
  return groups.findIndex((ids, index) => !isMerged(session, index, ids))
}

function isMerged(session: Session, index: number, ids: string[]): boolean {
  const merged = session.landings.some(
    ({ kind, group, closes, state, leftOut }) =>
      kind === 'merge' &&
      state === 'published' &&
      leftOut.length === 0 &&
      // By name: a plan that is read again may have other groups.
      (closes ? ids.every((id) => closes.includes(id)) : group === index),
  )
  return merged && ids.every((id) => hasLanded(session.streams[id] as Session['streams'][string]))
}

export const groupStreams = (session: Session, group: number): string[] =>
  barrierGroups(session.plan)[group] ?? []

/** Streams of the open group that still have work: what keeps `merge` from going ahead. */
export const unfinishedBeforeMerge = (session: Session): string[] =>
  groupStreams(session, openGroup(session)).filter(
    (id) => !isFinished(session.streams[id] as Session['streams'][string]),
  )
