import { helpFor } from '../engine/help.ts'
import type { Command } from './command.ts'

export const assist: Command = {
  name: 'assist',
  aliases: ['help out', 'lend a hand'],
  group: 'steer',
  usage: 'assist STREAM',
  summary: 'lets a free worker do another batch of a stream beside it, in a workspace of its own',
  scope: 'stream',
  personOnly: true,
  disabledReason: ({ session, stream }) => {
    const help = helpFor(session, stream as string)
    return typeof help === 'string' ? help : null
  },
  run: ({ session, stream, at, by }) => {
    const help = helpFor(session, stream as string)
    if (typeof help === 'string') return { events: [], answer: () => ({ text: help, exit: 1 }) }
    return {
      events: [{ type: 'stream-helped', at, ...help, by }],
      answer: () => ({ text: `${help.helper} takes ${help.batch} of ${stream}.`, exit: 0 }),
    }
  },
}
