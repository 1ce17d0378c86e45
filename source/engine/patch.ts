import type { Attempt, Batch, Note, Session, StreamFacts } from '../model/session.ts'

/** Changes to a session as values: the old one is never touched. */

/** Notes kept in the session; the history file has all of them. */
const NOTES_KEPT = 300

export function withStream(
  session: Session,
  id: string,
  change: (facts: StreamFacts) => Partial<StreamFacts>,
): Session {
  const facts = session.streams[id]
  if (!facts) return session
  return { ...session, streams: { ...session.streams, [id]: { ...facts, ...change(facts) } } }
}

export function withBatch(
  session: Session,
  stream: string,
  id: string,
  change: (batch: Batch) => Partial<Batch>,
): Session {
  return withStream(session, stream, ({ batches }) => ({
    batches: batches.map((batch) => (batch.id === id ? { ...batch, ...change(batch) } : batch)),
  }))
}

export function withAttempt(
  session: Session,
  { stream, batch, run }: { stream: string; batch: string; run: string },
  change: (attempt: Attempt) => Partial<Attempt>,
): Session {
  return withBatch(session, stream, batch, ({ attempts }) => ({
    attempts: attempts.map((attempt) => (attempt.run === run ? { ...attempt, ...change(attempt) } : attempt)),
  }))
}

export const findAttempt = (
  { streams }: Session,
  { stream, batch, run }: { stream: string; batch: string; run: string },
): Attempt | undefined =>
  streams[stream]?.batches.find(({ id }) => id === batch)?.attempts.find((attempt) => attempt.run === run)

export function withLanding(
  session: Session,
  number: number,
  change: (landing: Session['landings'][number]) => Partial<Session['landings'][number]>,
): Session {
  return {
    ...session,
    landings: session.landings.map((landing) =>
      landing.number === number ? { ...landing, ...change(landing) } : landing,
    ),
  }
}

export function say(
  session: Session,
  at: number,
  about: string,
  text: string,
  tone: Note['tone'] = 'info',
): Session {
  const note = { seq: session.noteSeq + 1, at, about, text, tone }
  return { ...session, noteSeq: note.seq, notes: [...session.notes, note].slice(-NOTES_KEPT) }
}
