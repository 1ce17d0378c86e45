import { batchState, currentBatch, isFinished, lastAttempt } from '../engine/batch-state.ts'
import { foreseenNow, foreseenSentence } from '../engine/foreseen.ts'
import { asking } from '../engine/on-permission.ts'
import { foundSentence, streamStatus } from '../engine/stream-status.ts'
import type { Answer } from '../model/message.ts'
import type { Session } from '../model/session.ts'
import { answer, type Call, type Command, enabled, factsOf } from './command.ts'
import { statusText } from './status.ts'

export const check: Command = {
  name: 'check',
  aliases: ['done', 'check for more', 'more', 'finished', 'i am done'],
  group: 'loop',
  usage: 'check [STREAM|all]',
  summary: 'looks for the next batch; where you are the worker, hands in what you did',
  scope: 'either',
  disabledReason: enabled,
  run: (call) => {
    if (call.stream === null) return answer(statusText(call.session, call.at))
    const facts = factsOf(call)
    const batch = currentBatch(facts)
    const attempt = batch && lastAttempt(batch)
    if (batch && attempt && batchState(batch) === 'running' && attempt.agent === 'manual') {
      const { stream, at, by } = call
      return {
        events: [
          { type: 'attempt-handed-in', at, stream: stream as string, batch: batch.id, run: attempt.run, by },
        ],
        answer: (now) => handedIn(now, stream as string, batch.id),
      }
    }
    return answer([lookText(call), ...conflictsOf(call.session, call.stream)].join('\n'))
  },
}

const conflictsOf = (session: Session, stream: string): string[] =>
  foreseenNow(session)
    .filter(({ a, b }) => a === stream || b === stream)
    .map((pair) => `Conflict ahead: ${foreseenSentence(session, pair)}`)

function handedIn(session: Session, stream: string, id: string): Answer | null {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  const ending = batch && lastAttempt(batch)?.ending
  if (!ending) return null
  if (ending.kind === 'done')
    return { text: `${id}: ${ending.detail}\n${nextSentence(session, stream)}`, exit: 0 }
  return { text: `${id}: ${ending.detail}`, exit: 1 }
}

function lookText(call: Call): string {
  const { session, stream, at } = call
  const status = streamStatus(session, stream as string)
  if (status.name === 'running') {
    const seconds = Math.max(0, Math.round((at - (status.since ?? at)) / 1000))
    return `${currentBatch(factsOf(call))?.id} is running for ${seconds} s. It says when it is done.`
  }
  return nextSentence(session, stream as string)
}

export function nextSentence(session: Session, stream: string): string {
  const asked = asking(session).find((each) => each.stream === stream)?.ask
  if (asked)
    return `It asks: ${asked.title}\n${asked.detail}\nType 'approve', 'approve always', or 'deny' and why.`
  const facts = session.streams[stream]
  const batch = facts && currentBatch(facts)
  if (!facts || !batch || isFinished(facts))
    return `Nothing is left to do in ${stream}. Type 'checkpoint' to land it.`
  const { name, why, next } = streamStatus(session, stream)
  if (name === 'ready' || name === 'waits') return foundSentence(batch)
  return `${name}: ${why}${next ? `. Type '${next}'` : ''}`
}
