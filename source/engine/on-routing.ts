import type { Effect } from '../model/effect.ts'
import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { routedText } from '../routing/route-batch.ts'
import { findAttempt, say, withAttempt, withStream } from './patch.ts'
import type { Updated } from './update.ts'

export function onRouted(before: Session, event: EventOf<'attempt-routed'>): Updated {
  const session = withAttempt(before, event, () => ({ routed: event.routed }))
  return { session: say(session, event.at, event.stream, capital(routedText(event.routed))), effects: [] }
}

/** The agent says which model it works with. Silence where that is the one it was asked for. */
export function onModelSettled(before: Session, event: EventOf<'model-settled'>): Updated {
  const { at, stream, model, refused } = event
  const attempt = findAttempt(before, event)
  if (!attempt || (attempt.ran?.model === model && attempt.ran.refused.length === refused.length))
    return { session: before, effects: [] }
  const session = withAttempt(before, event, () => ({ ran: { model, refused } }))
  const asked = attempt.routed?.model ?? null
  if (asked === null || asked === model) return { session, effects: [] }
  const reason = refused.includes(asked) ? 'is not available' : 'was asked for'
  const text = `Model ${asked} ${reason}; it works with ${model ?? 'its own'}.`
  return { session: say(session, at, stream, text, 'warn'), effects: [] }
}

export function onModelAsked(before: Session, { at, stream, model, by }: EventOf<'model-asked'>): Updated {
  const session = withStream(before, stream, () => ({ model }))
  const text =
    model === null
      ? `The model is chosen by complexity again, says ${by}.`
      : `${capital(by)} asked for ${model}.`
  return { session: say(session, at, stream, text), effects: [] }
}

/** What was predicted of a try is logged with how it ended. */
export const logged = (updated: Updated, event: EventOf<'attempt-ended'>): Updated =>
  findAttempt(updated.session, event)?.routed
    ? {
        ...updated,
        effects: [
          ...updated.effects,
          {
            type: 'log-prediction',
            ...{ stream: event.stream, batch: event.batch, run: event.run },
            outcome: event.ending.kind,
          },
        ],
      }
    : updated

/** A batch that was left out because the tests were red with it had not passed after all. */
export function logLeftOut(before: Session, updated: Updated): Updated {
  const last = updated.session.landings.at(-1)
  const isOver = last && last.endedAt !== null && before.landings.at(-1)?.endedAt === null
  const red = isOver ? last.leftOut.filter(({ reason }) => reason === 'tests') : []
  const effects = red.flatMap(({ stream }): Effect[] => {
    const ofStream = last?.offered.find((member) => member.stream === stream)?.batches ?? []
    return ofStream.flatMap((batch): Effect[] => {
      const attempt = before.streams[stream]?.batches.find(({ id }) => id === batch)?.attempts.at(-1)
      return attempt?.routed
        ? [{ type: 'log-prediction', stream, batch, run: attempt.run, outcome: 'left-out' }]
        : []
    })
  })
  return effects.length === 0 ? updated : { ...updated, effects: [...updated.effects, ...effects] }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
