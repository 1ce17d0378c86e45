import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Attempt, Note, Session } from '../../model/session.ts'
import { type Log, type LogEnd, logSize, openLog } from './log.ts'
import { createTranscript, type Transcript } from './transcript.ts'

/** The transcripts of all panes of the session. */
export interface Transcripts {
  of: (pane: string) => Transcript | null
  /** Takes in what is new in the session, which may be older than the one before; another begins anew, with what is kept of it on the disk. */
  heard: (session: Session) => void
  /** Returns where the log ended before. */
  grew: (stream: string, run: string, end: LogEnd) => number
  /** What somebody typed in a pane; returns how its answer is put in. */
  typed: (pane: string, text: string) => (answer: string) => void
}

export interface TranscriptsInput {
  /** Where the log of a run lies. */
  logOf: (run: string) => string
  now: () => number
  onChange: (pane: string) => void
}

export function openTranscripts({ logOf, now, onChange }: TranscriptsInput): Transcripts {
  let id: string | null = null
  let noteSeq = 0
  let panes = new Map<string, Transcript>()
  let logs = new Map<string, Log>()

  const heard = (session: Session) => {
    if (session.id !== id) return begin(session)
    const fresh = session.notes.filter(({ seq }) => seq > noteSeq)
    noteSeq = Math.max(noteSeq, session.noteSeq)
    for (const note of fresh) panes.get(note.about)?.note(note)
    for (const pane of new Set(fresh.map(({ about }) => about))) onChange(pane)
  }

  const begin = (session: Session) => {
    id = session.id
    noteSeq = session.noteSeq
    const names = [ORCHESTRATOR, ...Object.keys(session.streams)]
    panes = new Map(names.map((name) => [name, createTranscript()]))
    logs = new Map()
    for (const { take } of pastOf(session).sort((a, b) => a.at - b.at)) take()
    for (const name of names) onChange(name)
  }

  /** Notes come first: what is sorted by time alone stays in this order, and a run begins with the note that says so. */
  const pastOf = ({ notes, streams }: Session) => [
    ...notes.map((note: Note) => ({ at: note.at, take: () => panes.get(note.about)?.note(note) })),
    ...Object.values(streams).flatMap(({ id: stream, batches }) =>
      batches
        .flatMap(({ attempts }) => attempts)
        .filter(({ worker }) => worker !== null)
        .map((attempt) => ({ at: startOf(attempt), take: () => takeLog(stream, attempt) })),
    ),
  ]

  const takeLog = (stream: string, attempt: Attempt) => {
    const path = logOf(attempt.run)
    // One that is gone has a line all the same: that it is.
    const none = attempt.endedAt === null ? 0 : 1
    const log = openLog(attempt.run, path, logSize(path) ?? none)
    logs.set(attempt.run, log)
    panes.get(stream)?.logGrew(log, 0, startOf(attempt))
  }

  const grew = (stream: string, run: string, end: LogEnd) => {
    const log = logs.get(run) ?? openLog(run, logOf(run), 0)
    logs.set(run, log)
    const before = log.grow(end)
    if (log.end() > before) {
      panes.get(stream)?.logGrew(log, before, now())
      onChange(stream)
    }
    return before
  }

  const typed = (pane: string, text: string) => {
    const answered = panes.get(pane)?.typed(text, now())
    onChange(pane)
    return (answer: string) => {
      answered?.(answer, now())
      onChange(pane)
    }
  }

  return { of: (pane) => panes.get(pane) ?? null, heard, grew, typed }
}

const startOf = ({ startedAt, requestedAt }: Attempt): number => startedAt ?? requestedAt
