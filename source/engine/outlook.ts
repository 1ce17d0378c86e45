import type { Plan, Stream } from '../model/plan.ts'
import type { Session, StreamFacts } from '../model/session.ts'
import { type Forecast, forecastFrom, type Standing } from '../plan/forecast.ts'
import { allStreams, weightOf } from '../plan/stream-graph.ts'
import { currentBatch, hasLanded, hasStarted, isRunning, isSettled } from './batch-state.ts'
import { behind, idle, MOST_CAUSES } from './late-causes.ts'
import { openLength, type Pace, paceOf, plannedLength, workedOn } from './pace.ts'
import { streamStatus } from './stream-status.ts'
import { streamOfWork, waitOf, waitsForAPerson } from './waits.ts'

/** How the build will end by what is known now. Lengths are in the plan's unit. */
export interface Outlook {
  /** What the plan's own durations come to. */
  planned: number
  end: number
  /** How much later than planned; below 0: sooner. 0 as well when it is too little to speak of. */
  late: number
  /** Why, with the evidence. */
  causes: string[]
  /** Streams that wait for a person, and all behind them: the end is as if they went on now. */
  stuck: string[]
  /** When each stream begins and ends that is not over; by id. */
  times: ReadonlyMap<string, { start: number; end: number }>
}

/** Less than a tenth is no news: batches are never of equal length. */
const NEWS = 0.1

/** A forecast may take some ms, and a screen asks several times a second. */
const known = new WeakMap<Session, { tick: number; outlook: Outlook }>()
const TICK_MS = 10_000

export function outlook(session: Session, at: number): Outlook {
  const tick = Math.floor(at / TICK_MS)
  const before = known.get(session)
  if (before?.tick === tick) return before.outlook
  const now = lookAhead(session, at)
  known.set(session, { tick, outlook: now })
  return now
}

/** When a stream begins and ends: as it was planned, or what is left of it where that is known to come otherwise. */
export function streamTimes(
  { streams }: Session,
  id: string,
  planned: { start: number; end: number } = { start: 0, end: 0 },
  { late, times }: Outlook,
): { start: number; end: number } {
  const ahead = late === 0 ? undefined : times.get(id)
  const facts = streams[id]
  if (!ahead || !facts) return planned
  return { start: hasStarted(facts) ? Math.min(planned.start, ahead.start) : ahead.start, end: ahead.end }
}

function lookAhead(session: Session, at: number): Outlook {
  const { plan, settings } = session
  const pace = paceOf(session)
  const streams = allStreams(plan)
  const asPlanned = forecastFrom(plan, {}, settings.workers)
  const planned = asPlanned.length
  const spent = forecastFrom(
    plan,
    { standings: byId(streams, (stream) => doneStanding(session, stream, pace)) },
    settings.workers,
  ).length
  const waiting = withWaits(session)
  const restWith = (ratioOf: (id: string) => number, isHeld = false): Forecast => {
    const standings = byId(streams, (stream) =>
      openStanding(session, stream, { ...pace, ratio: ratioOf(stream.id), at, isHeld }),
    )
    return forecastFrom(waiting, { standings }, settings.workers)
  }
  const ratio = (id: string) => pace.ratios.get(id)?.ratio ?? 1
  const rest = restWith(ratio)
  const end = spent + rest.length
  const isKnown = pace.unit !== null && session.ended?.how !== 'finished'
  const late = isKnown && Math.abs(end - planned) >= NEWS * planned ? end - planned : 0
  // Whatever takes the most off when it had gone as planned is what it is about.
  const gains = [...pace.ratios].map(([id, { batches }]) => {
    const without = spent + restWith((each) => (each === id ? 1 : ratio(each))).length
    return { id, batches, gain: Math.abs(end - without) + Math.abs(overrun(session, id, pace)) }
  })
  const isCause = ({ id }: { id: string }) => (late > 0 ? ratio(id) >= 1.1 : ratio(id) <= 0.9)
  const causes = gains
    .filter(isCause)
    .sort((a, b) => b.gain - a.gain)
    .slice(0, MOST_CAUSES)
    .map(
      ({ id, batches }) =>
        `${id} runs ${ratio(id).toFixed(1)}x its plan (${batches} ${batches === 1 ? 'batch' : 'batches'})`,
    )
  const times = new Map(
    rest.streams.map(({ id, start, end: ends }) => [id, { start: spent + start, end: spent + ends }]),
  )
  return {
    ...{ planned, end, late, times, stuck: restWith(ratio, true).stuck },
    causes:
      late === 0
        ? []
        : causes.length > 0 || late < 0
          ? causes
          : (idle(session) ?? behind(session, asPlanned, times)),
  }
}

const byId = (streams: Stream[], standing: (stream: Stream) => Standing): Map<string, Standing> =>
  new Map(streams.map((stream) => [stream.id, standing(stream)]))

/** In the plan's unit: what the stream has taken more than planned for what it has done. */
function overrun(session: Session, id: string, { unit, ratios }: Pace): number {
  const stream = allStreams(session.plan).find((each) => each.id === id)
  return stream && unit ? doneLength(session, stream) * ((ratios.get(id)?.ratio ?? 1) - 1) : 0
}

/** The plan's time for what is done: by its batches, and what was done before the session. */
function doneLength({ streams }: Session, stream: Stream): number {
  const facts = streams[stream.id] as StreamFacts
  return Math.max(0, weightOf(stream) - openLength(stream, facts))
}

/** What is done as work of its own: how long that takes is how far the build is. */
const doneStanding = (session: Session, stream: Stream, pace: Pace): Standing => ({
  remaining: doneLength(session, stream) * (pace.ratios.get(stream.id)?.ratio ?? 1),
  ...{ landed: false, running: false, begun: false, availableAt: 0 },
})

interface Seen extends Pace {
  ratio: number
  at: number
  /** What waits for a person does not go on. */
  isHeld: boolean
}

function openStanding(session: Session, stream: Stream, { unit, ratio, at, isHeld }: Seen): Standing {
  const facts = session.streams[stream.id] as StreamFacts
  const open = facts.batches.filter((batch) => !isSettled(batch))
  const running = isRunning(facts) ? currentBatch(facts) : undefined
  const tasks = facts.batches.filter(({ kind }) => kind === 'tasks').length
  const remaining = open.reduce((sum, batch) => {
    // Nobody has planned what mends: it is taken for a batch like the others.
    const length =
      batch.kind === 'tasks' ? plannedLength(stream, batch) : weightOf(stream) / Math.max(1, tasks)
    const worked = batch === running && unit ? workedOn(batch, at) / unit : 0
    return sum + Math.max(0, length * ratio - worked)
  }, 0)
  return {
    remaining,
    landed: hasLanded(facts),
    running: running !== undefined,
    begun: hasStarted(facts),
    availableAt: isHeld && needsAPerson(session, stream.id) ? null : 0,
  }
}

function needsAPerson(session: Session, id: string): boolean {
  const { name } = streamStatus(session, id)
  if (session.streams[id]?.absent === 'asked') return true
  return name === 'failed' || name === 'paused' || (name === 'blocked' && waitsForAPerson(session, id))
}

/** What a stream said it waits for holds it up like what the plan says. */
function withWaits({ plan, ...rest }: Session): Plan {
  const session = { plan, ...rest }
  const phases = plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams.map((stream) => {
      const facts = session.streams[stream.id]
      const needs = facts?.block?.needs ?? (facts && !isRunning(facts) ? waitOf(facts)?.needs : null) ?? null
      const on = needs === null ? null : streamOfWork(session, needs)
      return on === null || on === stream.id || stream.dependsOn.includes(on)
        ? stream
        : { ...stream, dependsOn: [...stream.dependsOn, on] }
    }),
  }))
  return { ...plan, phases }
}
