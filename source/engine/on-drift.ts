import type { EventOf } from '../model/event.ts'
import type { Handed, Session } from '../model/session.ts'
import { ownersBesides } from '../plan/file-owners.ts'
import { amendedPlan } from './amended-plan.ts'
import { batchState, currentBatch, lastAttempt } from './batch-state.ts'
import { withExtraBatch } from './on-batch.ts'
import { answered, judgedAgain } from './on-findings.ts'
import { onMessage } from './on-stream.ts'
import { givenBack, isPlanned } from './open-findings.ts'
import { say, withBatch, withStream } from './patch.ts'
import type { Updated } from './update.ts'

/** A person's answers to a file that a stream changed and the plan does not give it. */

/** The plan of the session gives it the file as well: checks, overlaps and briefs read that. */
export function onAmended(before: Session, { at, stream, file, by }: EventOf<'plan-amended'>): Updated {
  if (isPlanned(before, stream, file)) return { session: before, effects: [] }
  const given = withStream(before, stream, ({ amended }) => ({ amended: [...amended, file] }))
  const plan = amendedPlan(given.plan, given)
  const owners = ownersBesides(plan, stream, file)
  const also = owners.length > 0 ? ` ${owners.join(', ')} has it as well, so they may conflict.` : ''
  let session = say(
    { ...given, plan },
    at,
    stream,
    `The plan gives ${file} to ${stream} now, says ${by}.${also}`,
  )
  for (const owner of owners)
    session = say(session, at, owner, `${stream} works on ${file} as well, says ${by}.`, 'warn')
  return answered(session, at, [stream])
}

/** Done when the work is collected: at once where it waits, else when the batch that runs has ended. */
export function onHandOverAsked(
  before: Session,
  { at, stream, file, to, by }: EventOf<'hand-over-asked'>,
): Updated {
  const session = withStream(before, stream, ({ handOvers }) => ({
    handOvers: [...handOvers.filter((each) => each.file !== file), { file, to, by, at }],
  }))
  const when = givenBack(before, stream) ? '' : ' when its batch has ended'
  const text = `The change of ${file} is handed over to ${to}${when}, says ${by}.`
  return judgedAgain(say(session, at, stream, text), stream)
}

export function onHandedOver(
  before: Session,
  { at, stream, to, file, kept }: EventOf<'file-handed-over'>,
): Updated {
  const session = withStream(before, stream, ({ handOvers }) => ({
    handOvers: handOvers.filter((each) => each.file !== file),
  }))
  if (kept === null)
    return { session: say(session, at, stream, `Nothing is left of its change of ${file}.`), effects: [] }
  const where = `kept as ${kept.commit.slice(0, 10)}`
  const taken = say(session, at, stream, `${file} is again what it was; its change is ${to}'s now, ${where}.`)
  const given = withHanded(taken, to, kept)
  const batch = given.streams[to]?.batches.find(({ handed }) => handed.includes(kept))?.id
  const text = `${stream} has changed ${file}, which is yours: ${batch} is to take up what is of use in it (${where}).`
  return { session: say(given, at, to, text, 'warn'), effects: [] }
}

/** Part of what its owner does next; one that has nothing left to begin gets a batch for it. */
function withHanded(session: Session, stream: string, kept: Handed): Session {
  const next = session.streams[stream]?.batches.find(
    (batch) => !['running', 'finished', 'landed', 'skipped'].includes(batchState(batch)),
  )
  return next
    ? withBatch(session, stream, next.id, ({ handed }) => ({ handed: [...handed, kept] }))
    : withExtraBatch(session, stream, { kind: 'repair', files: [], failure: null, handed: [kept] })
}

/** Its own agent undoes it: it knows what else hangs together with that. */
export function onRefused(before: Session, { at, stream, file, why }: EventOf<'change-refused'>): Updated {
  const text = `The change of ${file} is refused${why ? `: ${why.replace(/[.\s]+$/, '')}` : ''}. Undo it: the file is to be what it is without this stream.`
  const facts = before.streams[stream]
  const batch = facts && currentBatch(facts)
  if (batch && (lastAttempt(batch) || batch.findings)) {
    const { session, effects } = onMessage(before, { type: 'message-left', at, stream, text })
    if (batchState(batch) === 'running') return { session, effects }
    return { session: withBatch(session, stream, batch.id, () => ({ wanted: true })), effects }
  }
  // What changed it has passed already: undoing it is a batch of its own.
  const session = withExtraBatch(before, stream, { kind: 'repair', files: [], failure: text, findings: [] })
  return { session: say(session, at, stream, `You said: ${text} Type 'continue'`), effects: [] }
}
