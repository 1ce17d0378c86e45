import type { Plan, Schedule, Stream } from '../model/plan.ts'
import { longestChain, streamPriorities } from './critical-path.ts'
import { allStreams, filesOf, streamGroups, weightOf } from './stream-graph.ts'

/**
 * A forecast by list scheduling: whenever a worker is free, the stream with the longest way to the end that may
 * start does. Not always the best order there is (that is NP-hard), hence the lower bound beside it.
 */
export const schedulePlan = (plan: Plan, workers: number): Schedule => {
  const hands = Math.max(1, Math.floor(workers) || 1)
  const groups = streamGroups(plan)
  const priorities = streamPriorities(plan)
  const streams: ScheduledStream[] = []
  for (const group of groups) {
    const start = latest(streams)
    streams.push(...scheduleGroup(group, start, hands, priorities))
  }
  const sequential = total(allStreams(plan))
  const parallel = latest(streams)
  return {
    workers: hands,
    sequential: tidy(sequential),
    parallel: tidy(parallel),
    lowerBound: tidy(groups.reduce((sum, group) => sum + groupBound(group, hands), 0)),
    saved: tidy(sequential - parallel),
    savedPercent: sequential > 0 ? Math.round(((sequential - parallel) / sequential) * 100) : 0,
    criticalPath: groups.flatMap((group) => longestChain(group).map(({ id }) => id)),
    streams: streams.map((stream) => ({ ...stream, start: tidy(stream.start), end: tidy(stream.end) })),
  }
}

type ScheduledStream = Schedule['streams'][number]

interface Running extends ScheduledStream {
  files: Set<string>
}

const scheduleGroup = (
  group: Stream[],
  start: number,
  workers: number,
  priorities: Map<string, number>,
): ScheduledStream[] => {
  const rank = (stream: Stream) => priorities.get(stream.id) ?? 0
  const members = new Set(group.map(({ id }) => id))
  const finished = new Set<string>()
  const scheduled: ScheduledStream[] = []
  let waiting = group.toSorted((a, b) => rank(b) - rank(a))
  let running: Running[] = []
  let now = start

  const begin = (stream: Stream) => {
    const worker = firstFree(running)
    const entry = { id: stream.id, start: now, end: now + weightOf(stream), worker }
    scheduled.push(entry)
    running.push({ ...entry, files: filesOf(stream) })
    waiting = waiting.filter((other) => other !== stream)
  }
  const mayStart = (stream: Stream) =>
    stream.dependsOn.every((id) => finished.has(id) || !members.has(id)) &&
    ![...filesOf(stream)].some((file) => running.some(({ files }) => files.has(file)))

  while (waiting.length > 0) {
    for (const stream of waiting) if (running.length < workers && mayStart(stream)) begin(stream)
    // Only a loop of dependencies leaves nothing to start; it is an error of its own, the drawing goes on.
    if (running.length === 0 && waiting[0]) begin(waiting[0])
    now = Math.min(...running.map(({ end }) => end))
    for (const { id, end } of running) if (end <= now) finished.add(id)
    running = running.filter(({ end }) => end > now)
  }
  return scheduled
}

const firstFree = (running: Running[]): number => {
  const busy = new Set(running.map(({ worker }) => worker))
  let worker = 1
  while (busy.has(worker)) worker += 1
  return worker
}

const groupBound = (group: Stream[], workers: number): number =>
  Math.max(total(longestChain(group)), total(group) / workers)

const total = (streams: Stream[]): number => streams.reduce((sum, stream) => sum + weightOf(stream), 0)

const latest = (streams: ScheduledStream[]): number =>
  streams.reduce((end, stream) => Math.max(end, stream.end), 0)

/** Sums of tenths are not exact in binary: nobody wants to read 0.30000000000000004 days. */
const tidy = (days: number): number => Math.round(days * 1e4) / 1e4
