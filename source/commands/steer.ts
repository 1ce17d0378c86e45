import { batchState, currentBatch, isSettled, lastAttempt } from '../engine/batch-state.ts'
import { haltOf } from '../engine/halts.ts'
import { openConflict } from '../engine/on-conflict.ts'
import { listening } from '../engine/on-stream.ts'
import { neededWork } from '../engine/waits.ts'
import { agentOf } from '../engine/workers.ts'
import type { Event } from '../model/event.ts'
import type { Halt, Session } from '../model/session.ts'
import { type Call, type Command, factsOf, type Outcome } from './command.ts'

/** Typed text is kept for good and goes into every worker's context, so it has a bound. */
const TEXT_LIMIT = 2000

export const decide: Command = {
  name: 'decide',
  aliases: ['decision'],
  group: 'steer',
  usage: 'decide TEXT',
  summary: 'shares a decision with every worker, now, and with the next checkpoint',
  scope: 'session',
  disabledReason: needsText('decide TEXT'),
  run: ({ args, at, by }) =>
    did([{ type: 'decision-recorded', at, by, text: args }], 'Shared with every worker.'),
}

export const block: Command = {
  name: 'block',
  aliases: ['hold up'],
  group: 'steer',
  usage: 'block STREAM [WHY]',
  summary: 'lets a stream wait; the others go on',
  scope: 'stream',
  disabledReason: (call) =>
    factsOf(call).block ? `${call.stream} is blocked already: ${factsOf(call).block?.reason}.` : null,
  run: ({ session, stream, args, at, by }) => {
    const needs = neededWork(session, args, stream as string)
    const reason = args || 'no reason given'
    return did(
      [{ type: 'stream-blocked', at, stream: stream as string, reason, needs, by }],
      `${stream} waits.`,
    )
  },
}

export const unblock: Command = {
  name: 'unblock',
  aliases: [],
  group: 'steer',
  usage: 'unblock STREAM',
  summary: 'lets a blocked stream go on',
  scope: 'stream',
  disabledReason: (call) =>
    factsOf(call).block ? null : `${call.stream} is not blocked by a person or its worker.`,
  run: ({ stream, at, by }) =>
    did([{ type: 'stream-unblocked', at, stream: stream as string, by }], `${stream} may go on.`),
}

export const retry: Command = {
  name: 'retry',
  aliases: ['again', 'try again'],
  group: 'steer',
  usage: 'retry STREAM',
  summary: 'tries a failed batch or workspace again; on a landed stream, mends failing tests',
  scope: 'stream',
  disabledReason: (call) => {
    const batch = currentBatch(factsOf(call))
    if (factsOf(call).workspace.state === 'failed') return null
    if (openConflict(factsOf(call))?.resolver === 'person') return null
    if (batch && haltOf(call.session, call.stream as string) && batchState(batch) !== 'running') return null
    if (!batch) return failingLog(call.session) ? null : `Nothing in ${call.stream} is left to try.`
    const state = batchState(batch)
    if (state === 'taken-back' && call.session.streams[call.stream as string]?.workspace.state !== 'ready')
      return `The workspace of ${call.stream} is being prepared.`
    if (state === 'running' || state === 'wanted') return `${batch.id} of ${call.stream} is ${state} already.`
    return lastAttempt(batch) ? null : `${batch.id} has not been tried yet. Type 'continue'.`
  },
  run: (call) => {
    const { stream, at, by } = call
    const id = stream as string
    const batch = currentBatch(factsOf(call))
    if (batch && batchState(batch) === 'taken-back') return bringBack(id, call)
    const events: Event[] = []
    if (factsOf(call).workspace.state === 'failed') events.push({ type: 'stream-preparing', at, stream: id })
    if (factsOf(call).block) events.push({ type: 'stream-unblocked', at, stream: id, by })
    const halt = haltOf(call.session, id)
    if (batch && halt) events.push(haltOver(call, halt))
    const isPersons = batch?.resolver === 'person'
    if (batch && isPersons)
      events.push({ type: 'conflict-handed', at, stream: id, batch: batch.id, to: 'agent', by })
    if (batch && (halt || isPersons || lastAttempt(batch)))
      events.push({ type: 'batch-requested', at, stream: id, batch: batch.id, by })
    const failure = batch ? null : failingLog(call.session)
    if (failure !== null) events.push({ type: 'repair-requested', at, stream: id, failure, by })
    if (failure !== null) return did(events, `${id} has a new batch. Type 'continue'.`)
    const what =
      batch && (halt || isPersons || lastAttempt(batch))
        ? `${batch.id} is tried again`
        : 'its workspace is prepared again'
    return did(events, `${id}: ${what}.`)
  },
}

/** Answers when its work is in the workspace again, or why it is not. */
function bringBack(stream: string, { session, at, by }: Call): Outcome {
  const { noteSeq } = session
  return {
    events: [{ type: 'bring-back-asked', at, stream, by }],
    answer: (now) => {
      const said = now.notes.find(({ seq, about }) => seq > noteSeq && about === stream)
      return said ? { text: said.text, exit: said.tone === 'bad' ? 1 : 0 } : null
    },
  }
}

/** Before its time, because a person says so: this stream tries for all of its agent. */
const haltOver = ({ session, stream, at, by }: Call, { until }: Halt): Event => ({
  type: 'halt-over',
  ...{ at, until, by, stream, agent: agentOf(session, stream as string) },
})

function failingLog({ landings }: Session): string | null {
  const { verdict, state, coverage, leftOut, detail } = landings.at(-1) ?? {}
  if (verdict?.status === 'failed') return `${verdict.summary}\n${verdict.failing.join('\n')}`
  // Green, and yet too little of everything was run.
  return state === 'rejected' && coverage && leftOut?.length === 0 ? (detail ?? null) : null
}

export const skip: Command = {
  name: 'skip',
  aliases: ['leave it out'],
  group: 'steer',
  usage: 'skip STREAM',
  summary: "leaves the stream's current batch out and goes on to the next",
  scope: 'stream',
  disabledReason: (call) => {
    const batch = currentBatch(factsOf(call))
    if (!batch || isSettled(batch)) return `Nothing in ${call.stream} is left to skip.`
    return batchState(batch) === 'running' ? `${batch.id} is running. Type 'cancel' first.` : null
  },
  run: (call) => {
    const { stream, at, by } = call
    const batch = currentBatch(factsOf(call))?.id ?? ''
    return did(
      [{ type: 'batch-skipped', at, stream: stream as string, batch, by }],
      `${batch} of ${stream} is left out.`,
    )
  },
}

export const pause: Command = {
  name: 'pause',
  aliases: ['wait', 'halt'],
  group: 'steer',
  usage: 'pause [STREAM|all]',
  summary: 'holds what runs where it is and starts nothing new',
  scope: 'either',
  disabledReason: ({ session, stream }) => (isPaused(session, stream) ? 'It is paused already.' : null),
  run: ({ stream, at, by }) =>
    did(
      [stream === null ? { type: 'session-paused', at, by } : { type: 'stream-paused', at, stream, by }],
      "Paused. Type 'resume'",
    ),
}

export const resume: Command = {
  name: 'resume',
  aliases: ['unpause'],
  group: 'steer',
  usage: 'resume [STREAM|all]',
  summary: 'goes on after pause',
  scope: 'either',
  disabledReason: ({ session, stream }) => (isPaused(session, stream) ? null : 'It is not paused.'),
  run: ({ session, stream, at, by }) => {
    if (stream !== null && session.streams[stream]?.paused)
      return did([{ type: 'stream-continued', at, stream, by }], 'Resumed.')
    return did([{ type: 'session-continued', at, by }], 'Resumed.')
  },
}

const isPaused = (session: Session, stream: string | null): boolean =>
  session.paused || (stream !== null && session.streams[stream]?.paused === true)

export const cancel: Command = {
  name: 'cancel',
  aliases: ['kill', 'stop it'],
  group: 'steer',
  usage: 'cancel STREAM',
  summary: 'ends the running batch and keeps its work in the workspace',
  scope: 'stream',
  disabledReason: (call) => {
    const batch = currentBatch(factsOf(call))
    return batch && batchState(batch) === 'running' ? null : `Nothing runs in ${call.stream}.`
  },
  run: (call) => {
    const { stream, at, by } = call
    const batch = currentBatch(factsOf(call))
    const run = (batch && lastAttempt(batch)?.run) ?? ''
    const id = batch?.id ?? ''
    return {
      events: [{ type: 'attempt-cancelled', at, stream: stream as string, batch: id, run, by }],
      answer: (now) => {
        const ending = endingOf(now, stream as string, id)
        return ending === null ? null : { text: `${id} of ${stream}: ${ending}`, exit: 0 }
      },
    }
  },
}

function endingOf(session: Session, stream: string, id: string): string | null {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  return (batch && lastAttempt(batch)?.ending?.detail) ?? null
}

export const tell: Command = {
  name: '>',
  aliases: ['tell', 'say'],
  group: 'steer',
  usage: '> TEXT',
  summary: "says TEXT to the worker's agent",
  scope: 'stream',
  disabledReason: needsText('> TEXT'),
  run: ({ session, stream, args, at }) =>
    did(
      [{ type: 'message-left', at, stream: stream as string, text: args }],
      listening(session, stream as string)
        ? `Told: ${stream} takes it up when its turn ends.`
        : `This agent does not listen while it runs: ${stream} gets it with its next batch.`,
    ),
}

function needsText(usage: string): Command['disabledReason'] {
  return ({ args }: Call) => {
    if (args === '') return `Say what: '${usage}'.`
    return args.length > TEXT_LIMIT ? `That is over ${TEXT_LIMIT} characters. Say it shorter.` : null
  }
}

const did = (events: Event[], text: string): Outcome => ({ events, answer: () => ({ text, exit: 0 }) })
