import type { EventOf } from '../model/event.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import { isFinished, isSettled } from './batch-state.ts'
import { familyOf } from './help.ts'
import { liftWaits } from './on-report.ts'
import { sayWhatIsNext } from './on-stream.ts'
import { say, withStream } from './patch.ts'
import { streamBranch } from './refs.ts'
import { replan } from './replan.ts'
import type { Updated } from './update.ts'

/** Lines of what has changed that are said: who wants more looks at the file. */
const MOST_SAID = 8

export function onReread(before: Session, { at, plan }: EventOf<'plan-reread'>): Updated {
  const { session: replanned, changes } = replan(before, plan)
  let session = replanned
  const tell = (text: string) => {
    session = say(session, at, 'orchestrator', text)
  }
  if (changes.length > 0) tell(`The plan has changed, and what is finished stays finished:`)
  for (const line of changes.slice(0, MOST_SAID)) tell(`  ${line}`)
  if (changes.length > MOST_SAID) tell(`  … and ${changes.length - MOST_SAID} more. Type 'plan'`)
  const asked = Object.values(session.streams).filter(
    ({ id, absent }) => absent === 'asked' && before.streams[id]?.absent !== 'asked',
  )
  for (const facts of asked) session = say(session, at, 'orchestrator', absentSentence(facts), 'warn')
  // What somebody waited for may be gone.
  session = liftWaits(session, at)
  for (const { id } of Object.values(before.streams).filter(isFinished))
    if (session.streams[id] && !isFinished(session.streams[id])) session = sayWhatIsNext(session, at, id)
  return { session, effects: [] }
}

function absentSentence({ id, batches }: StreamFacts): string {
  const done = batches.filter(isSettled).length
  return `⚠ The plan no longer has ${id}, of which ${done} of ${batches.length} batches are done. Nothing of it starts or lands until you say 'drop ${id}' or 'keep ${id}'.`
}

/** Its branch and its workspace stay: what was done in it is somebody's. */
export function onDropped(before: Session, { at, stream, by }: EventOf<'stream-dropped'>): Updated {
  if (!before.streams[stream]) return { session: before, effects: [] }
  const dropped = new Set([
    stream,
    ...familyOf(before, stream)
      .filter(({ helps }) => helps === stream)
      .map(({ id }) => id),
  ])
  const streams = Object.fromEntries(Object.entries(before.streams).filter(([id]) => !dropped.has(id)))
  const phases = before.plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams
      .filter(({ id }) => !dropped.has(id))
      .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((id) => !dropped.has(id)) })),
  }))
  const session = { ...before, streams, plan: { ...before.plan, phases } }
  const text = `${stream} is dropped, says ${by}. What it has done stays on ${streamBranch(before, stream)}, and its workspace where it is.`
  return { session: liftWaits(say(session, at, 'orchestrator', text, 'warn'), at), effects: [] }
}

export function onKept(before: Session, { at, stream, by }: EventOf<'stream-kept'>): Updated {
  const session = withStream(before, stream, () => ({ absent: 'kept' }))
  return {
    session: sayWhatIsNext(
      say(session, at, 'orchestrator', `${stream} is kept and goes on, says ${by}.`),
      at,
      stream,
    ),
    effects: [],
  }
}
