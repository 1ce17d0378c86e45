import type { Stream, Task } from '../model/plan.ts'
import type { Batch, Session, StreamFacts } from '../model/session.ts'
import { hotName } from '../plan/findings/likely-shared.ts'
import { isWithin, plainName } from '../plan/named-files.ts'
import { unique } from '../plan/slug.ts'
import { allStreams, filesOf } from '../plan/stream-graph.ts'
import { batchState, hasLanded, hasStarted, isFinished, isRunning, isSettled } from './batch-state.ts'
import { haltOf } from './halts.ts'
import { agentOf, byWayLeft, freeWorkers } from './workers.ts'

export interface Help {
  stream: string
  batch: string
  /** The stream that does it; it may not be there yet. */
  helper: string
}

/** A stream and everybody who helps it: what it is about is theirs together. */
export function familyOf({ streams }: Session, id: string): StreamFacts[] {
  const home = streams[id]?.helps ?? id
  return Object.values(streams).filter((facts) => facts.id === home || facts.helps === home)
}

/** The next batch that a free worker may do beside the stream's own, or why there is none. */
export function helpFor(session: Session, stream: string): Help | string {
  const facts = session.streams[stream]
  if (!facts || facts.helps !== null) return `${stream} is help itself.`
  if (session.settings.help === 'off') return "Help is switched off: 'help' in br.config.json."
  if (!isRunning(facts)) return `Nothing of ${stream} runs: 'continue ${stream}' starts its next batch.`
  if (facts.absent !== null || facts.block || facts.paused || session.paused) return `${stream} is held.`
  if (agentOf(session, stream) === 'manual') return `You are the worker of ${stream}.`
  if (haltOf(session, stream)) return `Its agent's provider takes no requests now.`
  if (freeWorkers(session) <= 0) return 'No worker is free.'
  const batches = familyOf(session, stream).flatMap((each) => each.batches)
  if (batches.some((batch) => batch.kind !== 'tasks' && !isSettled(batch)))
    return `${stream} is mending what it has done.`
  const open = facts.batches.filter((batch) => batchState(batch) === 'open')
  const reasons = open.map((batch) => whyNotApart(session, stream, batch))
  // The last one: the stream itself comes to it last.
  const batch = open.findLast((_, index) => reasons[index] === null)
  if (batch) return { stream, batch: batch.id, helper: helperOf(session, stream) }
  const reason = reasons.findLast((each) => each !== null)
  return reason ?? `${stream} has no other batch that has not begun.`
}

/** What a free worker does by itself: the stream with the longest way to go is helped first. */
export function nextHelp(session: Session): Help | null {
  if (session.settings.help === 'off' || freeWorkers(session) <= 0) return null
  for (const stream of byWayLeft(session)) {
    const help = helpFor(session, stream)
    if (typeof help !== 'string') return help
  }
  return null
}

/** Whether the batch can be done without anything that has not landed, in files that nobody else writes. */
function whyNotApart(session: Session, stream: string, batch: Batch): string | null {
  const tasks = new Map(allStreams(session.plan).flatMap((each) => each.tasks.map((task) => [task.id, task])))
  const mine = batch.tasks.flatMap((id) => tasks.get(id) ?? [])
  const others = openTasks(session, stream)
    .filter((id) => !batch.tasks.includes(id))
    .flatMap((id) => tasks.get(id) ?? [])
  const nameless = [...mine, ...others].find(({ files }) => files.length === 0)
  if (nameless) return `'${nameless.title}' declares no files, so nobody can tell what it keeps apart.`
  const ordered = orderOf(mine, others)
  if (ordered) return ordered
  const unmarked = mine.find(({ parallel }) => !parallel)
  if (session.settings.help === 'safe' && unmarked && !DECLARES_ORDER.includes(session.plan.format))
    return `The plan does not say that '${unmarked.title}' may be done beside the others: mark it, or set 'help' to 'on'.`
  const files = mine.flatMap((task) => task.files)
  const shared = files.find((file) => hotName(file) !== null || isNamedBy(session.settings.contracts, file))
  if (shared !== undefined) return `${shared} is shared between streams.`
  const inStream = files.find((file) => others.some((task) => isNamedBy(task.files, file)))
  if (inStream !== undefined) return `${inStream} belongs to other tasks of ${stream} as well.`
  const holder = holders(session, stream).find((each) => files.some((file) => isNamedBy(filesOf(each), file)))
  return holder ? `${holder.id} holds its files.` : null
}

/** Formats in which a task says all it needs: to say nothing means that it needs nothing. */
const DECLARES_ORDER = ['task-master', 'beads']

/** Of the stream and who helps it: whatever is not on the integration branch, and so in no fresh workspace. */
const openTasks = (session: Session, stream: string): string[] =>
  familyOf(session, stream)
    .flatMap(({ batches }) => batches)
    .filter(({ landedIn, skipped }) => landedIn === null && !skipped)
    .flatMap(({ tasks }) => tasks)

function orderOf(mine: Task[], others: Task[]): string | null {
  const needs = (from: Task[], to: Task[]) =>
    from.flatMap((task) => task.dependsOn.flatMap((id) => to.filter((other) => other.id === id)))
  const [needed] = needs(mine, others)
  if (needed) return `It needs '${needed.title}', which has not landed.`
  const [awaited] = needs(others, mine)
  return awaited ? `Other tasks of it need '${awaited.title}'.` : null
}

/** Streams that others may not write beside: those that have begun and not landed. */
const holders = (session: Session, stream: string): Stream[] => {
  const family = new Set(familyOf(session, stream).map(({ id }) => id))
  return allStreams(session.plan).filter(({ id }) => {
    const facts = session.streams[id]
    return facts !== undefined && !family.has(id) && hasStarted(facts) && !hasLanded(facts)
  })
}

const isNamedBy = (names: Iterable<string>, file: string): boolean =>
  [...names].some((name) => {
    const [a, b] = [plainName(file), plainName(name)]
    return a === b || isWithin(a, b) || isWithin(b, a)
  })

/** One that has nothing left to do helps again before another one is made. */
function helperOf(session: Session, stream: string): string {
  const idle = familyOf(session, stream).find(
    (facts) => facts.helps !== null && isFinished(facts) && facts.workspace.state === 'ready',
  )
  return idle?.id ?? unique(`${stream}-help`, new Set(Object.keys(session.streams)))
}
