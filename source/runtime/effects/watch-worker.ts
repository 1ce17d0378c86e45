import { setTimeout as delay } from 'node:timers/promises'
import { runningAttempts } from '../../engine/running-attempts.ts'
import type { PermissionAnswer, Silence, WorkerRef } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { mendClones } from '../mend-clones.ts'
import { logSize } from '../transcript/log.ts'
import { connectWorker } from '../worker/connect-worker.ts'
import { runPaths } from '../worker/run-paths.ts'
import type { WorkerMessage } from '../worker/worker-messages.ts'
import { finishAttempt } from './finish-attempt.ts'
import { inSession } from './in-session.ts'
import { keepWhileRunning } from './keep-while-running.ts'
import { reportUsage } from './report-usage.ts'
import { endAs, type RunAddress, runFolder } from './run-address.ts'
import { takeReport } from './take-report.ts'

/**
 * Listens to a worker until it has ended or is gone; the worker pushes, nobody polls. A worker that cannot be reached
 * has ended meanwhile, or is lost: its folder tells which.
 */
export async function watchWorker(runtime: Runtime, address: RunAddress, ref: WorkerRef): Promise<void> {
  const { stream, run } = address
  const keepNoMore = keepWhileRunning(runtime, address)
  const finish = () => {
    keepNoMore()
    runtime.workers.delete(run)
    // A worker that was lost could not tell of its last words.
    const { log } = runPaths(runFolder(runtime.places, run))
    runtime.onOutput(stream, run, { offset: logSize(log) ?? 0, lines: null })
    runtime.dispatch({ type: 'attempt-exited', at: runtime.now(), ...address })
    runtime.inBackground(othersStarted(runtime).then(() => take(runtime, address)))
  }
  const onMessage = (message: WorkerMessage) => {
    if (message.type === 'hello' || message.type === 'output') {
      runtime.onOutput(stream, run, { offset: message.offset, lines: message.lines })
    }
    if (message.type === 'status') takeReport(runtime, address, message.status)
    if (message.type === 'reached' || (message.type === 'hello' && message.reached)) gotThrough(runtime, run)
    const agentSession =
      message.type === 'hello' ? message.session : message.type === 'session' ? message.id : null
    if (agentSession !== null) inSession(runtime, address, agentSession)
    if (message.type === 'silent') silent(runtime, address, message.silence)
    if (message.type === 'usage') runtime.inBackground(reportUsage(runtime, address, message))
    if (message.type === 'model') {
      const { model, refused } = message
      runtime.dispatch({ type: 'model-settled', at: runtime.now(), ...address, model, refused })
    }
    const answer = heard(runtime, address, message)
    // Not known yet at the first messages: its greeting comes before we have it.
    if (answer) connected.then((found) => found.ok && found.value.send({ type: 'answer', ...answer }))
    if (message.type === 'ended') finish()
  }
  const connected = connectWorker({ ref, run, onMessage, onGone: finish })
  const worker = await connected
  if (!worker.ok) return finish()
  runtime.workers.set(run, worker.value)
  // It was to end while nobody could tell it: a host died, or it was not up yet.
  const attempt = runningAttempts(runtime.session()).find((each) => each.run === run)?.attempt
  if (attempt?.cancelled) worker.value.send({ type: 'cancel' })
}

/** Nobody waits for a bug here: it ends the try, with its work where it is, and not the host. */
async function take(runtime: Runtime, address: RunAddress): Promise<void> {
  try {
    await mendClones(runtime)
    await finishAttempt(runtime, address)
  } catch (error) {
    const detail = `br-tui could not take its work: ${(error as Error).message}`
    endAs(runtime, address, { kind: 'lost', exit: null, signal: null, detail })
  }
}

function silent({ dispatch, now, session }: Runtime, address: RunAddress, silence: Silence | null): void {
  const attempt = runningAttempts(session()).find(({ run }) => run === address.run)?.attempt
  const isNews = (attempt?.silent ?? null) !== silence && attempt?.silent?.since !== silence?.since
  if (isNews) dispatch({ type: 'attempt-silent', at: now(), ...address, silence })
}

/** It was the one that tried for all streams of its agent. */
function gotThrough({ dispatch, now, session }: Runtime, run: string): void {
  const found = Object.entries(session().halts).find(([, { probe }]) => probe === run)
  if (found) dispatch({ type: 'halt-lifted', at: now(), agent: found[0] })
}

/**
 * What the worker says of its agent's questions. An answer that the session knows and the worker does not was given
 * while a host died: it is said again.
 */
function heard(runtime: Runtime, address: RunAddress, message: WorkerMessage): PermissionAnswer | null {
  const { dispatch, now, session } = runtime
  const attempt = runningAttempts(session()).find(({ run }) => run === address.run)?.attempt
  const known = attempt?.asks?.id ?? null
  const at = now()
  if (message.type === 'asked') {
    const { type: _, ...ask } = message
    if (attempt?.answered?.id === ask.id) return attempt.answered
    if (known !== ask.id) dispatch({ type: 'permission-asked', at, ...address, ask })
  }
  const isOver =
    message.type === 'hello' ? known !== message.asks : message.type === 'settled' && known === message.id
  if (known !== null && isOver) dispatch({ type: 'permission-withdrawn', at, ...address, id: known })
  return null
}

/** How long collecting waits for others to start, ms: one that first installs its dependencies takes minutes. */
const COLLECT_LATEST = 300

/** What starts now is waited for by its worker; what is collected, mostly by nobody. So starts go first. */
async function othersStarted({ session, until }: Runtime): Promise<void> {
  const isQuiet = (now = session()) => runningAttempts(now).every(({ attempt }) => attempt.startedAt !== null)
  if (!isQuiet()) await Promise.race([until(isQuiet), delay(COLLECT_LATEST)])
}
