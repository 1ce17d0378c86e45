import { createHash } from 'node:crypto'
import { lastAttempt } from '../engine/batch-state.ts'
import { groupStreams, openGroup } from '../engine/needs.ts'
import { findAttempt } from '../engine/patch.ts'
import type { Event, EventOf } from '../model/event.ts'
import type { Attempt, Landing, Session } from '../model/session.ts'
import { agentName } from './derive.ts'
import { type Attributes, genAi, usedBy } from './otlp-gen-ai.ts'

/** A stretch of time that is over. Times in ms since 1970. */
export interface Span {
  trace: string
  id: string
  /** null: the session's own. */
  parent: string | null
  name: string
  start: number
  end: number
  /** What went wrong; null: nothing. */
  error: string | null
  attributes: Attributes
  /** Ids of other spans of the trace that belong to it. */
  links: string[]
}

type Begun = Omit<Span, 'trace' | 'id' | 'parent' | 'attributes' | 'links' | 'error'> & {
  key: string
  within: string | null
  error?: string | null
  attributes?: Attributes
  links?: string[]
}

/** All of a session is one trace, whichever host tells of it: names of spans are made from what they are about. */
export const traceOf = (session: string): string => hashed(session, 32)
export const spanOf = (session: string, key: string): string => hashed(`${session}\0${key}`, 16)

/** The key of the span that all others are within. */
export const WHOLE = 'session'

const hashed = (text: string, digits: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits)

/**
 * The spans that are over with this event. Their beginnings stand in the session, so that a host that was started since
 * tells them as well. Session → phase → stream → batch → agent and gate; a landing is within its phase. Pure.
 */
export function spansOf(before: Session | null, event: Event, after: Session): Span[] {
  const begun = [...begunOf(before, event, after), ...phaseSpans(before, event.at, after)]
  return begun.map(({ key, within, error = null, attributes = {}, links = [], ...span }) => ({
    ...{ trace: traceOf(after.id), id: spanOf(after.id, key), name: span.name },
    ...{ parent: within === null ? null : spanOf(after.id, within), error },
    // A clock may be set back.
    ...{ start: span.start, end: Math.max(span.start, span.end) },
    attributes: { 'br.session': after.id, ...attributes },
    links: links.map((each) => spanOf(after.id, each)),
  }))
}

function begunOf(before: Session | null, event: Event, after: Session): Begun[] {
  switch (event.type) {
    case 'attempt-ended':
      return batchSpans(before, event, after)
    case 'landing-judged':
      return event.commit === null ? landingSpans(after, event.number) : []
    case 'landing-published':
    case 'landing-failed':
      return landingSpans(after, event.number)
    case 'session-finished':
      return [{ key: WHOLE, within: null, name: 'session', start: after.createdAt, end: event.at }]
    default:
      return []
  }
}

/** What is judged once more has been told already. */
function batchSpans(before: Session | null, event: EventOf<'attempt-ended'>, after: Session): Begun[] {
  const { stream, batch, run, at, ending, findings = [] } = event
  const attempt = findAttempt(after, event)
  if (!attempt || (before && findAttempt(before, event)?.endedAt)) return []
  const { requestedAt, startedAt, exitedAt, agent } = attempt
  const key = batchKey(run)
  const error = ending.kind === 'done' ? null : (ending.reason ?? ending.kind)
  const attributes = { 'br.stream': stream, 'br.batch': batch }
  const agentEnd = exitedAt ?? at
  const worked: Begun[] =
    startedAt === null
      ? []
      : [
          {
            ...{ key: `agent ${run}`, within: key, name: `invoke_agent ${agentName(agent)}`, error },
            ...{ start: startedAt, end: agentEnd },
            attributes: { ...attributes, ...genAi(attempt), ...usedBy(after, run), ...errorType(error) },
          },
        ]
  const severe = findings.filter(({ severity }) => severity === 'error').length
  const judged: Begun[] =
    exitedAt === null
      ? []
      : [
          {
            ...{ key: `gate ${run}`, within: key, name: 'gate', start: exitedAt, end: at },
            error: severe > 0 ? 'findings' : null,
            attributes: { ...attributes, 'br.findings': findings.length, 'br.findings.errors': severe },
          },
        ]
  const whole: Begun = {
    ...{ key, within: streamKey(stream), name: `batch ${batch}`, start: requestedAt, end: at, error },
    attributes: { ...attributes, 'br.ending': ending.kind, ...errorType(error) },
  }
  return [...worked, ...judged, whole]
}

function landingSpans(session: Session, number: number): Begun[] {
  const landing = session.landings.find((each) => each.number === number)
  if (!landing) return []
  const { kind, state, requestedAt, endedAt, members, leftOut, gates, group } = landing
  const key = `landing ${number}`
  const runs = gates.map(
    ({ at, seconds, status, again, streams }, index): Begun => ({
      ...{
        key: `${key} gate ${index}`,
        within: key,
        name: 'gate tests',
        start: at,
        end: at + seconds * 1000,
      },
      error: status === 'passed' ? null : status,
      attributes: { 'br.gate.status': status, 'br.gate.again': again, 'br.streams': streams.length },
    }),
  )
  const last = Math.max(requestedAt, ...gates.map(({ at, seconds }) => at + seconds * 1000))
  return [
    ...runs,
    {
      ...{ key, within: phaseKey(group), name: kind, start: requestedAt, end: endedAt ?? last },
      error: state === 'published' ? null : state,
      attributes: { 'br.landing': number, 'br.streams': members.length, 'br.left_out': leftOut.length },
      links: landedRuns(session, landing).map(batchKey),
    },
  ]
}

const landedRuns = ({ streams }: Session, { members }: Landing): string[] =>
  members.flatMap(({ stream, batches: landed }) =>
    (streams[stream]?.batches ?? [])
      .filter(({ id }) => landed.includes(id))
      .flatMap((batch) => lastAttempt(batch)?.run ?? []),
  )

/** A phase is over when the next one opens, and with it its streams. */
function phaseSpans(before: Session | null, at: number, after: Session): Begun[] {
  const was = before ? openGroup(before) : -1
  if (was < 0 || was === openGroup(after)) return []
  const streams = groupStreams(after, was).flatMap((stream) => streamSpan(after, stream, was))
  const start = Math.min(at, ...streams.map((each) => each.start))
  return [
    ...streams,
    {
      key: phaseKey(was),
      within: WHOLE,
      name: `phase ${was}`,
      start,
      end: at,
      attributes: { 'br.phase': was },
    },
  ]
}

function streamSpan(session: Session, stream: string, group: number): Begun[] {
  const batches = session.streams[stream]?.batches ?? []
  const attempts = batches.flatMap((batch): Attempt[] => batch.attempts)
  if (attempts.length === 0) return []
  const landings = session.landings.filter(({ number }) =>
    batches.some(({ landedIn }) => landedIn === number),
  )
  const ends = [...attempts, ...landings].flatMap(({ endedAt }) => endedAt ?? [])
  return [
    {
      ...{ key: streamKey(stream), within: phaseKey(group), name: `stream ${stream}` },
      ...{ start: Math.min(...attempts.map(({ requestedAt }) => requestedAt)), end: Math.max(0, ...ends) },
      attributes: { 'br.stream': stream, 'br.batches': batches.length, 'br.attempts': attempts.length },
    },
  ]
}

const errorType = (error: string | null): Attributes => (error === null ? {} : { 'error.type': error })
const phaseKey = (group: number): string => `phase ${group}`
const streamKey = (stream: string): string => `stream ${stream}`
const batchKey = (run: string): string => `batch ${run}`
