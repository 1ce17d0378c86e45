import type { EventOf } from '../model/event.ts'
import type { Landing, Member, Session, StreamFacts } from '../model/session.ts'
import { batchState, isTakenBack } from './batch-state.ts'
import { landedAt, landedKey } from './landed-at.ts'
import { say, withStream } from './patch.ts'
import type { Updated } from './update.ts'

/**
 * What integration holds after a rollback is what counts as landed. Work that is not there any more waits for a person:
 * offered again by itself it would land at once, and git would take it for merged.
 */
export function withRestored(before: Session, at: number, { number }: Landing): Session {
  const { batches: held, heads } = landedAt(before.landings, number)
  let session = before
  for (const { id } of Object.values(before.streams)) {
    const taken: string[] = []
    const again: string[] = []
    session = withStream(session, id, ({ batches }) => ({
      landedHead: heads.get(id) ?? null,
      batches: batches.map((batch) => {
        const landedIn = held.get(landedKey(id, batch.id)) ?? null
        if (batch.landedIn !== null && landedIn === null) {
          taken.push(batch.id)
          return { ...batch, landedIn, takenBack: number }
        }
        // One that is being done anew, or was, stays what it is.
        const returns = landedIn !== null && isTakenBack(batch) && batchState(batch) !== 'running'
        if (returns) again.push(batch.id)
        return returns || batch.landedIn !== null
          ? { ...batch, landedIn, takenBack: null, wanted: false }
          : batch
      }),
    }))
    if (taken.length > 0) session = say(session, at, id, takenSentence(id, number, taken), 'warn')
    if (again.length > 0)
      session = say(session, at, id, `Landed again with rollback-${number}: ${again.join(', ')}.`, 'good')
  }
  return session
}

const takenSentence = (id: string, number: number, batches: string[]): string =>
  `Taken back by rollback-${number}, and not landed any more: ${batches.join(', ')}. 'retry ${id}' brings the work again as it was, 'continue ${id}' has it done anew.`

export const restoredText = (number = 0): string =>
  number === 0 ? 'what it was before anything landed' : `what landing ${number} left`

export const rolledBackSentence = ({ number, restores, verdict, commit }: Landing): string => {
  const tested = verdict?.status === 'passed' ? 'green' : 'untested'
  return `✓ rollback-${number} ${tested}: integration is again ${restoredText(restores)}, at ${commit?.slice(0, 7)}. Nothing is erased. ${verdict?.summary ?? ''}`.trim()
}

/** The landings whose work of this stream is not on integration any more, oldest first. */
export function takenBackOf(
  { landings }: Session,
  { id, batches }: StreamFacts,
): { landing: Landing; member: Member }[] {
  const taken = batches.filter(isTakenBack).map((batch) => batch.id)
  const rollbacks = new Set(batches.flatMap(({ takenBack }) => takenBack ?? []))
  // What was held before the rollback tells which landing brought it last.
  const brought = new Set(
    landings
      .filter(({ number }) => rollbacks.has(number))
      .flatMap(({ number }) => {
        const { batches: held } = landedAt(landings, number - 1)
        return taken.flatMap((batch) => held.get(landedKey(id, batch)) ?? [])
      }),
  )
  return landings.flatMap((landing) => {
    const member = landing.members.find(({ stream }) => stream === id)
    return member && brought.has(landing.number) ? [{ landing, member }] : []
  })
}

export const onBringBackAsked = (before: Session, { stream }: EventOf<'bring-back-asked'>): Updated => ({
  session: before,
  effects: [{ type: 'bring-back', stream }],
})

/** Finished again: the next checkpoint lands it. */
export function onBroughtBack(before: Session, event: EventOf<'work-brought-back'>): Updated {
  const { at, stream, base, head } = event
  const session = withStream(before, stream, ({ batches, workspace }) => ({
    head,
    workspace: { ...workspace, base },
    batches: batches.map((batch) =>
      isTakenBack(batch) ? { ...batch, takenBack: null, wanted: false } : batch,
    ),
  }))
  const text = "The work that was taken back is in its workspace again. Type 'checkpoint' to land it."
  return { session: say(session, at, stream, text, 'good'), effects: [{ type: 'publish-stream', stream }] }
}
