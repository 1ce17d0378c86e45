import type { Plan, Stream } from '../model/plan.ts'
import type { Placed } from './match-plans.ts'
import { allStreams, filesOf } from './stream-graph.ts'

/** What a person is told of a plan that was read again, a line each; both with the same ids. */
export function planChanges(before: Plan, after: Plan): string[] {
  const [old, now] = [allStreams(before), allStreams(after)]
  const known = new Map(old.map((stream) => [stream.id, stream]))
  const left = new Set(now.map(({ id }) => id))
  return [
    ...now.flatMap((stream) => {
      const was = known.get(stream.id)
      return was
        ? streamChanges(before, after, was, stream)
        : [`+ stream ${stream.id}: ${sizeOf(after, stream)}`]
    }),
    ...old.filter(({ id }) => !left.has(id)).map(({ id }) => `- stream ${id}`),
    ...taskChanges(before, after),
  ]
}

function streamChanges(before: Plan, after: Plan, was: Stream, now: Stream): string[] {
  const unit = after.unit === 'days' ? 'days' : 'steps'
  const needs = now.dependsOn.join(', ') || 'no stream'
  const [from, to] = [phaseOf(before, was), phaseOf(after, now)]
  return [
    was.title === now.title ? '' : `~ ${now.id} is called '${now.title}' now`,
    was.duration === now.duration
      ? ''
      : `~ ${now.id}: ${now.duration ?? 'no'} ${unit} instead of ${was.duration ?? 'none'}`,
    same(was.dependsOn, now.dependsOn) ? '' : `~ ${now.id} waits for ${needs}`,
    same(filesOf(was), filesOf(now)) ? '' : `~ ${now.id} declares other files`,
    from === to ? '' : `~ ${now.id} is in ${to} instead of ${from}`,
  ].filter(Boolean)
}

const phaseOf = ({ phases }: Plan, { id }: Stream): string =>
  phases.find(({ streams }) => streams.some((stream) => stream.id === id))?.title ?? ''

const same = (a: Iterable<string>, b: Iterable<string>): boolean =>
  [...a].toSorted().join('\0') === [...b].toSorted().join('\0')

const sizeOf = ({ unit }: Plan, { tasks, duration }: Stream): string => {
  const count = `${tasks.length} ${tasks.length === 1 ? 'task' : 'tasks'}`
  return unit === 'days' && duration !== null ? `${count}, ${duration} days` : count
}

/** Of streams that are there before and after: those of a new or a removed one go with it. */
function taskChanges(before: Plan, after: Plan): string[] {
  const [old, now] = [placedTasks(before), placedTasks(after)]
  const [streams, kept] = [allStreams(before), allStreams(after)].map(
    (all) => new Set(all.map(({ id }) => id)),
  )
  const current = [...now.values()].flatMap(({ stream, task }): string[] => {
    const was = old.get(task.id)
    if (!was) return streams?.has(stream) ? [`+ ${stream}: ${task.title}`] : []
    return [
      was.stream === stream ? '' : `> ${task.title}: from ${was.stream} to ${stream}`,
      was.task.title === task.title ? '' : `~ ${stream}: '${was.task.title}' is '${task.title}' now`,
      isTicked(was) === isTicked({ stream, task })
        ? ''
        : `~ ${stream}: ${task.title} is ${isTicked({ stream, task }) ? 'ticked' : 'open again'}`,
    ].filter(Boolean)
  })
  const removed = [...old.values()]
    .filter(({ stream, task }) => !now.has(task.id) && kept?.has(stream))
    .map(({ stream, task }) => `- ${stream}: ${task.title}`)
  return [...current, ...removed]
}

const isTicked = ({ task }: Placed): boolean => task.state === 'done' || task.state === 'skipped'

export const placedTasks = (plan: Plan): Map<string, Placed> =>
  new Map(
    allStreams(plan).flatMap(({ id, tasks }) =>
      tasks.map((task) => [task.id, { stream: id, task }] as const),
    ),
  )
