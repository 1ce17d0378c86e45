import type { Plan, Stream } from '../model/plan.ts'
import { withStreams } from './adapt-plan.ts'
import { filesOf, findStream } from './stream-graph.ts'

export interface Split {
  /** The stream that is helped, and the one that helps it. */
  from: string
  into: string
  tasks: ReadonlySet<string>
}

/**
 * Gives tasks of a stream to one of their own, right behind it, with their files and their share of the time. Who waits
 * for the one waits for both.
 */
export function splitStream(plan: Plan, { from, into, tasks }: Split): Plan {
  const whole = findStream(plan, from)
  if (!whole) return plan
  const moved = whole.tasks.filter(({ id }) => tasks.has(id))
  const rest = whole.tasks.filter(({ id }) => !tasks.has(id))
  const own = findStream(plan, into) ?? helperOf(whole, into)
  const files = new Set(moved.flatMap((task) => task.files))
  const share =
    whole.duration === null ? null : (whole.duration * moved.length) / Math.max(1, whole.tasks.length)
  const helper: Stream = {
    ...own,
    files: [...new Set([...own.files, ...files])],
    duration: share === null ? null : (own.duration ?? 0) + share,
    tasks: [...own.tasks, ...moved],
  }
  const helped: Stream = {
    ...whole,
    files: whole.files.filter((file) => !files.has(file)),
    duration: share === null ? null : (whole.duration as number) - share,
    tasks: rest,
  }
  const phases = plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams
      .filter(({ id }) => id !== into)
      .flatMap((stream) => (stream.id === from ? [helped, helper] : [stream])),
  }))
  return withStreams({ ...plan, phases }, (stream) =>
    stream.id !== into && stream.dependsOn.includes(from) && !stream.dependsOn.includes(into)
      ? { ...stream, dependsOn: [...stream.dependsOn, into] }
      : stream,
  )
}

const helperOf = ({ title, line, dependsOn, duration }: Stream, id: string): Stream => ({
  id,
  title: `Help for ${title}`,
  duration: duration === null ? null : 0,
  line,
  files: [],
  dependsOn,
  softDependsOn: [],
  why: 'nobody else has the files of its tasks',
  tasks: [],
})

/** The other way: the plan as it would be if nobody helped. `helped` by id of the stream that helps. */
export function joinStreams(plan: Plan, helped: ReadonlyMap<string, string>): Plan {
  const helpersOf = (id: string) =>
    [...helped].flatMap(([into, from]) => (from === id ? (findStream(plan, into) ?? []) : []))
  const phases = plan.phases.map((phase) => ({
    ...phase,
    streams: phase.streams.filter(({ id }) => !helped.has(id)),
  }))
  return withStreams({ ...plan, phases }, (stream) => {
    const parts = [stream, ...helpersOf(stream.id)]
    const length = parts.reduce((sum, { duration }) => sum + (duration ?? 0), 0)
    return {
      ...stream,
      dependsOn: stream.dependsOn.filter((id) => !helped.has(id)),
      // Shares do not add up exactly in binary.
      duration: stream.duration === null ? null : Math.round(length * 1e6) / 1e6,
      files: [...new Set([...stream.files, ...parts.slice(1).flatMap((part) => [...filesOf(part)])])],
      tasks: parts.flatMap(({ tasks }) => tasks),
    }
  })
}
