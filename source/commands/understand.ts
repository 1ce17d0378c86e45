import { distance } from 'fastest-levenshtein'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import type { Command } from './command.ts'
import { commands } from './index.ts'

export interface Understood {
  command: Command
  /** null: the orchestrator. */
  streams: (string | null)[]
  args: string
}

/**
 * What typed text means: `@stream command`, `command stream`, `command all`, or a command to the focused pane. Case,
 * closing punctuation and everyday forms do not matter; what is not understood changes nothing and gets a suggestion.
 */
export function understand(text: string, focus: string | null, session: Session): Result<Understood> {
  const line = text.trim()
  if (line === '') return problem('Nothing was typed.', "Type 'help' for the commands.")
  const addressed = /^@(\S+)\s*(.*)$/su.exec(line)
  if (addressed) {
    const stream = findStream(session, addressed[1] as string)
    if (!stream.ok) return stream
    return understandFor(addressed[2] || 'check', stream.value, session)
  }
  return understandFor(line, focus, session)
}

function understandFor(line: string, focus: string | null, session: Session): Result<Understood> {
  if (line.startsWith('>')) return told(line.slice(1).trim(), focus, session)
  const found = findCommand(line)
  if (!found) return problem(`'${shown(line)}' is no command.`, suggestion(line))
  const { command } = found
  if (takesText(command)) return addressText(command, found.rest, focus, session)
  return address(command, plain(found.rest), focus, session)
}

/** The longest name or phrase that the line begins with. */
function findCommand(line: string): { command: Command; rest: string } | null {
  const words = line.split(/\s+/)
  for (let count = Math.min(words.length, 5); count > 0; count -= 1) {
    const phrase = plain(words.slice(0, count).join(' '))
    const command = commands.find(({ name, aliases }) => name === phrase || aliases.includes(phrase))
    if (command) return { command, rest: words.slice(count).join(' ') }
  }
  return null
}

/** Commands whose rest is kept as it was typed, case and punctuation included. */
const takesText = ({ usage }: Command): boolean => /TEXT|WHY|FILE/.test(usage)

function addressText(
  command: Command,
  rest: string,
  focus: string | null,
  session: Session,
): Result<Understood> {
  if (command.scope === 'session') return ok({ command, streams: [null], args: rest })
  const [first = '', ...others] = rest.split(/\s+/)
  const named = findStream(session, plain(first))
  if (focus === null && named.ok) return ok({ command, streams: [named.value], args: others.join(' ') })
  if (focus === null && command.scope === 'stream') return whichStream(command, session)
  const isAddress = named.ok && named.value === focus
  return ok({ command, streams: [focus], args: isAddress ? others.join(' ') : rest })
}

function address(command: Command, rest: string, focus: string | null, session: Session): Result<Understood> {
  if (command.scope === 'session' || command.name === 'diff') {
    const named = command.name === 'diff' && rest !== '' ? findStream(session, rest) : null
    if (named?.ok) return ok({ command, streams: [named.value], args: '' })
    return ok({ command, streams: [command.scope === 'session' ? null : focus], args: rest })
  }
  const name = rest.replace(/^(the|stream|with|on)\s+/, '')
  if (['all', 'everything', 'everyone', 'them all'].includes(name))
    return ok({ command, streams: everyone(command, session), args: '' })
  if (name === 'orchestrator' && command.scope === 'either') return ok({ command, streams: [null], args: '' })
  if (name !== '') {
    const stream = findStream(session, name)
    return stream.ok ? ok({ command, streams: [stream.value], args: '' }) : stream
  }
  if (focus === null && command.scope === 'stream') return whichStream(command, session)
  return ok({ command, streams: [focus], args: '' })
}

function everyone(command: Command, session: Session): (string | null)[] {
  // The orchestrator's own form already speaks for every stream that it makes sense for.
  return command.scope === 'either' ? [null] : allStreams(session.plan).map(({ id }) => id)
}

function told(text: string, focus: string | null, session: Session): Result<Understood> {
  const command = commands.find(({ name }) => name === '>') as Command
  return focus === null ? whichStream(command, session) : ok({ command, streams: [focus], args: text })
}

const whichStream = ({ name }: Command, session: Session) =>
  problem(
    'Which stream?',
    `Say '@STREAM ${name}'; there are ${allStreams(session.plan)
      .map(({ id }) => id)
      .join(', ')}.`,
  )

/** By id, by title, or by a beginning that only one has. */
export function findStream(session: Session, text: string): Result<string> {
  const wanted = slug(text)
  const streams = allStreams(session.plan)
  const exact = streams.find(({ id, title }) => id === wanted || slug(title) === wanted)
  if (exact) return ok(exact.id)
  const starting = streams.filter(
    ({ id, title }) => wanted !== '' && (id.startsWith(wanted) || slug(title).startsWith(wanted)),
  )
  if (starting.length === 1) return ok((starting[0] as { id: string }).id)
  const which = starting.length > 1 ? starting : streams
  return problem(`There is no stream '${shown(text)}'.`, `There are ${which.map(({ id }) => id).join(', ')}.`)
}

function suggestion(line: string): string {
  const word = plain(line).split(' ')[0] ?? ''
  const names = commands.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((form) => ({ name, far: distance(word, form) })),
  )
  const nearest = names.sort((a, b) => a.far - b.far)[0]
  const near =
    nearest && nearest.far <= Math.max(1, Math.floor(word.length / 2))
      ? `Did you mean '${nearest.name}'? `
      : ''
  return `${near}Type 'help' for the commands.`
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/["'“”‘’`]/g, '')
    .replace(/[.!…,;]+(?=\s|$)/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?<=.)\?+$/, '')

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')

const shown = (text: string): string =>
  (text.length > 40 ? `${text.slice(0, 40)}…` : text).replace(/[\x00-\x1f\x7f-\x9f]/g, ' ')
