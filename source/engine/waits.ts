import type { Task } from '../model/plan.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { allStreams, filesOf } from '../plan/stream-graph.ts'
import { currentBatch, hasLanded, isFinished, isRunning, isSettled, lastAttempt } from './batch-state.ts'
import { familyOf } from './help.ts'
import { unmetNeeds } from './needs.ts'

/**
 * What streams wait for because they, or a person, said so: a stream or a task of another one, by id. When that lands,
 * the wait is over.
 */

/** What a reason names: a task by its id or by a file that it declares, else a stream. Never anything of its own. */
export function neededWork(session: Session, reason: string, self: string): string | null {
  const words = reason.toLowerCase()
  const names = (name: string) => isNamed(words, name.toLowerCase())
  const others = allStreams(session.plan).filter(({ id }) => id !== self && session.streams[id])
  const namedStreams = others.filter(({ id, title }) => names(id) || names(title))
  const task = others.flatMap(({ tasks }) => tasks).find(({ id }) => names(id))
  if (task) return task.id
  // A file that several streams declare belongs to the one that is named with it.
  const owners = [...namedStreams, ...others].filter((stream) => [...filesOf(stream)].some(names))
  const [owner] = owners
  if (owner) return lastTaskWith(owner.tasks, names) ?? owner.id
  return namedStreams[0]?.id ?? null
}

const lastTaskWith = (tasks: Task[], names: (file: string) => boolean): string | null =>
  tasks.findLast(({ files }) => files.some(names))?.id ?? null

/** As a word of its own: `core` is not in `score`, nor in `core-api`; a full stop may follow it. */
export function isNamed(words: string, name: string): boolean {
  for (let at = words.indexOf(name); at >= 0 && name !== ''; at = words.indexOf(name, at + 1)) {
    const before = words[at - 1] ?? ' '
    const after = words.slice(at + name.length)
    if (!/[a-z0-9_./-]/.test(before) && !/^(?:[a-z0-9_/-]|\.[a-z0-9_])/.test(after)) return true
  }
  return false
}

/** The stream that does the work. */
export function streamOfWork(session: Session, needs: string): string | null {
  if (session.streams[needs]) return needs
  const worker = Object.values(session.streams).find(({ batches }) => batches.some(isAbout(needs)))
  const owner = allStreams(session.plan).find(({ tasks }) => tasks.some(({ id }) => id === needs))
  return worker?.id ?? owner?.id ?? null
}

export function hasWorkLanded(session: Session, needs: string): boolean {
  if (session.streams[needs]) return familyOf(session, needs).every(hasLanded)
  const batch = batchOf(session, needs)
  // A task that no batch has was done before the plan was opened.
  return batch === undefined || batch.landedIn !== null || batch.skipped
}

/** Nothing but a checkpoint is missing. */
export function isWorkFinished(session: Session, needs: string): boolean {
  if (session.streams[needs]) return familyOf(session, needs).every(isFinished)
  const batch = batchOf(session, needs)
  return batch === undefined || isSettled(batch)
}

/** When it landed, ms since 1970, and with what; null: it has not, or was there before anything landed. */
export function landingOfWork(session: Session, needs: string): Session['landings'][number] | null {
  const batch = batchOf(session, needs)
  const batches = session.streams[needs]
    ? familyOf(session, needs).flatMap((facts) => facts.batches)
    : batch
      ? [batch]
      : []
  const number = Math.max(0, ...batches.map(({ landedIn }) => landedIn ?? 0))
  return hasWorkLanded(session, needs)
    ? (session.landings.find((each) => each.number === number) ?? null)
    : null
}

export interface Wait {
  reason: string
  needs: string | null
}

/** What a stream says it waits for: its block, or what its agent reported while it still works. */
export function waitOf(facts: StreamFacts): Wait | null {
  if (facts.block) return facts.block
  const batch = currentBatch(facts)
  const last = batch && lastAttempt(batch)
  return last && last.ending === null ? last.waits : null
}

/** `waits for telemetry: its event schema`, or only the reason where that names nothing that can land. */
export function waitText(session: Session, { reason, needs }: Wait): string {
  const stream = needs === null ? null : streamOfWork(session, needs)
  if (stream === null) return reason
  const detail = reason.replace(/^waits? for\s+/i, '')
  if (detail.toLowerCase() === stream) return `waits for ${stream}`
  return detail.toLowerCase().startsWith(`${stream}:`)
    ? `waits for ${detail}`
    : `waits for ${stream}: ${detail}`
}

/**
 * Streams that wait for each other, beginning and ending with this one: none of them goes on by itself. Null: there is
 * no such circle. Work that only lacks a checkpoint holds nobody up for good.
 */
export function waitCircle(session: Session, id: string): string[] | null {
  const seen = new Set<string>()
  const from = (stream: string, path: string[]): string[] | null => {
    for (const next of heldUpBy(session, stream)) {
      if (next === id) return [...path, next]
      if (seen.has(next)) continue
      seen.add(next)
      const found = from(next, [...path, next])
      if (found) return found
    }
    return null
  }
  return from(id, [id])
}

function heldUpBy(session: Session, id: string): string[] {
  const facts = session.streams[id]
  if (!facts || isFinished(facts)) return []
  const needs = waitOf(facts)?.needs ?? null
  const said = needs !== null && !isWorkFinished(session, needs) ? streamOfWork(session, needs) : null
  const planned = isRunning(facts)
    ? []
    : unmetNeeds(session, id).filter((need) => !isWorkFinished(session, need))
  return said === null ? planned : [said, ...planned]
}

/** Only a person can end the wait: it names nothing that will land, or whom it waits for waits for it. */
export const waitsForAPerson = (session: Session, id: string): boolean => {
  const wait = session.streams[id] ? waitOf(session.streams[id]) : null
  return wait !== null && (wait.needs === null || waitCircle(session, id) !== null)
}

/** In any stream: a task that the plan has moved since stays in the batch that did it. */
const batchOf = ({ streams }: Session, task: string): Batch | undefined =>
  Object.values(streams)
    .flatMap(({ batches }) => batches)
    .find(isAbout(task))

const isAbout =
  (task: string) =>
  ({ tasks }: Batch): boolean =>
    tasks.includes(task)
