import { type Command, enabled } from './command.ts'

export const quit: Command = {
  name: 'quit',
  aliases: ['exit', 'bye', 'q', 'leave', 'detach'],
  group: 'leave',
  usage: 'quit',
  summary: 'closes the screen; the work goes on',
  scope: 'session',
  disabledReason: enabled,
  run: () => ({
    events: [],
    answer: () => ({ text: 'The work goes on. Come back with br-tui.', exit: 0, quit: true }),
  }),
}

export const stop: Command = {
  name: 'stop',
  aliases: ['stop everything', 'shut down'],
  group: 'leave',
  usage: 'stop',
  summary: 'ends everything after snapshotting what runs; the session stays and can be opened again',
  scope: 'session',
  personOnly: true,
  disabledReason: enabled,
  run: ({ at, by }) => ({
    events: [{ type: 'session-stopped', at, by }],
    answer: () => ({ text: 'Stopping: what runs is snapshotted first.', exit: 0, quit: true }),
  }),
}
