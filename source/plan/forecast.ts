import type { Plan, Schedule, Stream } from '../model/plan.ts'
import { streamPriorities } from './critical-path.ts'
import { filesOf, streamGroups, weightOf } from './stream-graph.ts'

/** What is known of a stream when a forecast is made. Amounts in the plan's unit, times counted from now. */
export interface Standing {
  /** Work that is left. */
  remaining: number
  /** All it did is on the integration branch: nobody waits for it, and nothing of it is left. */
  landed: boolean
  /** A worker is at it now and stays until `remaining` is done. */
  running: boolean
  /** It has begun: others that name its files wait until it is done, though nobody may be at it now. */
  begun: boolean
  /** When it may go on at the earliest, 0 for now; null: not before a person does something. */
  availableAt: number | null
}

/** Work that belongs to no stream's turn, such as help from a free worker: it takes a worker and keeps its files. */
export interface Occupation {
  files: readonly string[]
  until: number
}

export interface ForecastFacts {
  /** By stream id; a stream that is not in it is untouched. */
  standings?: ReadonlyMap<string, Standing>
  occupied?: readonly Occupation[]
}

/** Times count from now, in the plan's unit. */
export interface Forecast {
  /** What is left of each stream that can be foreseen, by start. `worker` counts from 1. */
  streams: Schedule['streams']
  /** When the last of them ends. */
  length: number
  /** Streams that wait for a person, and all that cannot start before them. */
  stuck: string[]
}

/**
 * How the rest of a build would go from what is known now: `forecastFrom(plan, { standings }, workers)`. Nothing that
 * runs is interrupted; dependencies, barriers, the number of workers and one stream a file are kept; what waits for a
 * person, and what needs that, is left out and named. The same facts always give the same forecast.
 *
 * For now by list scheduling alone: whenever a worker is free, the stream with the longest way to the end that may
 * start does.
 */
export function forecastFrom(plan: Plan, facts: ForecastFacts, workers: number): Forecast {
  const hands = Math.max(1, Math.floor(workers) || 1)
  const standings = new Map(
    streamGroups(plan)
      .flat()
      .map((stream) => [stream.id, facts.standings?.get(stream.id) ?? untouched(stream)]),
  )
  const stuck = stuckStreams(plan, standings)
  const priorities = streamPriorities(plan)
  const streams: ScheduledStream[] = []
  let start = 0
  for (const group of streamGroups(plan)) {
    const left = group.filter(({ id }) => !standings.get(id)?.landed && !stuck.has(id))
    streams.push(...scheduleGroup(left, { ...facts, start, hands, priorities, standings }))
    start = latest(streams)
  }
  return { streams, length: latest(streams), stuck: [...stuck] }
}

const untouched = (stream: Stream): Standing => ({
  remaining: weightOf(stream),
  landed: false,
  running: false,
  begun: false,
  availableAt: 0,
})

type ScheduledStream = Schedule['streams'][number]

const latest = (streams: ScheduledStream[]): number =>
  streams.reduce((end, stream) => Math.max(end, stream.end), 0)

/** Whatever waits for a person, needs what does, or stands behind its barrier. */
function stuckStreams(plan: Plan, standings: ReadonlyMap<string, Standing>): Set<string> {
  const stuck = new Set<string>()
  let isClosed = false
  for (const group of streamGroups(plan)) {
    for (let before = -1; before !== stuck.size; ) {
      before = stuck.size
      for (const { id, dependsOn } of group) {
        const standing = standings.get(id)
        if (standing?.landed || standing?.running) continue
        if (isClosed || standing?.availableAt === null || dependsOn.some((need) => stuck.has(need)))
          stuck.add(id)
      }
    }
    isClosed ||= group.some(({ id }) => stuck.has(id))
  }
  return stuck
}

interface Circumstances extends ForecastFacts {
  start: number
  hands: number
  priorities: ReadonlyMap<string, number>
  standings: ReadonlyMap<string, Standing>
}

function scheduleGroup(
  group: Stream[],
  { start, hands, priorities, standings, occupied = [] }: Circumstances,
): ScheduledStream[] {
  const standing = (stream: Stream) => standings.get(stream.id) as Standing
  const rank = (stream: Stream) => (priorities.get(stream.id) ?? 0) + (standing(stream).begun ? 1e-6 : 0)
  const members = new Set(group.map(({ id }) => id))
  const finished = new Set<string>()
  const scheduled: ScheduledStream[] = []
  let waiting = group.toSorted((a, b) => rank(b) - rank(a))
  let running: { id: string; end: number; worker: number; files: Set<string> }[] = []
  let now = start
  const take = (id: string, end: number, files: Iterable<string>) => {
    let worker = 1
    while (running.some((other) => other.worker === worker)) worker += 1
    running.push({ id, end, worker, files: new Set(files) })
    return worker
  }
  const begin = (stream: Stream) => {
    const end = now + standing(stream).remaining
    scheduled.push({ id: stream.id, start: now, end, worker: take(stream.id, end, filesOf(stream)) })
    waiting = waiting.filter((other) => other !== stream)
  }
  const mayStart = (stream: Stream) =>
    (standing(stream).availableAt ?? 0) <= now &&
    stream.dependsOn.every((id) => finished.has(id) || !members.has(id)) &&
    ![...filesOf(stream)].some((file) => running.some(({ files }) => files.has(file)))

  for (const stream of waiting) if (standing(stream).running) begin(stream)
  for (const { files, until } of occupied) if (until > start) take('', until, files)
  while (waiting.length > 0) {
    for (const stream of waiting) if (running.length < hands && mayStart(stream)) begin(stream)
    const later = waiting.map((stream) => standing(stream).availableAt ?? 0)
    const next = [...running.map(({ end }) => end), ...later.filter((at) => at > now)]
    // Only a loop of dependencies leaves nothing to start; it is an error of its own, the drawing goes on.
    if (next.length === 0 && waiting[0]) begin(waiting[0])
    else now = Math.min(...next)
    for (const { id, end } of running) if (end <= now) finished.add(id)
    running = running.filter(({ end }) => end > now)
  }
  return scheduled
}
