import type { EventOf } from '../model/event.ts'
import type { Attempt, Session } from '../model/session.ts'
import { say, withAttempt, withStream } from './patch.ts'
import { type RunningAttempt, runningAttempts } from './running-attempts.ts'
import type { Updated } from './update.ts'

export type Asking = RunningAttempt & { ask: NonNullable<Attempt['asks']> }

/** Every agent that waits for a person's word, with what it asks; the one that has waited longest first. */
export const asking = (session: Session): Asking[] =>
  runningAttempts(session)
    .flatMap((running) => (running.attempt.asks ? [{ ...running, ask: running.attempt.asks }] : []))
    .sort((a, b) => a.ask.at - b.ask.at)

export function onAsked(before: Session, event: EventOf<'permission-asked'>): Updated {
  const { at, stream, ask } = event
  // A word that comes after the end is about nothing any more.
  if (!isRunning(before, event)) return { session: before, effects: [] }
  const session = withAttempt(before, event, () => ({ asks: { ...ask, at } }))
  const text = `It asks: ${ask.title}. Type 'approve', or 'deny' and why.`
  return { session: say(session, at, stream, text, 'warn'), effects: [] }
}

/** The first answer counts: a second one, from another screen, is about a question that is not open any more. */
export function onAnswered(before: Session, event: EventOf<'permission-answered'>): Updated {
  const { at, stream, run, id, option, text, by, remember } = event
  const asked = openAsk(before, event)
  if (asked === null) return { session: before, effects: [] }
  const answer = { id, option, text, ...(remember ? { remember } : {}) }
  const kind = asked.options.find((each) => each.id === option)?.kind
  const isForGood = remember === true && kind?.startsWith('allow') === true
  const answered = withAttempt(before, event, () => ({ asks: null, answered: answer }))
  const session = isForGood ? withAllowed(answered, event, asked) : answered
  const word = isForGood ? 'Allowed for good' : kind?.startsWith('allow') ? 'Allowed' : 'Denied'
  const told = `${word} by ${by}: ${asked.title}${text ? ` (${text})` : ''}.`
  return { session: say(session, at, stream, told), effects: [{ type: 'answer-attempt', run, answer }] }
}

/** What holds for the stream's next batches as well: exactly this deed, whatever the agent's own "always" would mean. */
const withAllowed = (
  session: Session,
  { stream, at }: { stream: string; at: number },
  { key, title }: { key: string | null; title: string },
): Session =>
  withStream(session, stream, ({ allowed }) =>
    key === null || allowed.some((each) => each.key === key)
      ? {}
      : { allowed: [...allowed, { key, title, at }] },
  )

/** The agent goes on, or ends, without an answer. */
export function onWithdrawn(before: Session, event: EventOf<'permission-withdrawn'>): Updated {
  const asked = openAsk(before, event)
  if (asked === null) return { session: before, effects: [] }
  const session = withAttempt(before, event, () => ({ asks: null }))
  return {
    session: say(session, event.at, event.stream, `It asks no more: ${asked.title}.`),
    effects: [],
  }
}

const isRunning = (session: Session, { run }: { run: string }): boolean =>
  runningAttempts(session).some((each) => each.run === run)

function openAsk(session: Session, { run, id }: { run: string; id: string }): Attempt['asks'] {
  const found = asking(session).find((each) => each.run === run)
  return found?.ask.id === id ? found.ask : null
}
