import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { lastAttempt } from '../../engine/batch-state.ts'
import { type Attempt, type Ending, endingSchema } from '../../model/session.ts'
import type { Runtime } from '../context.ts'
import { readExit } from '../worker/exit-file.ts'
import { runPaths } from '../worker/run-paths.ts'
import { readStatusFile } from '../worker/status-file.ts'
import { isAlive, killMarked, signalProcess } from '../worker/sweep.ts'
import type { StatusReport, WorkerExit } from '../worker/worker-messages.ts'
import { acceptWork } from './accept-work.ts'
import { inSession } from './in-session.ts'
import { keepUncommitted } from './keep-uncommitted.ts'
import { reportExit } from './report-usage.ts'
import { endAs, type RunAddress, runFolder } from './run-address.ts'
import { workspaceTurn } from './stream-place.ts'
import { takeWords } from './take-report.ts'

/** Takes the work of a worker that has ended, and reports what came of it. Asked twice, the second time does nothing. */
export const finishAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = openAttempt(runtime, address)
    if (!attempt) return
    await rm(runtime.places.temporary(address.run), { force: true })
    const dir = runFolder(runtime.places, address.run)
    let read = await readExit(dir)
    if (read === null) {
      await endRun(attempt, address.run)
      // What it still got to write while it was ended counts.
      read = await readExit(dir)
      await removeHalfWritten(dir)
    }
    await rm(runtime.places.workerSocket(address.run), { force: true })
    const exit = read === 'damaged' ? null : read
    if (exit?.session) inSession(runtime, address, exit.session)
    takeWords(runtime, address, exit?.status ?? lastWords(runtime, dir))
    if (exit) await reportExit(runtime, address, exit)
    if (endedWell(exit)) return acceptWork(runtime, address, attempt, exit)
    const kept = await keepUncommitted(runtime, address)
    endAs(runtime, address, atCeiling(attempt) ?? (exit ? endingOf(exit) : lost(read)), {
      notes: kept,
      needs: null,
    })
  })

/** How long what a lost worker left running may take to end, ms. */
const GRACE = 1000

/**
 * A worker that was killed leaves its agent at work, and one that is stopped may go on at any time: a workspace has one
 * writer, so nobody of this run may be left when the next try begins.
 */
async function endRun({ worker }: Attempt, run: string): Promise<void> {
  if (worker && isAlive(worker)) signalProcess(worker.pid, 'SIGKILL')
  await killMarked(run, GRACE)
}

/** What a worker was writing when it was killed: never looked at, and in nobody's way but the eye's. */
async function removeHalfWritten(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => [])
  await Promise.all(names.filter((name) => name.endsWith('.tmp')).map((name) => rm(join(dir, name))))
}

/** Of a worker that was lost, which did not get to pass them on. */
function lastWords(runtime: Runtime, dir: string): Pick<StatusReport, 'decisions' | 'questions'> {
  return readStatusFile(runPaths(dir).status, runtime.mask) ?? { decisions: [], questions: [] }
}

/** Takes what a person did in the workspace as the batch's work. */
export const handInAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = openAttempt(runtime, address)
    if (attempt) await acceptWork(runtime, address, attempt, null)
  })

/** Ends a try without a worker of its own; one with a worker ends when the worker says so. */
export const cancelAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = openAttempt(runtime, address)
    if (!attempt || (attempt.startedAt === null && attempt.worker === null)) return
    const worker = runtime.workers.get(address.run)
    if (worker) return worker.send({ type: 'cancel' })
    if (attempt.worker !== null) return
    endAs(
      runtime,
      address,
      { kind: 'cancelled', exit: null, signal: null, detail: 'cancelled; the work is kept' },
      { notes: await keepUncommitted(runtime, address) },
    )
  })

function openAttempt(runtime: Runtime, { stream, batch, run }: RunAddress): Attempt | null {
  const found = runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)
  const attempt = found && lastAttempt(found)
  return attempt?.run === run && attempt.ending === null ? attempt : null
}

/** One that is ended at a ceiling has not failed: more money is all that it needs. */
const atCeiling = ({ overBudget }: Attempt): Ending | null =>
  overBudget === null ? null : { kind: 'max-cost', exit: null, signal: null, detail: overBudget }

const endedWell = (exit: WorkerExit | null): boolean =>
  exit?.kind === 'finished' || (exit?.kind === 'exited' && exit.exit === 0)

/**
 * What more of the same would not mend (a refusal, a limit, a missing login) blocks; what may go better next time has
 * failed. What follows is decided by the session, from this and the reason.
 */
const ENDINGS: Record<WorkerExit['kind'], Ending['kind']> = {
  exited: 'failed',
  signalled: 'failed',
  'timed-out': 'timed-out',
  cancelled: 'cancelled',
  'spawn-failed': 'not-started',
  unfit: 'not-started',
  finished: 'done',
  refused: 'blocked',
  'rate-limited': 'blocked',
  auth: 'blocked',
  'max-turns': 'failed',
  network: 'failed',
  crashed: 'failed',
}

const lost = (read: null | 'damaged' | WorkerExit): Ending => ({
  ...{ kind: 'lost', exit: null, signal: null },
  detail: `its worker is gone and ${read === 'damaged' ? 'its exit file is damaged' : 'left no exit'}`,
})

function endingOf(exit: WorkerExit): Ending {
  const { exit: code, signal, detail, retryAt } = exit
  const kind = ENDINGS[exit.kind]
  const reason = endingSchema.shape.reason.safeParse(exit.kind).data
  return {
    ...{ kind, exit: code, signal, retryAt },
    // Why a stream is blocked stands inside of sentences.
    detail: kind === 'blocked' ? detail.replace(/\.$/, '') : detail,
    ...(reason ? { reason } : {}),
  }
}
