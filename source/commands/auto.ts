import { answer, type Command, enabled } from './command.ts'

export const auto: Command = {
  name: 'auto',
  aliases: ['autopilot', 'go on by yourself'],
  group: 'loop',
  usage: 'auto [on|off]',
  summary: 'goes on by itself (continue, checkpoint, merge) until a person is needed',
  scope: 'session',
  personOnly: true,
  disabledReason: enabled,
  run: ({ session, args, at, by }) => {
    if (args !== '' && args !== 'on' && args !== 'off') return answer("Say 'auto on' or 'auto off'.", 2)
    const to = args === '' ? (session.auto === 'off' ? 'on' : 'off') : args
    return {
      events: [{ type: 'auto-switched', at, to, by }],
      answer: () => ({
        text: to === 'on' ? 'Auto is on: going on until a person is needed.' : 'Auto is off.',
        exit: 0,
      }),
    }
  },
}
