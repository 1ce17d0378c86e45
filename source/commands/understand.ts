import { distance } from 'fastest-levenshtein'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { blankControls } from '../plan/plain-text.ts'
import { slug } from '../plan/slug.ts'
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
  const line = withoutControls(text).trim()
  if (line === '') return problem('Nothing was typed.', "Type 'help' for the commands.")
  const addressed = /^@(\S+)\s*(.*)$/su.exec(line)
  if (addressed) {
    const stream = findStream(session, addressed[1] as string)
    if (!stream.ok) return stream
    const understood = understandFor(addressed[2] || 'check', stream.value, session)
    return understood.ok && isWhole(understood.value.command)
      ? saidAlone(understood.value.command)
      : understood
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

/** What lands, closes or ends everything is never a guess: words that it does not take mean something else. */
const isWhole = ({ scope, group }: Command): boolean =>
  scope === 'session' && (group === 'loop' || group === 'leave')

const saidAlone = ({ name }: Command) =>
  problem(`'${name}' is about the whole session.`, `Type it alone: '${name}'.`)

const SAYS_NOTHING = ['all', 'everything', 'everyone', 'it', 'them', 'now', 'then', 'please', 'orchestrator']

/** Commands whose rest is kept as it was typed, case and punctuation included. */
const takesText = ({ usage }: Command): boolean => /TEXT|WHY|FILE|WHAT|MODEL|USD|\[N\]|always/.test(usage)

function addressText(
  command: Command,
  rest: string,
  focus: string | null,
  session: Session,
): Result<Understood> {
  if (command.scope === 'session') return ok({ command, streams: [null], args: rest })
  const [first = '', ...others] = rest.split(/\s+/)
  const named = findStream(session, plain(first))
  const isExact = named.ok && named.value === plain(first)
  if (named.ok && (focus === null || isExact))
    return ok({ command, streams: [named.value], args: others.join(' ') })
  if (focus === null && command.scope === 'stream') return whichStream(command, session)
  const isAddress = named.ok && named.value === focus
  return ok({ command, streams: [focus], args: isAddress ? others.join(' ') : rest })
}

function address(command: Command, rest: string, focus: string | null, session: Session): Result<Understood> {
  if (isWhole(command) && command.usage === command.name) {
    const isAlone = rest.split(' ').every((word) => word === '' || SAYS_NOTHING.includes(word))
    return isAlone ? ok({ command, streams: [null], args: '' }) : saidAlone(command)
  }
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
    // The words as they are come first: a stream may be called 'The API'.
    const whole = findStream(session, rest)
    const stream = whole.ok ? whole : findStream(session, name)
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
  const exact = streams.find(({ id }) => id === wanted) ?? streams.find(({ title }) => slug(title) === wanted)
  if (exact && wanted !== '') return ok(exact.id)
  const starting = streams.filter(
    ({ id, title }) => wanted !== '' && (id.startsWith(wanted) || slug(title).startsWith(wanted)),
  )
  if (starting.length === 1) return ok((starting[0] as { id: string }).id)
  if (starting.length > 1) {
    const which = starting.map(({ id }) => id).join(' or ')
    return problem(`'${shown(text)}' could be ${which}.`, 'Say more of its name.')
  }
  return problem(
    `There is no stream '${shown(text)}'.`,
    `There are ${streams.map(({ id }) => id).join(', ')}.`,
  )
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

/** Typed text is kept, shared and printed: nothing in it may be obeyed by a terminal. */
const withoutControls = (text: string): string => text.split('\n').map(blankControls).join('\n')

const shown = (text: string): string => blankControls(text.length > 40 ? `${text.slice(0, 40)}…` : text)
