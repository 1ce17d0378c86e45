import type { Ending, Halt, Session } from '../model/session.ts'
import { batchState, currentBatch } from './batch-state.ts'
import { agentOf } from './workers.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Of what the provider or the network refuses, so that every other stream of the agent would fail of it as well. */
export type HaltingEnding = Ending & { reason: Halt['reason'] }

export const isHalting = (ending: Ending): ending is HaltingEnding =>
  ending.reason === 'rate-limited' || ending.reason === 'auth' || ending.reason === 'network'

/** After so many tries in a row that did not get through, some hours later, a person has to look. */
const MOST_TRIES = 12

/** In ms: the wait after the first failure doubles each time, up to the longest. */
const WAITS = {
  'rate-limited': { first: MINUTE, longest: 30 * MINUTE },
  network: { first: 15 * SECOND, longest: 15 * MINUTE },
}

/** When one stream may try again; null: when a person says so. A login does not come by itself. */
export function tryAgainAt(
  { reason, retryAt = null }: HaltingEnding,
  tries: number,
  at: number,
): number | null {
  if (reason === 'auth' || tries >= MOST_TRIES) return null
  const { first, longest } = WAITS[reason]
  const wait = Math.min(longest, first * 2 ** (tries - 1))
  if (retryAt === null) return at + wait
  // What it says is believed once; when it was wrong it is not asked again and again.
  return Math.max(retryAt, at + (tries === 1 ? SECOND : wait))
}

/** What keeps the stream's agent from starting; null: nothing does, or this stream is the one that may try. */
export function haltOf(session: Session, stream: string): Halt | null {
  const halt = session.halts[agentOf(session, stream)]
  if (!halt) return null
  const isFirst = halt.first === null || halt.first === stream || !isWanted(session, halt.first)
  return halt.isOver && halt.probe === null && isFirst ? null : halt
}

/** Something will be tried by itself when a time has come. */
export const waitsForTime = (session: Session): boolean =>
  Object.entries(session.halts).some(
    ([agent, { isOver, until }]) =>
      !isOver &&
      until !== null &&
      Object.keys(session.streams).some(
        (stream) =>
          agentOf(session, stream) === agent && (session.auto !== 'off' || isWanted(session, stream)),
      ),
  )

function isWanted({ streams }: Session, stream: string): boolean {
  const batch = streams[stream] && currentBatch(streams[stream])
  return batch !== undefined && batchState(batch) === 'wanted'
}

/** Why a stream does not start, as a part of a sentence. */
export function haltText({ reason, until, isOver, probe, detail }: Halt): string {
  const what = { 'rate-limited': 'rate limit', auth: 'not logged in', network: 'no network' }[reason]
  if (isOver) return `${what}, ${probe === null ? 'another stream' : 'one stream'} tries first`
  if (until === null) return `${what}: ${detail}`
  return reason === 'rate-limited'
    ? `${what} until ${clockTime(until)}`
    : `${what}, next try at ${clockTime(until)}`
}

/** The time of day where it is read: the only words of ours that go by a time zone, so they are never stored. */
function clockTime(at: number): string {
  const date = new Date(at)
  return [date.getHours(), date.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':')
}
