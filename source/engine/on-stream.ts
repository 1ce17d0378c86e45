import type { Effect } from '../model/effect.ts'
import type { EventOf } from '../model/event.ts'
import type { Session } from '../model/session.ts'
import { currentBatch } from './batch-state.ts'
import { tellOfCircle, withAnswer } from './on-report.ts'
import { say, withAttempt, withBatch, withStream } from './patch.ts'
import { type RunningAttempt, runningAttempts } from './running-attempts.ts'
import { streamStatus } from './stream-status.ts'
import type { Updated } from './update.ts'
import { hasWorkLanded } from './waits.ts'

export const onPreparing = (before: Session, { stream }: EventOf<'stream-preparing'>): Updated => ({
  session: withStream(before, stream, ({ workspace }) => ({
    workspace: { ...workspace, state: 'preparing' },
  })),
  effects: [{ type: 'prepare-stream', stream }],
})

export function onPrepared(
  before: Session,
  { at, stream, path, base, head, notes }: EventOf<'stream-prepared'>,
): Updated {
  let session = withStream(before, stream, (facts) => ({
    workspace: { state: 'ready', path, detail: '', base },
    head: facts.head ?? head,
  }))
  for (const note of notes) session = say(session, at, stream, note, 'warn')
  return { session: sayWhatIsNext(session, at, stream), effects: [] }
}

export const onNotPrepared = (
  before: Session,
  { at, stream, detail }: EventOf<'stream-not-prepared'>,
): Updated => ({
  session: say(
    withStream(before, stream, ({ workspace }) => ({ workspace: { ...workspace, state: 'failed', detail } })),
    at,
    stream,
    `${detail} Type 'retry' when that is mended.`,
    'bad',
  ),
  effects: [],
})

export function onSynced(
  before: Session,
  { at, stream, base, head, conflicts, scratch }: EventOf<'stream-synced'>,
): Updated {
  let session = withStream(before, stream, ({ workspace }) => ({ head, workspace: { ...workspace, base } }))
  const batch = session.streams[stream] && currentBatch(session.streams[stream])
  if (batch?.kind === 'conflict' && scratch !== undefined)
    session = withBatch(session, stream, batch.id, () => ({ scratch }))
  if (batch?.kind === 'conflict' && conflicts.length > 0) {
    session = withBatch(session, stream, batch.id, () => ({ files: conflicts }))
    const text = `Integration is merged in a scratch worktree; in conflict: ${conflicts.join(', ')}.`
    const next =
      batch.resolver === 'person'
        ? "Resolve it there, then type 'continue'."
        : "Type 'continue' to hand it to the worker, 'open' to resolve it yourself."
    session = say(session, at, stream, `${text} ${next}`, 'warn')
  }
  return { session, effects: [] }
}

export const onPublished = (
  before: Session,
  { at, stream, detail }: EventOf<'stream-published'>,
): Updated => ({
  session: detail ? say(before, at, stream, detail, 'warn') : before,
  effects: [],
})

export function onBlocked(
  before: Session,
  { at, stream, reason, needs, by }: EventOf<'stream-blocked'>,
): Updated {
  // What is there already would never come, and end the block.
  const coming = needs !== null && hasWorkLanded(before, needs) ? null : needs
  const session = withStream(before, stream, () => ({ block: { reason, needs: coming, by, at } }))
  const told = say(session, at, stream, `Blocked by ${by}: ${reason}. The others go on.`, 'warn')
  return { session: tellOfCircle(told, at, stream), effects: [] }
}

export const onUnblocked = (before: Session, { at, stream, by }: EventOf<'stream-unblocked'>): Updated => ({
  session: sayWhatIsNext(
    say(
      withStream(before, stream, () => ({ block: null })),
      at,
      stream,
      `Unblocked by ${by}.`,
    ),
    at,
    stream,
  ),
  effects: [],
})

export const onPaused = (before: Session, { at, stream, by }: EventOf<'stream-paused'>): Updated => ({
  session: say(
    withStream(before, stream, () => ({ paused: true })),
    at,
    stream,
    `Paused by ${by}. Type 'resume'`,
  ),
  effects: holds(before, stream, true),
})

export const onContinued = (before: Session, { at, stream }: EventOf<'stream-continued'>): Updated => ({
  session: say(
    withStream(before, stream, () => ({ paused: false })),
    at,
    stream,
    'Resumed.',
  ),
  effects: before.paused ? [] : holds(before, stream, false),
})

/** Kept also when it is told at once: should this try fail, the next one is told as well. */
export function onMessage(before: Session, { at, stream, text }: EventOf<'message-left'>): Updated {
  const kept = withStream(before, stream, ({ messages }) => ({ messages: [...messages, text] }))
  const session = withAnswer(say(kept, at, stream, `You said: ${text}`), at, stream)
  const listener = listening(before, stream)
  if (!listener) return { session, effects: [] }
  const told = session.streams[stream]?.messages.length ?? 0
  return {
    session: withAttempt(session, listener, () => ({ told })),
    effects: [{ type: 'tell-attempt', run: listener.run, text }],
  }
}

/** The running try of a stream whose agent hears what is said while it works. */
export const listening = (session: Session, stream: string): RunningAttempt | undefined =>
  runningAttempts(session).find(
    ({ stream: id, attempt }) =>
      id === stream && attempt.listens && attempt.exitedAt === null && !attempt.cancelled,
  )

/** The orchestrator's habit: whenever something can be typed next, say so once. */
export function sayWhatIsNext(session: Session, at: number, stream: string): Session {
  if (session.auto !== 'off' || !session.streams[stream]) return session
  const { name, why } = streamStatus(session, stream)
  return name === 'ready' || name === 'waits' ? say(session, at, stream, why) : session
}

const holds = (session: Session, stream: string, hold: boolean): Effect[] =>
  runningAttempts(session)
    .filter((running) => running.stream === stream)
    .map(({ run }) => ({ type: 'hold-attempt', run, hold }))
