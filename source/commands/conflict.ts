import { batchState, currentBatch } from '../engine/batch-state.ts'
import { abortedSentence, openConflict } from '../engine/on-conflict.ts'
import type { Session } from '../model/session.ts'
import { type Call, type Command, factsOf, saidSince } from './command.ts'

export const resolve: Command = {
  name: 'resolve',
  aliases: ['take'],
  group: 'answer',
  usage: 'resolve ours|theirs FILE',
  summary: "settles a conflict in one file: ours is the stream's side, theirs what is integrated",
  scope: 'stream',
  disabledReason: (call) => {
    const batch = currentBatch(factsOf(call))
    if (batch?.kind !== 'conflict') return `${call.stream} has no conflict to resolve.`
    if (batchState(batch) === 'running')
      return `${batch.id} is running: its worker is at the conflict. Type 'cancel' first.`
    return /^(ours|theirs)\s+\S/.test(call.args) ? null : "Say 'resolve ours FILE' or 'resolve theirs FILE'."
  },
  run: ({ stream, args }) => {
    const [, side, file] = /^(ours|theirs)\s+(.+)$/.exec(args) as unknown as [
      string,
      'ours' | 'theirs',
      string,
    ]
    return {
      events: [],
      answer: () => null,
      query: { kind: 'resolve', stream: stream as string, side, file },
    }
  },
}

export const abort: Command = {
  name: 'abort',
  aliases: ['drop the merge', 'abort the merge'],
  group: 'answer',
  usage: 'abort STREAM',
  summary: 'drops the merge that is in conflict; the workspace is what it was all the time',
  scope: 'stream',
  personOnly: true,
  disabledReason: (call) => {
    const batch = currentBatch(factsOf(call))
    if (batch && batchState(batch) === 'running') return `${batch.id} is running. Type 'cancel' to end it.`
    const conflict = openConflict(factsOf(call))
    if (conflict === null) return `${call.stream} has no merge to drop.`
    return conflict.resolver === 'nobody' ? 'Its merge is dropped already.' : null
  },
  run: (call) => {
    const { at, by } = call
    const stream = call.stream as string
    const batch = openConflict(factsOf(call))?.id ?? ''
    return {
      events: [{ type: 'conflict-handed', at, stream, batch, to: 'aborting', by }],
      answer: (now) => abortAnswer(now, call, batch),
    }
  },
}

/** Once it is done, or has turned out not to be possible. */
function abortAnswer(now: Session, call: Call, id: string) {
  const batch = now.streams[call.stream as string]?.batches.find((each) => each.id === id)
  if (batch?.resolver === 'aborting') return null
  const text =
    saidSince(call, now)
      .map((note) => note.text)
      .join('\n') || abortedSentence(null)
  return { text, exit: batch?.resolver === 'nobody' ? (0 as const) : (1 as const) }
}
