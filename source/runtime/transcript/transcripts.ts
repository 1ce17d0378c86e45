import { ORCHESTRATOR } from '../../model/screen.ts'
import type { Attempt, Note, Session } from '../../model/session.ts'
import type { Dialogue, Said } from './dialogue.ts'
import { type Log, type LogEnd, logSize, openLog } from './log.ts'
import { createTranscript, type Transcript } from './transcript.ts'

/** The transcripts of all panes of the session. */
export interface Transcripts {
  of: (pane: string) => Transcript | null
  /** Takes in what is new in the session, which may be older than the one before; another begins anew, with what is kept of it on the disk. */
  heard: (session: Session) => void
  /** Returns where the log lies, and where it ended before. */
  grew: (stream: string, run: string, end: LogEnd) => { path: string; from: number }
  /** What somebody typed in a pane; returns how its answer is put in. */
  typed: (pane: string, text: string) => (answer: string) => void
}

export interface TranscriptsInput {
  /** Where the log of a run lies. */
  logOf: (run: string) => string
  now: () => number
  onChange: (pane: string) => void
  /** Where what is typed outlives this host. */
  dialogue?: Dialogue
  /** How much of a run's log is there; null: it has none. */
  sizeOf?: (run: string) => number | null
}

export function openTranscripts({
  logOf,
  now,
  onChange,
  dialogue,
  sizeOf = (run) => logSize(logOf(run)),
}: TranscriptsInput): Transcripts {
  let id: string | null = null
  let noteSeq = 0
  let panes = new Map<string, Transcript>()
  let logs = new Map<string, Log>()
  let said: Said[] = []

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
    said = dialogue?.of(session.id) ?? []
    for (const { take } of pastOf(session).sort((a, b) => a.at - b.at)) take()
    for (const name of names) onChange(name)
  }

  /**
   * What is sorted by time alone stays in this order: a command, the notes that came of it, the run that begins with one
   * of them, the answer.
   */
  const pastOf = ({ notes, streams }: Session) => {
    const answers = new Map<Said, ((answer: string, at: number) => void) | undefined>()
    const type = (one: Said) => answers.set(one, panes.get(one.pane)?.typed(one.text, one.at))
    return [
      ...said.map((one) => ({ at: one.at, take: () => void type(one) })),
      ...notes.map((note: Note) => ({ at: note.at, take: () => panes.get(note.about)?.note(note) })),
      ...Object.values(streams).flatMap(({ id: stream, batches }) =>
        batches
          .flatMap(({ attempts }) => attempts)
          .filter(({ worker }) => worker !== null)
          .map((attempt) => ({ at: startOf(attempt), take: () => takeLog(stream, attempt) })),
      ),
      ...said.flatMap((one) => {
        const { answer } = one
        return answer ? [{ at: answer.at, take: () => answers.get(one)?.(answer.text, answer.at) }] : []
      }),
    ]
  }

  const takeLog = (stream: string, attempt: Attempt) => {
    const path = logOf(attempt.run)
    // One that is gone has a line all the same: that it is.
    const none = attempt.endedAt === null ? 0 : 1
    const log = openLog(attempt.run, path, sizeOf(attempt.run) ?? none)
    logs.set(attempt.run, log)
    panes.get(stream)?.logGrew(log, 0, startOf(attempt))
  }

  const grew = (stream: string, run: string, end: LogEnd) => {
    const log = logs.get(run) ?? openLog(run, logOf(run), 0)
    logs.set(run, log)
    const from = log.grow(end)
    if (log.end() > from) {
      panes.get(stream)?.logGrew(log, from, now())
      onChange(stream)
    }
    return { path: log.path, from }
  }

  const keep = (...fresh: Said[]) => {
    said.push(...fresh)
    if (id !== null) dialogue?.keep(id, said)
  }

  const typed = (pane: string, text: string) => {
    const begun = now()
    const one: Said = { pane, text, at: begun, answer: null }
    const answered = panes.get(pane)?.typed(text, begun)
    keep(one)
    onChange(pane)
    return (answer: string) => {
      const at = now()
      one.answer = { text: answer, at }
      answered?.(answer, at)
      keep()
      onChange(pane)
    }
  }

  return { of: (pane) => panes.get(pane) ?? null, heard, grew, typed }
}

const startOf = ({ startedAt, requestedAt }: Attempt): number => startedAt ?? requestedAt
