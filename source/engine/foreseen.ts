import type { Foreseen, Session, StreamFacts } from '../model/session.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { currentBatch, isFinished, isSettled } from './batch-state.ts'
import { mergeOrder } from './merge-order.ts'

/** Conflicts that the radar sees now. Nobody looks once a session has ended. */
export const foreseenNow = ({ ended, foreseen }: Session): Foreseen[] => (ended ? [] : foreseen)

export const isForeseen = (session: Session, stream: string): boolean =>
  foreseenNow(session).some(({ a, b }) => a === stream || b === stream)

/** A conflict that is being settled in the stream's workspace is known already, and its files are full of markers. */
export function isSettling(facts: StreamFacts | undefined): boolean {
  const batch = facts && currentBatch(facts)
  return batch?.kind === 'conflict' && !isSettled(batch)
}

/** The order of merging with the fewest conflicts; of equal ones, who has the least left to do goes first. */
export function foreseenOrder(session: Session, streams: readonly string[]): string[] {
  const pairs = foreseenNow(session).flatMap(({ a, b }) => (b === null ? [] : [{ a, b }]))
  if (!pairs.some(({ a, b }) => streams.includes(a) && streams.includes(b))) return [...streams]
  const left = new Map(streams.map((id) => [id, batchesLeft(session.streams[id])]))
  return mergeOrder(
    [...streams].sort((one, other) => (left.get(one) ?? 0) - (left.get(other) ?? 0)),
    pairs,
  )
}

const batchesLeft = (facts: StreamFacts | undefined): number =>
  facts?.batches.filter((batch) => !isSettled(batch)).length ?? 0

/** One line: who, with which tasks, which file and lines, and who should go first. */
export function foreseenSentence(session: Session, { a, b, files }: Omit<Foreseen, 'since'>): string {
  const both = b === null ? [a] : [a, b]
  const shown = files.slice(0, SHOWN).map((each) => {
    const lines = [linesOf(a, each.ofA), linesOf(b ?? 'landed', each.ofB)].filter(Boolean).join(', ')
    return lines ? `${each.file} (${lines})` : each.file
  })
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : ''
  const where = files.length === 0 ? 'a folder' : `${shown.join(', ')}${more}`
  const names = files.map(({ file }) => file)
  const who = both.map((id) => `${id}${tasksOf(session, id, names)}`)
  return `${who.join(' and ')}${b === null ? ' and what has landed' : ''}: ${where}. ${advice(session, a, b)}`
}

const SHOWN = 3

const linesOf = (name: string, lines: { first: number; last: number }[]): string => {
  if (lines.length === 0) return ''
  const ranges = lines.map(({ first, last }) => (first === last ? `${first}` : `${first}–${last}`))
  return `${name} ${lines.length === 1 && lines[0]?.first === lines[0]?.last ? 'line' : 'lines'} ${ranges.join(', ')}`
}

/** Of the batch that the stream is at, or was at last: the tasks that name one of the files, else all of them. */
function tasksOf(session: Session, id: string, files: readonly string[]): string {
  const facts = session.streams[id]
  const batch = facts && (currentBatch(facts) ?? facts.batches.at(-1))
  const tasks = allStreams(session.plan).flatMap((stream) => stream.tasks)
  const own = tasks.filter((task) => batch?.tasks.includes(task.id))
  const declaring = own.filter((task) => task.files.some((file) => files.includes(file)))
  const named = (declaring.length > 0 ? declaring : own).map((task) => task.id)
  return named.length === 0 ? '' : ` (${named.slice(0, SHOWN).join(', ')}${named.length > SHOWN ? ' …' : ''})`
}

function advice(session: Session, a: string, b: string | null): string {
  if (b === null) return `Have ${a} take in what has landed soon.`
  const inPairs = allStreams(session.plan).map(({ id }) => id)
  const [first = a] = foreseenOrder(session, inPairs).filter((id) => id === a || id === b)
  const facts = session.streams[first]
  const why = facts && isFinished(facts) ? ', which is finished,' : ''
  return `${first}${why} should go first.`
}
