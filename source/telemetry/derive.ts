import { openGroup } from '../engine/needs.ts'
import { findAttempt } from '../engine/patch.ts'
import type { Event, EventOf } from '../model/event.ts'
import type { Batch, Landing, Session } from '../model/session.ts'
import { schedulePlan } from '../plan/schedule.ts'
import { allStreams } from '../plan/stream-graph.ts'
import { TELEMETRY_VERSION, type Telemetry } from './schema.ts'
import { spentBy } from './spent-by.ts'

type Body = Telemetry extends infer One
  ? One extends Telemetry
    ? Omit<One, 'v' | 'at' | 'session'>
    : never
  : never

/** The one place where an event becomes figures: nobody has to tell anything besides. Pure. */
export function derive(before: Session | null, event: Event, after: Session): Telemetry[] {
  const bodies = [...phases(before, after), ...commands(event), ...bodiesOf(before, event, after)]
  return bodies.map(
    (body) => ({ v: TELEMETRY_VERSION, at: event.at, session: after.id, ...body }) as Telemetry,
  )
}

function phases(before: Session | null, after: Session): Body[] {
  const [was, is] = [before ? openGroup(before) : null, openGroup(after)]
  if (was === is) return []
  return [
    ...(was !== null && was >= 0 ? [{ type: 'phase', index: was, event: 'closed' } as const] : []),
    ...(is >= 0 ? [{ type: 'phase', index: is, event: 'opened' } as const] : []),
  ]
}

/** What a person asked for. What they only look at changes nothing, and is no event. */
const COMMANDS: Partial<Record<Event['type'], string>> = {
  ...{ 'batch-requested': 'continue', 'batch-skipped': 'skip', 'repair-requested': 'retry' },
  ...{ 'landing-requested': 'checkpoint', 'decision-recorded': 'decide', 'auto-switched': 'auto' },
  ...{
    'stream-blocked': 'block',
    'stream-unblocked': 'unblock',
    'stream-paused': 'pause',
    'session-paused': 'pause',
  },
  ...{ 'stream-continued': 'resume', 'session-continued': 'resume', 'attempt-cancelled': 'cancel' },
  ...{ 'permission-answered': 'approve', 'finding-allowed': 'allow', 'rewrite-asked': 'rewrite' },
  ...{ 'plan-amended': 'amend', 'hand-over-asked': 'handover', 'change-refused': 'refuse' },
  ...{
    'budget-set': 'budget',
    'model-asked': 'model',
    'stream-helped': 'assist',
    'alert-dismissed': 'dismiss',
  },
  ...{ 'attempt-handed-in': 'check', 'session-stopped': 'stop' },
}

function commands(event: Event): Body[] {
  const name = COMMANDS[event.type]
  if (name === undefined || !('by' in event) || event.by !== 'you') return []
  const named = event.type === 'landing-requested' ? event.kind : name
  return [{ type: 'command', name: named, stream: 'stream' in event ? event.stream : null }]
}

function bodiesOf(before: Session | null, event: Event, after: Session): Body[] {
  switch (event.type) {
    case 'session-opened':
      return [sessionBody(after, 'opened', event.at)]
    case 'session-resumed':
      return [sessionBody(after, 'resumed', event.at)]
    case 'session-stopped':
      return [sessionBody(after, 'stopped', event.at)]
    case 'session-finished':
      return [sessionBody(after, 'finished', event.at)]
    case 'stream-prepared':
      return [{ type: 'stream', stream: event.stream, event: 'prepared' }]
    case 'stream-not-prepared':
      return [
        { type: 'stream', stream: event.stream, event: 'not-prepared' },
        { type: 'error', where: 'workspace', kind: 'not-prepared', stream: event.stream },
      ]
    case 'stream-blocked':
      return [{ type: 'stream', stream: event.stream, event: 'blocked' }]
    case 'stream-unblocked':
      return [{ type: 'stream', stream: event.stream, event: 'unblocked' }]
    case 'stream-paused':
      return [{ type: 'stream', stream: event.stream, event: 'paused' }]
    case 'stream-continued':
      return [{ type: 'stream', stream: event.stream, event: 'continued' }]
    case 'stream-helped':
      return [{ type: 'stream', stream: event.stream, event: 'helped', reason: event.helper }]
    case 'permission-asked':
      return [{ type: 'stream', stream: event.stream, event: 'waits', reason: 'permission' }]
    case 'question-asked':
      return [{ type: 'stream', stream: event.stream, event: 'waits', reason: 'question' }]
    case 'permission-answered':
    case 'permission-withdrawn':
      return [{ type: 'stream', stream: event.stream, event: 'goes-on' }]
    case 'stream-synced':
      return event.conflicts.length === 0
        ? []
        : [{ type: 'conflict', stream: event.stream, event: 'met', files: event.conflicts.length }]
    case 'attempt-started':
      return started(event, after)
    case 'attempt-exited':
      return batchBodies(event, after, 'exited')
    case 'attempt-ended':
      return ended(before, event, after)
    case 'usage-reported':
      return usage(event, after)
    case 'landing-judged':
      return judged(event, after)
    case 'landing-published':
      return landed(after, event.number)
    case 'landing-failed':
      return [
        ...landingBodies(after, event.number, 'failed'),
        { type: 'error', where: 'landing', kind: 'failed', stream: null },
      ]
    case 'decision-recorded':
      return [{ type: 'decision', by: event.by }]
    default:
      return []
  }
}

type SessionEvent = Extract<Body, { type: 'session' }>['event']

function sessionBody({ plan, settings, createdAt }: Session, event: SessionEvent, at: number): Body {
  const streams = allStreams(plan)
  const { parallel, sequential } = schedulePlan(plan, settings.workers)
  return {
    ...{ type: 'session', event, streams: streams.length, workers: settings.workers, unit: plan.unit },
    tasks: streams.reduce((sum, { tasks }) => sum + tasks.length, 0),
    ...{ planned: parallel, sequential, seconds: between(createdAt, at) },
  }
}

/** A clock may be set back. */
const between = (from: number, to: number): number => Math.max(0, to - from) / 1000

type OfRun = { stream: string; batch: string; run: string }

function started(event: EventOf<'attempt-started'>, after: Session): Body[] {
  const attempt = findAttempt(after, event)
  if (!attempt) return []
  return [
    ...batchBodies(event, after, 'started'),
    { type: 'stream', stream: event.stream, event: 'goes-on' },
    {
      type: 'performance',
      what: 'start',
      stream: event.stream,
      seconds: between(attempt.requestedAt, event.at),
    },
  ]
}

function batchBodies(
  { stream, batch: id, run }: OfRun,
  session: Session,
  event: 'started' | 'exited' | 'ended',
  more: Partial<Extract<Body, { type: 'batch' }>> = {},
): Body[] {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  const index = batch?.attempts.findIndex((each) => each.run === run) ?? -1
  const attempt = batch?.attempts[index]
  if (!batch || !attempt) return []
  const { agent, ran, routed } = attempt
  return [
    {
      ...{
        type: 'batch',
        stream,
        batch: id,
        event,
        attempt: index + 1,
        agent: agentName(agent),
        kind: batch.kind,
      },
      ...{ model: ran?.model ?? routed?.model ?? null, level: routed?.level ?? null },
      ...more,
    },
  ]
}

/** `cmd: my-agent --key …` is somebody's command line: only what kind of agent it is counts. */
export const agentName = (agent: string): string => /^[\w-]*/.exec(agent)?.[0] || 'other'

const BROKEN = new Set(['lost', 'not-started', 'timed-out'])

function ended(before: Session | null, event: EventOf<'attempt-ended'>, after: Session): Body[] {
  const { stream, ending, files, findings = [], at } = event
  const attempt = before && findAttempt(before, event)
  const { startedAt = null, exitedAt = null } = attempt ?? {}
  const worked = startedAt === null ? 0 : between(startedAt, exitedAt ?? at)
  const batch = after.streams[stream]?.batches.find(({ id }) => id === event.batch)
  const isWaiting = ending.kind === 'failed' && !batch?.wanted
  return [
    ...batchBodies(event, after, 'ended', {
      ...{ ending: ending.kind, seconds: worked, files: files.length },
      ...(ending.reason ? { reason: ending.reason } : {}),
    }),
    ...(ending.kind === 'done' ? tasksOf(batch, stream, 'done') : []),
    ...(exitedAt === null
      ? []
      : [{ type: 'performance', what: 'collect', stream, seconds: between(exitedAt, at) } as const]),
    ...findings.map(
      ({ check, code, severity, file }) =>
        ({ type: 'finding', stream, check, code, severity, file }) as const,
    ),
    ...(BROKEN.has(ending.kind)
      ? [{ type: 'error', where: 'batch', kind: ending.kind, stream } as const]
      : []),
    ...(isWaiting ? [{ type: 'stream', stream, event: 'waits', reason: 'failed' } as const] : []),
  ]
}

const tasksOf = (batch: Batch | undefined, stream: string, event: 'done' | 'landed'): Body[] =>
  batch?.kind === 'tasks' ? batch.tasks.map((task) => ({ type: 'task', stream, task, event })) : []

/** A report that tells no more than those before it, as one that comes late, is none. */
function usage({ report }: EventOf<'usage-reported'>, after: Session): Body[] {
  const { stream, batch, run, agent } = report
  // A report without its model is about the one that was told before.
  const model = report.model ?? after.usage.findLast((each) => each.run === run && each.model)?.model ?? null
  const spent = spentBy(after, run, model)
  if (spent === null) return []
  const { tokens, usd } = spent
  return [
    {
      ...{ type: 'usage', stream, batch, run, agent: agentName(agent), model, usd },
      ...{ tokensIn: tokens.in, tokensOut: tokens.out, tokensCached: tokens.cacheRead + tokens.cacheWrite },
    },
  ]
}

function judged(
  { number, gates = [], commit, leftOut, members, verdict }: EventOf<'landing-judged'>,
  after: Session,
): Body[] {
  const conflicts = leftOut.filter(({ reason }) => reason === 'conflict')
  const rejected = commit === null
  return [
    ...gates.map(
      ({ status, seconds, streams, failing, again }): Body => ({
        ...{ type: 'gate', landing: number, status, seconds, again },
        ...{ streams: streams.length, failing: failing.length },
      }),
    ),
    ...conflicts.map(
      ({ stream, files }): Body => ({ type: 'conflict', stream, event: 'met', files: files.length }),
    ),
    ...members.flatMap(({ stream, resolved = [] }) =>
      resolved.map(({ rung }): Body => ({ type: 'conflict', stream, event: 'settled', files: 1, rung })),
    ),
    ...leftOut.flatMap(({ stream, findings = [] }) =>
      findings.map(
        ({ check, code, severity, file }): Body => ({ type: 'finding', stream, check, code, severity, file }),
      ),
    ),
    ...(rejected && verdict.status === 'did-not-run'
      ? [{ type: 'error', where: 'landing', kind: 'did-not-run', stream: null } as const]
      : []),
    ...(rejected ? landingBodies(after, number, 'rejected') : []),
  ]
}

function landed(after: Session, number: number): Body[] {
  const landing = after.landings.find((each) => each.number === number)
  const tasks = landing?.members.flatMap(({ stream, batches }) =>
    batches.flatMap((id) =>
      tasksOf(
        after.streams[stream]?.batches.find((batch) => batch.id === id),
        stream,
        'landed',
      ),
    ),
  )
  return [...landingBodies(after, number, 'published'), ...(tasks ?? [])]
}

function landingBodies(session: Session, number: number, state: 'published' | 'rejected' | 'failed'): Body[] {
  const landing = session.landings.find((each) => each.number === number)
  return landing ? [landingBody(landing, state)] : []
}

function landingBody(landing: Landing, state: 'published' | 'rejected' | 'failed'): Body {
  const { number, kind, requestedAt, endedAt, members, leftOut, gates, verdict } = landing
  const known = {
    ...{ number, state, seconds: between(requestedAt, endedAt ?? requestedAt), streams: members.length },
    ...{ leftOut: leftOut.length, gates: gates.length, flaky: verdict?.flaky.length ?? 0 },
  }
  return kind === 'merge' ? { type: 'merge', ...known } : { type: 'checkpoint', kind, ...known }
}
