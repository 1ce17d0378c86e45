import { isRunning } from '../engine/batch-state.ts'
import { familyOf } from '../engine/help.ts'
import { isLanding } from '../engine/next-event.ts'
import { type Call, type Command, enabled, factsOf } from './command.ts'

export const replan: Command = {
  name: 'replan',
  aliases: ['reread', 'reload', 'read the plan again', 'reload the plan'],
  group: 'steer',
  usage: 'replan',
  summary: 'reads the plan file again, as happens by itself when it changes; what is finished stays finished',
  scope: 'session',
  personOnly: true,
  disabledReason: enabled,
  run: () => ({ events: [], answer: () => null, query: { kind: 'replan' } }),
}

export const drop: Command = {
  name: 'drop',
  aliases: ['let go of', 'give up'],
  group: 'answer',
  usage: 'drop STREAM',
  summary: 'lets go of a begun stream that the plan file no longer has; its branch and workspace stay',
  scope: 'stream',
  personOnly: true,
  disabledReason: (call) => {
    if (isLanding(call.session)) return 'A checkpoint is being put together. Drop it when that is done.'
    const running = familyOf(call.session, call.stream as string).find(isRunning)
    if (running) return `${running.id} is running. Type 'cancel ${running.id}' first.`
    return isAbsent(call) ? null : `The plan has ${call.stream}. Take it out of the plan file first.`
  },
  run: ({ stream, at, by }) => ({
    events: [{ type: 'stream-dropped', at, stream: stream as string, by }],
    answer: () => ({ text: `${stream} is dropped; its branch and its workspace stay.`, exit: 0 }),
  }),
}

export const keep: Command = {
  name: 'keep',
  aliases: [],
  group: 'answer',
  usage: 'keep STREAM',
  summary: 'goes on with a begun stream that the plan file no longer has',
  scope: 'stream',
  personOnly: true,
  disabledReason: (call) =>
    factsOf(call).absent === 'asked' ? null : `Nothing is asked about ${call.stream}: it goes on.`,
  run: ({ stream, at, by }) => ({
    events: [{ type: 'stream-kept', at, stream: stream as string, by }],
    answer: () => ({ text: `${stream} goes on.`, exit: 0 }),
  }),
}

const isAbsent = (call: Call): boolean => factsOf(call).absent !== null
