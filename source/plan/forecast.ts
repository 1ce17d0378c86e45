import type { Plan, Schedule, Stream } from '../model/plan.ts'
import { excludes, fileLocks } from './file-locks.ts'
import { type GroupWork, type SolvedGroup, solveGroup } from './solve-group.ts'
import { filesOf, followersIn, streamGroups, weightOf } from './stream-graph.ts'

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
  /** No order ends sooner. */
  lowerBound: number
  /** Streams that wait for a person, and all that cannot start before them. */
  stuck: string[]
}

/**
 * How the rest of a build would go from what is known now: `forecastFrom(plan, { standings }, workers)`. Nothing that
 * runs is interrupted; dependencies, barriers, the number of workers and one stream a file are kept; what waits for a
 * person, and what needs that, is left out and named. The same facts always give the same forecast.
 *
 * The streams that start at 0 and do not run yet are those to start next, the first one first.
 */
export function forecastFrom(plan: Plan, facts: ForecastFacts, workers: number): Forecast {
  const standings = new Map(
    streamGroups(plan)
      .flat()
      .map((stream) => [stream.id, facts.standings?.get(stream.id) ?? untouched(stream)]),
  )
  const standing = ({ id }: Stream) => standings.get(id) as Standing
  const stuck = stuckStreams(plan, standings)
  const forecast: Forecast = { streams: [], length: 0, lowerBound: 0, stuck: [...stuck] }
  let occupied = facts.occupied ?? []
  for (const group of openGroups(plan, standing, stuck)) {
    const work = groupWork(group, standing, occupied, forecast.length)
    const solved = solveGroup(work, Math.max(1, Math.floor(workers) || 1))
    forecast.streams.push(...withWorkers(group, work, solved, forecast.length))
    forecast.length += solved.length
    forecast.lowerBound += solved.bound
    occupied = []
  }
  return forecast
}

const untouched = (stream: Stream): Standing => ({
  remaining: weightOf(stream),
  landed: false,
  running: false,
  begun: false,
  availableAt: 0,
})

/** Whatever waits for a person, needs what does, or stands behind its barrier. */
function stuckStreams(plan: Plan, standings: ReadonlyMap<string, Standing>): Set<string> {
  const stuck = new Set<string>()
  let isClosed = false
  for (const group of streamGroups(plan)) {
    const open = group.filter(({ id }) => !standings.get(id)?.landed && !standings.get(id)?.running)
    const waiting = open.filter(({ id }) => isClosed || standings.get(id)?.availableAt === null)
    const after = followersIn(group)
    const behind = new Set(waiting.flatMap(({ id }) => [id, ...after(id)]))
    for (const { id } of open) if (behind.has(id)) stuck.add(id)
    isClosed ||= waiting.length > 0
  }
  return stuck
}

/** What is left, by barrier. What runs already, though a barrier is before it, is counted with what is done now. */
function openGroups(plan: Plan, standing: (stream: Stream) => Standing, stuck: Set<string>): Stream[][] {
  const groups = streamGroups(plan)
    .map((group) => group.filter((stream) => !standing(stream).landed && !stuck.has(stream.id)))
    .filter((group) => group.length > 0)
  const [now, ...later] = groups
  if (!now) return []
  const early = later.flat().filter((stream) => standing(stream).running)
  const rest = later.map((group) => group.filter((stream) => !early.includes(stream)))
  return [[...now, ...early], ...rest.filter((group) => group.length > 0)]
}

/** Streams come first among the activities, then what else is going on. */
function groupWork(
  group: Stream[],
  standing: (stream: Stream) => Standing,
  occupied: readonly Occupation[],
  begin: number,
): GroupWork {
  const places = new Map(group.map(({ id }, index) => [id, index]))
  const placesOf = (ids: readonly string[]) => ids.flatMap((id) => places.get(id) ?? [])
  const locks = fileLocks([...group.map(filesOf), ...occupied.map(({ files }) => files)])
  const holders = group.filter((stream) => standing(stream).begun && !standing(stream).running)
  const after = followersIn(group)
  const holdersBefore = (stream: Stream) => {
    if (standing(stream).begun || standing(stream).running) return []
    const own = places.get(stream.id) as number
    return holders
      .filter(({ id }) => locks.some((lock) => excludes(lock, own, places.get(id) as number)))
      .filter(({ id }) => !after(stream.id).has(id))
      .map(({ id }) => id)
  }
  const activities = group.map((stream) => ({
    duration: standing(stream).remaining,
    release: Math.max(0, (standing(stream).availableAt ?? 0) - begin),
    isPinned: standing(stream).running,
    needs: placesOf([...stream.dependsOn, ...holdersBefore(stream)]),
    prefers: placesOf(stream.softDependsOn),
  }))
  const others = occupied.map(({ until }) => ({ duration: until, isPinned: true, needs: [] }))
  return { activities: [...activities, ...others], locks }
}

/** Each takes the first worker that is free when it starts; of those that start together, who has the longest way to go. */
function withWorkers(
  group: Stream[],
  { activities }: GroupWork,
  { starts, ways }: SolvedGroup,
  begin: number,
): Schedule['streams'] {
  const freeAt: number[] = []
  const order = [...activities.keys()].sort(
    (a, b) =>
      (starts[a] as number) - (starts[b] as number) ||
      Number(activities[b]?.isPinned ?? false) - Number(activities[a]?.isPinned ?? false) ||
      (ways[b] as number) - (ways[a] as number) ||
      a - b,
  )
  return order.flatMap((index) => {
    const start = starts[index] as number
    const end = start + (activities[index]?.duration ?? 0)
    const free = freeAt.findIndex((at) => at <= start + 1e-9)
    const worker = free < 0 ? freeAt.length : free
    freeAt[worker] = end
    const stream = group[index]
    return stream ? [{ id: stream.id, start: begin + start, end: begin + end, worker: worker + 1 }] : []
  })
}
