import type { Event } from '../model/event.ts'
import type { Answer } from '../model/message.ts'
import type { Note, Session } from '../model/session.ts'

/** One typed command, whole: help, completion, hints, docs and the command line all read this record. */
export interface Command {
  name: string
  /** Other words and everyday phrases that mean it, in lower case without punctuation. */
  aliases: string[]
  group: 'loop' | 'look' | 'steer' | 'answer' | 'leave'
  usage: string
  summary: string
  /** What it is about when nothing is named: a stream it must have, a stream it may have, or the whole session. */
  scope: 'stream' | 'either' | 'session'
  /** Refused from inside a worker: what approves, merges or stops is a person's to say. */
  personOnly?: boolean
  /** Why it makes no sense now and what would, or null. */
  disabledReason(call: Call): string | null
  run(call: Call): Outcome
}

export interface Call {
  session: Session
  /** null: the orchestrator. */
  stream: string | null
  args: string
  by: string
  at: number
}

export interface Outcome {
  events: Event[]
  /** Asked after every event until it has an answer, so that `checkpoint` can answer when it is over. */
  answer: (session: Session) => Answer | null
  /** What only the host can look up; its text then is the answer. */
  query?: Query
}

export type Query =
  | { kind: 'log'; stream: string }
  | { kind: 'calls'; stream: string; number: number | null }
  | { kind: 'diff'; stream: string }
  | { kind: 'diff-landing'; number: number }
  | { kind: 'gaps' }
  | { kind: 'dashboard'; port: number | 'off' | null }
  | { kind: 'replan' }
  | { kind: 'costs'; by: 'stream' | 'model' | 'day' }
  | { kind: 'scan'; stream: string | null }
  | { kind: 'amend-plan'; stream: string; file: string; by: string }
  | { kind: 'quality'; json: boolean }
  | { kind: 'settle'; stream: string; batch: string; by: string }
  | { kind: 'resolve'; stream: string; side: 'ours' | 'theirs'; file: string }

export const answer = (text: string, exit: Answer['exit'] = 0): Outcome => ({
  events: [],
  answer: () => ({ text, exit }),
})

/** What was told about the command's stream since it was typed. */
export const saidSince = ({ session, stream }: Call, now: Session): Note[] =>
  now.notes.filter(({ about, seq }) => about === stream && seq > session.noteSeq)

export const enabled = (): null => null

/** For commands of one stream: its facts, which `parse` made sure are there. */
export const factsOf = ({ session, stream }: Call): Session['streams'][string] =>
  session.streams[stream as string] as Session['streams'][string]
