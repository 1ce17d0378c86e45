import { answer, type Command } from './command.ts'

export const dashboard: Command = {
  name: 'dashboard',
  aliases: ['web', 'web page', 'open the page', 'page'],
  group: 'look',
  usage: 'dashboard [PORT|off]',
  summary: 'serves a page of the session to browsers on this machine, to be looked at, and says where',
  scope: 'session',
  // Its address lets in whoever has it.
  personOnly: true,
  disabledReason: ({ session, args }) => {
    if (wanted(args) === undefined) return "Say a port from 1 to 65535: 'dashboard 8080', or 'dashboard off'."
    return session.ended?.how === 'finished' ? FINISHED : null
  },
  run: ({ args }) => {
    const port = wanted(args)
    return port === undefined
      ? answer('')
      : { events: [], answer: () => null, query: { kind: 'dashboard', port } }
  },
}

/** Nobody keeps a host for a session that is over. */
export const FINISHED =
  'The session has finished, and its page is gone with its host. Look with: br-tui status'

/** null: the usual port; undefined: it makes no sense. */
function wanted(args: string): number | 'off' | null | undefined {
  const text = args.trim()
  if (text === '') return null
  if (text === 'off') return text
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : undefined
}
