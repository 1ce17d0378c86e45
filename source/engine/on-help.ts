import type { EventOf } from '../model/event.ts'
import type { Batch, Session } from '../model/session.ts'
import { splitStream } from '../plan/split-stream.ts'
import { batchState } from './batch-state.ts'
import { newStream } from './new-session.ts'
import { tasksOf } from './on-batch.ts'
import { say } from './patch.ts'
import type { Updated } from './update.ts'

/**
 * A batch of a stream becomes the batch of one that helps it. That is a stream like any other from then on: it has a
 * workspace and a branch of its own, is retried, cancelled, checked and landed, and conflicts, like any other.
 */
export function onHelped(
  before: Session,
  { at, stream, batch: id, helper, by }: EventOf<'stream-helped'>,
): Updated {
  const helped = before.streams[stream]
  const batch = helped?.batches.find((each) => each.id === id)
  if (!helped || !batch || batchState(batch) !== 'open') return { session: before, effects: [] }
  const own = before.streams[helper] ?? { ...newStream(helper, []), helps: stream, model: helped.model }
  const moved: Batch = { ...batch, id: freeId(batch.id, own.batches), wanted: true }
  const { agents } = before.settings
  const plan = splitStream(before.plan, { from: stream, into: helper, tasks: new Set(batch.tasks) })
  const streams = Object.entries(before.streams)
    .filter(([key]) => key !== helper)
    .flatMap(([key, facts]) =>
      key === stream
        ? [
            [key, { ...facts, batches: facts.batches.filter((each) => each !== batch) }],
            [helper, { ...own, batches: [...own.batches, moved] }],
          ]
        : [[key, facts]],
    )
  const session: Session = {
    ...before,
    plan,
    streams: Object.fromEntries(streams),
    settings: {
      ...before.settings,
      agents: agents[stream] === undefined ? agents : { ...agents, [helper]: agents[stream] },
    },
  }
  const who = by === 'auto' ? 'A free worker helps' : `A free worker helps, as ${by} asked,`
  const text = `${who} ${stream} with ${batch.id} (${tasksOf(before, stream, batch.id)}): nobody else holds its files. It works as ${helper}, in a workspace of its own, and lands with the next checkpoint.`
  return { session: say(session, at, 'orchestrator', text), effects: [] }
}

function freeId(wanted: string, batches: Batch[]): string {
  if (!batches.some(({ id }) => id === wanted)) return wanted
  const highest = Math.max(...batches.map(({ id }) => Number(/\d+$/.exec(id)?.[0] ?? 0)))
  return `batch_${highest + 1}`
}
