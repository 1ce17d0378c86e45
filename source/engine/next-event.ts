import type { Event } from '../model/event.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import {
  batchState,
  currentBatch,
  finishedBatches,
  hasLanded,
  hasStarted,
  isFinished,
  isRunning,
  lastAttempt,
} from './batch-state.ts'
import { haltOf } from './halts.ts'
import { nextHelp } from './help.ts'
import { groupStreams, openGroup, unmetNeeds } from './needs.ts'
import { isPersons } from './on-conflict.ts'
import { offered, takesStreams } from './on-landing.ts'
import { givenBack } from './open-findings.ts'
import { findAttempt } from './patch.ts'
import { hasWorkLanded, isWorkFinished, waitOf } from './waits.ts'
import { agentOf, byWayLeft, freeWorkers, runningStreams } from './workers.ts'

/** Workspaces kept ahead of the streams that can use one. */
const PREPARED_AHEAD = 2

/** The one thing the session does next by itself, if any. Called until there is nothing more. */
export function nextEvent(session: Session, at: number): Event | null {
  if (session.ended) return null
  return finish(session, at) ?? start(session, at) ?? prepare(session, at) ?? automatic(session, at)
}

function finish(session: Session, at: number): Event | null {
  const over = openGroup(session) === -1 && !isLanding(session)
  return over ? { type: 'session-finished', at } : null
}

/** Starts what was asked for, the stream with the longest way to go first, while a worker is free. */
function start(session: Session, at: number): Event | null {
  if (freeWorkers(session) <= 0) return null
  const stream = byWayLeft(session).find((id) => isAboutToStart(session, id))
  const batch = stream && currentBatch(session.streams[stream] as StreamFacts)
  if (!stream || !batch) return null
  const run = `${session.id}.${stream}.${batch.id}.${batch.attempts.length + 1}`
  return { type: 'attempt-opened', at, stream, batch: batch.id, run, agent: agentOf(session, stream) }
}

/**
 * How many batches start without anybody's word as soon as a worker is free, their workspace is ready, or the batch
 * before them has ended; as far as there are so many workers.
 */
export function waitingForWorker(session: Session): number {
  if (session.ended || session.paused) return 0
  const waiting = Object.values(session.streams).filter(
    (facts) =>
      isAboutToStart(session, facts.id) || isComing(session, facts) || goesOnByItself(session, facts),
  )
  return Math.min(waiting.length, session.settings.workers)
}

const goesOnByItself = (session: Session, facts: StreamFacts): boolean =>
  session.auto !== 'off' && isRunning(facts) && facts.batches.some((batch) => batchState(batch) === 'open')

const isComing = (session: Session, facts: StreamFacts): boolean => {
  const batch = currentBatch(facts)
  const state = batch && batchState(batch)
  const coming = state === 'wanted' || (state === 'open' && session.auto !== 'off')
  return coming && facts.workspace.state === 'preparing' && unmetNeeds(session, facts.id).length === 0
}

function isAboutToStart(session: Session, stream: string): boolean {
  const batch = currentBatch(session.streams[stream] as StreamFacts)
  return batch !== undefined && batchState(batch) === 'wanted' && canStart(session, stream)
}

export function canStart(session: Session, stream: string): boolean {
  const facts = session.streams[stream]
  if (!facts || facts.absent === 'asked') return false
  if (facts.block || facts.paused || session.paused || haltOf(session, stream)) return false
  return facts.workspace.state === 'ready' && unmetNeeds(session, stream).length === 0
}

/** A workspace takes seconds in a large repository, so the next ones are made while the first ones are in use. */
function prepare(session: Session, at: number): Event | null {
  const waiting = byStart(session).filter((id) => !isFinished(session.streams[id] as StreamFacts))
  const near = waiting.slice(0, session.settings.workers + PREPARED_AHEAD)
  const stream = near.find((id) => session.streams[id]?.workspace.state === 'none')
  return stream === undefined ? null : { type: 'stream-preparing', at, stream }
}

/** Streams that may start now before those that may not yet. */
function byStart(session: Session): string[] {
  const ids = byWayLeft(session)
  const free = ids.filter((id) => unmetNeeds(session, id).length === 0)
  return [...free, ...ids.filter((id) => !free.includes(id))]
}

function automatic(session: Session, at: number): Event | null {
  if (session.auto === 'off' || session.paused) return null
  return rewriteBy(session, at) ?? continueBy(session, at) ?? helpBy(session, at) ?? landBy(session, at)
}

function continueBy(session: Session, at: number): Event | null {
  for (const stream of byWayLeft(session)) {
    const facts = session.streams[stream] as StreamFacts
    const batch = currentBatch(facts)
    if (batch && isAutomatic(batch) && !mendsInVain(session, facts) && canStart(session, stream)) {
      return { type: 'batch-requested', at, stream, batch: batch.id, by: 'auto' }
    }
  }
  return null
}

/** Once for each try: what that did not mend is a person's. */
function rewriteBy(session: Session, at: number): Event | null {
  if (session.settings.checks.rewrite !== 'auto') return null
  for (const stream of Object.keys(session.streams)) {
    const found = givenBack(session, stream)
    const attempt = found && findAttempt(session, found)
    if (found && attempt?.ending?.reason === 'history' && !attempt.judging && !attempt.rewritten)
      return { type: 'rewrite-asked', at, ...found, by: 'auto' }
  }
  return null
}

/** A worker is free and no stream waits for one: it helps a slower one. */
function helpBy(session: Session, at: number): Event | null {
  if (someoneIsAboutToStart(session)) return null
  const help = nextHelp(session)
  return help === null ? null : { type: 'stream-helped', at, ...help, by: 'auto' }
}

/** Never tried, or blocked before and free now. What failed for good, or was cancelled, waits for a person. */
function isAutomatic(batch: StreamFacts['batches'][number]): boolean {
  const state = batchState(batch)
  if (isPersons(batch)) return false
  return state === 'open' || (state === 'blocked' && lastAttempt(batch) !== undefined)
}

/** Mended again and again and left out each time: more of the same costs money and changes nothing. */
export function mendsInVain({ settings }: Session, facts: StreamFacts): boolean {
  const mends = facts.batches.filter(({ kind, landedIn }) => kind !== 'tasks' && landedIn === null)
  return mends.length > settings.retries + 1 && currentBatch(facts)?.kind !== 'tasks'
}

export const isLanding = ({ landings }: Session): boolean => {
  const state = landings.at(-1)?.state
  return state === 'composing' || state === 'judged'
}

/**
 * Merge as soon as the open group is finished. Before that a checkpoint when the day is done (every stream that has
 * begun has something finished to give), when a stream waits for one that is finished, or when nothing runs.
 */
function landBy(session: Session, at: number): Event | null {
  if (isLanding(session)) return null
  const group = groupStreams(session, openGroup(session)).map((id) => session.streams[id] as StreamFacts)
  const wasRefused = lastLandingWasInVain(session)
  if (group.every(isFinished))
    return wasRefused ? null : { type: 'landing-requested', at, kind: 'merge', by: 'auto' }
  if (offered(session).length === 0 || wasRefused) return null
  const begun = group.filter((facts) => hasStarted(facts) && !hasLanded(facts))
  const dayIsDone = begun.every((facts) => finishedBatches(facts).length > 0)
  const idle = runningStreams(session).length === 0 && !someoneIsAboutToStart(session)
  const awaited =
    offered(session).some(({ stream }) => isAwaited(session, stream)) || isBlockedByFinished(session)
  return dayIsDone || idle || awaited
    ? { type: 'landing-requested', at, kind: 'checkpoint', by: 'auto' }
    : null
}

const someoneIsAboutToStart = (session: Session): boolean =>
  Object.values(session.streams).some(
    (facts) => isComing(session, facts) || isAboutToStart(session, facts.id),
  )

/** A stream whose work is all finished holds up another one in the same group. */
function isAwaited(session: Session, stream: string): boolean {
  if (!isFinished(session.streams[stream] as StreamFacts)) return false
  return session.plan.phases.some(({ streams }) =>
    streams.some(
      ({ id, dependsOn }) => dependsOn.includes(stream) && !hasStarted(session.streams[id] as StreamFacts),
    ),
  )
}

/** A stream is blocked by work that only lacks a checkpoint. */
const isBlockedByFinished = (session: Session): boolean =>
  Object.values(session.streams).some((facts) => {
    const needs = waitOf(facts)?.needs ?? null
    return needs !== null && isWorkFinished(session, needs) && !hasWorkLanded(session, needs)
  })

/** The same offer on the same base would get the same answer, unless a person answered: asking again would never end. */
function lastLandingWasInVain(session: Session): boolean {
  const last = session.landings.findLast(({ kind }) => takesStreams(kind))
  if (!last || last.state === 'published' || last.answered || last.base !== session.integration) return false
  return JSON.stringify(last.offered) === JSON.stringify(offered(session))
}
