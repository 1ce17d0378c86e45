import { rm } from 'node:fs/promises'
import { lastAttempt } from '../../engine/batch-state.ts'
import { neededWork } from '../../engine/waits.ts'
import { sentence } from '../../model/result.ts'
import { type Attempt, type Ending, endingSchema } from '../../model/session.ts'
import { findStream } from '../../plan/stream-graph.ts'
import type { Runtime } from '../context.ts'
import { collectWork } from '../git/collect.ts'
import { snapshot } from '../git/snapshot.ts'
import { readExit } from '../worker/exit-file.ts'
import { createMasker, sensitiveValues } from '../worker/mask.ts'
import { runPaths } from '../worker/run-paths.ts'
import { readStatusFile } from '../worker/status-file.ts'
import type { StatusReport, WorkerExit } from '../worker/worker-messages.ts'
import { inSession } from './in-session.ts'
import { reportExit } from './report-usage.ts'
import { endAs, type Left, type RunAddress, runFolder } from './run-address.ts'
import { streamPlace, workspaceTurn } from './stream-place.ts'
import { blockedBy, takeWords } from './take-report.ts'

/** Takes the work of a worker that has ended, and reports what came of it. Asked twice, the second time does nothing. */
export const finishAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = openAttempt(runtime, address)
    if (!attempt) return
    await rm(runtime.places.temporary(address.run), { force: true })
    const dir = runFolder(runtime.places, address.run)
    const exit = await readExit(dir)
    if (exit?.session) inSession(runtime, address, exit.session)
    takeWords(runtime, address, exit?.status ?? lastWords(runtime, dir))
    if (exit) await reportExit(runtime, address, exit)
    if (endedWell(exit)) return accept(runtime, address, attempt, exit)
    const kept = await keep(runtime, address)
    endAs(runtime, address, atCeiling(attempt) ?? endingOf(exit), { notes: kept, needs: null })
  })

/** Of a worker that was lost, which did not get to pass them on. */
function lastWords(runtime: Runtime, dir: string): Pick<StatusReport, 'decisions' | 'questions'> {
  const { mask } = createMasker(sensitiveValues(process.env, runtime.session().settings.env))
  return readStatusFile(runPaths(dir).status, mask) ?? { decisions: [], questions: [] }
}

/** Takes what a person did in the workspace as the batch's work. */
export const handInAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), async () => {
    const attempt = openAttempt(runtime, address)
    if (attempt) await accept(runtime, address, attempt, null)
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
      { notes: await keep(runtime, address) },
    )
  })

function openAttempt(runtime: Runtime, { stream, batch, run }: RunAddress): Attempt | null {
  const found = runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)
  const attempt = found && lastAttempt(found)
  return attempt?.run === run && attempt.ending === null ? attempt : null
}

async function accept(
  runtime: Runtime,
  address: RunAddress,
  { base }: Attempt,
  exit: WorkerExit | null,
): Promise<void> {
  const { stream, batch } = address
  const said = exit?.status?.status
  if (exit?.status && (said === 'blocked' || said === 'failed')) {
    const notes = await keep(runtime, address)
    const reason = blockedBy(exit.status)
    const needs = said === 'blocked' ? neededWork(runtime.session(), reason, stream) : null
    return endAs(runtime, address, { kind: said, exit: 0, signal: null, detail: reason }, { notes, needs })
  }
  const title = `${findStream(runtime.session().plan, stream)?.title ?? stream}: ${batch}`
  const collected = await collectWork({
    ...streamPlace(runtime, stream),
    base: base as string,
    tasks: taskIds(runtime, address),
    title,
  })
  if (!collected.ok) {
    const notes = await keep(runtime, address)
    return endAs(
      runtime,
      address,
      { kind: 'failed', exit: exit?.exit ?? null, signal: null, detail: sentence(collected.error) },
      { notes },
    )
  }
  const { head, commits, files, left, notes } = collected.value
  const told = [...notes, ...left.map(({ file, why }) => `${file} was left out of the commit: ${why}.`)]
  const work: Left = { head, files, notes: told }
  const kind = commits.length === 0 ? 'empty' : 'done'
  const detail =
    kind === 'empty'
      ? 'it ended well but nothing has changed'
      : `${files.length} ${files.length === 1 ? 'file' : 'files'} changed`
  endAs(runtime, address, { kind, exit: exit?.exit ?? null, signal: null, detail }, work)
}

/** A conflict or repair has no tasks of its own: it is trailed by its batch, so that no commit is without one. */
function taskIds(runtime: Runtime, { stream, batch }: RunAddress): string[] {
  const tasks = runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)?.tasks ?? []
  return tasks.length > 0 ? tasks : [`${stream}.${batch}`]
}

/** What did not become a commit stays in the workspace, and in a snapshot as well. */
async function keep(runtime: Runtime, { stream, run }: RunAddress): Promise<string[]> {
  const { clone, path } = streamPlace(runtime, stream)
  const ref = `refs/br-snapshots/${runtime.session().slug}/${run}`
  const kept = await snapshot({ clone, path, ref, message: `br-tui: what ${run} left` })
  if (!kept.ok) return [`Its uncommitted work could not be snapshotted: ${sentence(kept.error)}`]
  return kept.value === null
    ? []
    : [`Its uncommitted work is in the workspace, and kept as ${kept.value.slice(0, 10)}.`]
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

function endingOf(exit: WorkerExit | null): Ending {
  if (!exit) return { kind: 'lost', exit: null, signal: null, detail: 'its worker is gone and left no exit' }
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
