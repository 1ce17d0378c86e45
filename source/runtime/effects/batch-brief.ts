import { concernedTasks, isSettled, lastAttempt } from '../../engine/batch-state.ts'
import type { Routed } from '../../model/routing.ts'
import type { Batch } from '../../model/session.ts'
import { findStream } from '../../plan/stream-graph.ts'
import type { Runtime } from '../context.ts'
import { logLines } from '../git/read.ts'
import { tail } from '../run-command.ts'
import type { BatchBrief } from '../worker/batch-files.ts'
import { maskValues } from '../worker/mask-values.ts'
import { runPaths } from '../worker/run-paths.ts'
import { type RunAddress, runFolder } from './run-address.ts'
import { workPlace } from './stream-place.ts'

const LAST_OUTPUT_BYTES = 4000

/** Everything a worker is told about its batch, from the session's facts and the last try's output. */
export async function batchBrief(
  runtime: Runtime,
  { stream, batch: id }: RunAddress,
  { batch, conflicts, routed }: { batch: Batch; conflicts: string[]; routed: Routed | null },
): Promise<BatchBrief> {
  const session = runtime.session()
  const facts = session.streams[stream]
  const planned = findStream(session.plan, stream)
  const tasks = planned?.tasks ?? []
  const concerned = facts ? concernedTasks(facts, batch) : []
  const done = new Set(facts?.batches.filter(isSettled).flatMap((each) => each.tasks))
  // Subjects of commits are words of agents that nothing has looked at before.
  return maskValues(
    {
      session: session.id,
      stream,
      streamTitle: planned?.title ?? stream,
      batch: id,
      kind: batch.kind,
      tasks: tasks
        .filter(({ id: task }) => concerned.includes(task))
        .map((task) => ({
          id: task.id,
          description: task.title,
          files: task.files.length > 0 ? task.files : (planned?.files ?? []),
        })),
      completed: tasks.filter((task) => task.state === 'done' || done.has(task.id)).map(({ title }) => title),
      commits: await commitsOf(runtime, stream),
      decisions: session.decisions,
      contracts: session.settings.contracts,
      conflicts,
      messages: facts?.messages ?? [],
      news: batch.news,
      handed: batch.handed,
      attempt: batch.attempts.length,
      model: routed?.model ?? null,
      failure: await lastFailure(runtime, batch),
    },
    runtime.mask,
  )
}

const MOST_COMMITS = 30

/** What agents that were here before have committed, so that a fresh one does not do it again. */
async function commitsOf(runtime: Runtime, stream: string): Promise<string[]> {
  const base = runtime.session().streams[stream]?.workspace.base
  if (!base) return []
  const lines = await logLines(workPlace(runtime, stream).path, base, 'HEAD')
  if (!lines.ok) return []
  return lines.value.slice(0, MOST_COMMITS).map(({ commit, subject }) => `${commit.slice(0, 7)} ${subject}`)
}

/** Why it is tried again, with the end of what the last try printed. */
async function lastFailure({ places }: Runtime, batch: Batch): Promise<string | null> {
  const last = batch.attempts.filter(({ ending }) => ending !== null).at(-1) ?? null
  const output =
    // What checks found says it all; what was printed before it would only push that out.
    last && last !== lastAttempt(batch) && last.ending?.reason !== 'findings'
      ? await tail(runPaths(runFolder(places, last.run)).log, LAST_OUTPUT_BYTES)
      : ''
  return [batch.failure, output].filter(Boolean).join('\n') || null
}
