import type { Note } from '../../model/session.ts'
import type { Log } from './log.ts'
import { type LogPart, logPart } from './log-part.ts'
import type { Part } from './part.ts'
import { saidPart } from './said-part.ts'

/** All that a pane has to tell, in order of time. */
export interface Transcript {
  parts: readonly Part[]
  note: (note: Note) => void
  /** The log has text from `from` on that is not in it yet. */
  logGrew: (log: Log, from: number, at: number) => void
  /** What somebody typed; returns how its answer is put in. */
  typed: (text: string, at: number) => (answer: string, at: number) => void
}

/** Typed commands and answers; notes and logs are kept elsewhere as well, and are there for as long as the session. */
const dialogueKept = 300

/** A longer answer is a page of its own in the client, and no part of the conversation. */
const longestAnswer = 12

/** An answer is compared with as many notes that came since the command. */
const notesCompared = 20

export function createTranscript(): Transcript {
  const parts: Part[] = []
  const dialogue: Part[] = []
  let count = 0
  let lastNotes: string[] = []

  const insert = (part: Part) => {
    // A note may be told after output that came later, because it was written to the disk first.
    let index = parts.findLastIndex(({ at }) => at <= part.at) + 1
    if (index === parts.length) {
      closeLast()
      index = parts.length
    }
    parts.splice(index, 0, part)
  }

  /** What is said while a log grows stands where the log was then; one that has printed nothing yet begins behind it. */
  const closeLast = () => {
    const last = parts.at(-1)
    if (!isLogPart(last) || last.closedAt !== null) return
    last.closedAt = last.log.end()
    if (last.closedAt === last.first) parts.pop()
  }

  const logGrew = (log: Log, from: number, at: number) => {
    const last = parts.at(-1)
    if (isLogPart(last) && last.log === log && last.closedAt === null) return
    closeLast()
    const before = parts.findLast((part): part is LogPart => isLogPart(part) && part.log === log)
    parts.push(logPart(log, before?.closedAt ?? from, at))
  }

  const say = (part: Part) => {
    insert(part)
    dialogue.push(part)
    const oldest = dialogue.length > dialogueKept ? dialogue.shift() : undefined
    if (oldest) parts.splice(parts.indexOf(oldest), 1)
  }

  const typed = (text: string, at: number) => {
    count += 1
    const number = count
    lastNotes = []
    say(saidPart({ id: `typed-${number}`, at, tone: 'typed', text }))
    return (answer: string, answeredAt: number) => {
      if (answer.trimEnd().split('\n').length > longestAnswer) return
      // What was said as a note meanwhile stands there already.
      const said = lastNotes.includes(answer.trimEnd()) ? '' : withoutNotes(answer.trimEnd())
      if (said === '') return
      say(saidPart({ id: `answer-${number}`, at: answeredAt, tone: 'answer', text: said }))
    }
  }

  const withoutNotes = (answer: string): string =>
    answer
      .split('\n')
      .filter((line) => !lastNotes.includes(line.trimEnd()))
      .join('\n')

  const note = ({ seq, at, text, tone }: Note) => {
    lastNotes = [...lastNotes, text.trimEnd()].slice(-notesCompared)
    // Its tone is shown as a sign beside it; the line client has only the one in the text.
    insert(saidPart({ id: `note-${seq}`, at, tone, text: text.replace(/^[✓✕⚠] /u, '') }))
  }

  return { parts, note, logGrew, typed }
}

const isLogPart = (part: Part | undefined): part is LogPart => part !== undefined && part.run !== null
