import { batchState, currentBatch } from '../engine/batch-state.ts'
import { answer, type Command, factsOf } from './command.ts'

export const approve: Command = {
  name: 'approve',
  aliases: ['y', 'yes', 'allow', 'ok'],
  group: 'answer',
  usage: 'approve',
  summary: 'allows what an agent asks for',
  scope: 'either',
  personOnly: true,
  disabledReason: () => 'Nothing asks for permission now.',
  run: () => answer(''),
}

export const deny: Command = {
  name: 'deny',
  aliases: ['n', 'no', 'refuse', 'reject'],
  group: 'answer',
  usage: 'deny [WHY]',
  summary: 'refuses what an agent asks for',
  scope: 'either',
  personOnly: true,
  disabledReason: () => 'Nothing asks for permission now.',
  run: () => answer(''),
}

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
