import { currentBatch } from '../engine/batch-state.ts'
import type { Session } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { CEILINGS } from '../routing/budget.ts'
import type { Command } from './command.ts'
import { commands } from './index.ts'
import { isTypeable, isUsable } from './suggest.ts'
import { findStream, understand } from './understand.ts'
import { OPENED } from './workspace.ts'

export interface Completions {
  /** Where in the text the candidates begin: what is before stays as it was typed. */
  from: number
  candidates: string[]
}

interface Place {
  session: Session
  /** null: the orchestrator. */
  focus: string | null
}

/** With the words that may name a stream: none where one is named already. */
interface Named extends Place {
  ids: string[]
}

/** How the text could go on: commands, then what they are about. What could be done now comes first. */
export function complete(text: string, place: Place): Completions {
  const addressed = /^(@\S+\s+)(.*)$/s.exec(text)
  if (addressed) {
    const [, address = '', rest = ''] = addressed
    const stream = findStream(place.session, address.trim().slice(1))
    if (!stream.ok) return { from: text.length, candidates: [] }
    const inner = candidatesFor(rest, { ...place, focus: stream.value, ids: [] })
    return accepted(text, { from: address.length + inner.from, candidates: inner.candidates }, place)
  }
  const ids = allStreams(place.session.plan).map(({ id }) => id)
  return accepted(text, candidatesFor(text, { ...place, ids }), place)
}

/** Only what would be understood, each once, and nothing that is there already; in the order they came, usable first. */
function accepted(text: string, { from, candidates }: Completions, { session, focus }: Place): Completions {
  const before = text.slice(0, from)
  const fitting = [...new Set(candidates)].filter(
    (candidate) =>
      candidate !== text.slice(from) &&
      isTypeable(candidate) &&
      understand(before + candidate, focus, session).ok,
  )
  const usable = fitting.filter((candidate) => isUsable(session, focus, before + candidate))
  return { from, candidates: [...usable, ...fitting.filter((candidate) => !usable.includes(candidate))] }
}

function candidatesFor(text: string, place: Named): Completions {
  const from = text.length - text.trimStart().length
  const typed = text.slice(from)
  const exact = place.ids.find((id) => `@${id}` === typed)
  if (exact !== undefined) return { from, candidates: commands.map(({ name }) => `@${exact} ${name}`) }
  if (typed.startsWith('@'))
    return {
      from,
      candidates: beginning(
        place.ids.map((id) => `@${id}`),
        typed,
      ),
    }
  const named = commandOf(typed)
  if (named) {
    const rest = typed.slice(named.length).trimStart()
    return { from: text.length - rest.length, candidates: beginning(argumentsOf(named.command, place), rest) }
  }
  return { from, candidates: commands.flatMap((command) => namesOf(command, typed, place)) }
}

/** The command whose name or other form is written out, with a space after it. */
function commandOf(typed: string): { command: Command; length: number } | null {
  const lower = typed.toLowerCase()
  const forms = commands.flatMap((command) =>
    [command.name, ...command.aliases]
      .filter((form) => lower.startsWith(`${form} `))
      .map((form) => ({ command, length: form.length + 1 })),
  )
  return forms.sort((a, b) => b.length - a.length)[0] ?? null
}

/** A command by its name; where that alone says too little, or is there already, with what it is about. */
function namesOf(command: Command, typed: string, place: Named): string[] {
  const { name } = command
  if (beginning([name], typed).length === 0) return []
  const isWritten = name === typed.toLowerCase()
  const saysEnough = understand(name, place.focus, place.session).ok
  if (saysEnough && !isWritten) return [name]
  return argumentsOf(command, place).map((argument) => `${name} ${argument}`)
}

function argumentsOf({ name, scope, usage }: Command, { session, focus, ids }: Named): string[] {
  switch (name) {
    case 'auto':
      return ['on', 'off']
    case 'costs':
      return ['stream', 'model', 'day']
    case 'budget':
      return CEILINGS.map((ceiling) => `${ceiling} `)
    case 'help':
      return commands.map((each) => each.name)
    case 'resolve':
      return focus === null
        ? ids.flatMap((id) => sidesOf(session, id).map((side) => `${id} ${side}`))
        : sidesOf(session, focus)
    case 'diff':
      return [...ids, ...session.landings.map(({ kind, number }) => `${kind}-${number}`)]
    case 'rollback':
      return [
        ...session.landings
          .filter(({ state }) => state === 'published')
          .map(({ kind, number }) => `${kind}-${number}`),
        'start',
      ]
    case 'open':
      return focus === null ? ids : [...OPENED, ...ids]
    case '>':
      return []
    default:
      return scope === 'session'
        ? []
        : [...ids, ...(usage.includes('|all]') && ids.length > 0 ? ['all'] : [])]
  }
}

function sidesOf({ streams }: Session, id: string): string[] {
  const batch = streams[id] && currentBatch(streams[id])
  return batch?.kind === 'conflict' ? batch.files.flatMap((file) => [`ours ${file}`, `theirs ${file}`]) : []
}

const beginning = (forms: string[], typed: string): string[] => {
  const wanted = typed.toLowerCase()
  return forms.filter((form) => form.toLowerCase().startsWith(wanted))
}
