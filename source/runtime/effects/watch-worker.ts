import { setTimeout as delay } from 'node:timers/promises'
import { runningAttempts } from '../../engine/running-attempts.ts'
import type { WorkerRef } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { logSize } from '../transcript/log.ts'
import { connectWorker } from '../worker/connect-worker.ts'
import { runPaths } from '../worker/run-paths.ts'
import type { WorkerMessage } from '../worker/worker-messages.ts'
import { finishAttempt } from './finish-attempt.ts'
import { type RunAddress, runFolder } from './run-address.ts'

/**
 * Listens to a worker until it has ended or is gone; the worker pushes, nobody polls. A worker that cannot be reached
 * has ended meanwhile, or is lost: its folder tells which.
 */
export async function watchWorker(runtime: Runtime, address: RunAddress, ref: WorkerRef): Promise<void> {
  const { stream, run } = address
  const finish = () => {
    runtime.workers.delete(run)
    // A worker that was lost could not tell of its last words.
    const { log } = runPaths(runFolder(runtime.places, run))
    runtime.onOutput(stream, run, { offset: logSize(log) ?? 0, lines: null })
    runtime.dispatch({ type: 'attempt-exited', at: runtime.now(), ...address })
    runtime.inBackground(othersStarted(runtime).then(() => finishAttempt(runtime, address)))
  }
  const onMessage = (message: WorkerMessage) => {
    if (message.type === 'hello' || message.type === 'output') {
      runtime.onOutput(stream, run, { offset: message.offset, lines: message.lines })
    }
    if (message.type === 'status') progressed(runtime, address, message)
    if (message.type === 'ended') finish()
  }
  const connected = await connectWorker({ ref, run, onMessage, onGone: finish })
  if (!connected.ok) return finish()
  runtime.workers.set(run, connected.value)
}

/** How long collecting waits for others to start, ms: one that first installs its dependencies takes minutes. */
const COLLECT_LATEST = 300

/** What starts now is waited for by its worker; what is collected, mostly by nobody. So starts go first. */
async function othersStarted({ session, until }: Runtime): Promise<void> {
  const isQuiet = (now = session()) => runningAttempts(now).every(({ attempt }) => attempt.startedAt !== null)
  if (!isQuiet()) await Promise.race([until(isQuiet), delay(COLLECT_LATEST)])
}

function progressed(
  { dispatch, now, session }: Runtime,
  { stream, batch, run }: RunAddress,
  { status: { completed, note } }: Extract<WorkerMessage, { type: 'status' }>,
): void {
  const known = session().streams[stream]?.batches.find(({ id }) => id === batch)?.tasks ?? []
  dispatch({
    type: 'attempt-progressed',
    at: now(),
    stream,
    batch,
    run,
    completed: completed.filter((id) => known.includes(id)),
    note,
  })
}
