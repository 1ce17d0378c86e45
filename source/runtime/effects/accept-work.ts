import { evidence } from '../../engine/on-findings.ts'
import { neededWork } from '../../engine/waits.ts'
import { ok, type Result, sentence } from '../../model/result.ts'
import type { Attempt, Batch, Ending } from '../../model/session.ts'
import { findStream } from '../../plan/stream-graph.ts'
import { checkWork } from '../check-work.ts'
import type { Runtime } from '../context.ts'
import { type CollectedWork, collectWork } from '../git/collect.ts'
import { isAncestor } from '../git/commits.ts'
import { keepToFiles } from '../git/keep-to-files.ts'
import type { WorkerExit } from '../worker/worker-messages.ts'
import { handOver } from './hand-over.ts'
import { keepUncommitted } from './keep-uncommitted.ts'
import { endAs, type Left, type RunAddress } from './run-address.ts'
import { clearScratch, takeResolution } from './scratch.ts'
import { workPlace } from './stream-place.ts'
import { blockedBy } from './take-report.ts'

/** Makes commits of what a worker or a person did, and holds the checks against them. */
export async function acceptWork(
  runtime: Runtime,
  address: RunAddress,
  attempt: Attempt,
  exit: WorkerExit | null,
): Promise<void> {
  const { stream } = address
  const said = exit?.status?.status
  if (exit?.status && (said === 'blocked' || said === 'failed')) {
    const notes = await keepUncommitted(runtime, address)
    const reason = blockedBy(exit.status)
    const needs = said === 'blocked' ? neededWork(runtime.session(), reason, stream) : null
    return endAs(runtime, address, { kind: said, exit: 0, signal: null, detail: reason }, { notes, needs })
  }
  const collected = await collectBatch(runtime, address, attempt)
  if (!collected.ok) {
    const notes = await keepUncommitted(runtime, address)
    return endAs(runtime, address, failed(exit, sentence(collected.error)), { notes })
  }
  const { ending, left } = await judgeCollected(runtime, address, collected.value, exit)
  await endTaken(runtime, address, ending, left)
}

/**
 * Reports how a try ended; a conflict's work that passed is in the stream's workspace then. Its scratch worktree goes
 * last, so that a host that takes over in between finds what it has to take.
 */
export async function endTaken(
  runtime: Runtime,
  address: RunAddress,
  ending: Ending,
  left: Left,
): Promise<void> {
  const { stream } = address
  const isBeside = findBatch(runtime, address)?.scratch !== undefined
  if (!isBeside || ending.kind !== 'done' || !left.head) return endAs(runtime, address, ending, left)
  const base = runtime.session().streams[stream]?.workspace.base ?? left.head
  const taken = await takeResolution(runtime, stream, { head: left.head, base })
  if (!taken.ok)
    return endAs(
      runtime,
      address,
      { ...ending, kind: 'failed', detail: sentence(taken.error) },
      { ...left, head: null },
    )
  endAs(runtime, address, ending, left)
  await clearScratch(runtime, stream)
}

/** Work of tries that the checks gave back is work of the batch as well; what is handed over to others is not. */
export async function collectBatch(
  runtime: Runtime,
  address: RunAddress,
  { base }: Attempt,
): Promise<Result<CollectedWork>> {
  const { stream, batch } = address
  const place = workPlace(runtime, stream)
  const first = findBatch(runtime, address)?.attempts.find(
    ({ ending }) => ending?.reason === 'findings',
  )?.base
  const reaches = first ? await isAncestor(place.path, first, 'HEAD') : ok(false)
  const collected = await collectWork({
    ...place,
    base: (reaches.ok && reaches.value ? first : base) as string,
    tasks: taskIds(runtime, address),
    title: `${findStream(runtime.session().plan, stream)?.title ?? stream}: ${batch}`,
  })
  if (!collected.ok) return collected
  const kept = await onlyItsFiles(runtime, address, collected.value)
  return kept.ok ? handOver(runtime, address, kept.value) : kept
}

/** An agent that resolves a conflict changes the files in conflict, and nothing else by the way. */
async function onlyItsFiles(
  runtime: Runtime,
  address: RunAddress,
  work: CollectedWork,
): Promise<Result<CollectedWork>> {
  const { stream, batch, run } = address
  const found = findBatch(runtime, address)
  const target = runtime.session().streams[stream]?.workspace.base
  if (found?.kind !== 'conflict' || !found.attempts.at(-1)?.worker || !target) return ok(work)
  const { slug, repo } = runtime.session()
  const { path } = workPlace(runtime, stream)
  const kept = await keepToFiles({
    ...{ path, base: work.base, target, head: work.head, sign: repo.signs },
    message: `${stream}: ${batch}\n\nBr-Task: ${taskIds(runtime, address).join(', ')}`,
    keepAs: `refs/br-snapshots/${slug}/${run}.whole`,
  })
  if (!kept.ok) return kept
  const { head, dropped } = kept.value
  if (head === work.head) return ok(work)
  const told = `It was to resolve ${found.files.join(', ')} alone: what it did to ${dropped.join(', ')} was not taken, and is kept as ${work.head.slice(0, 10)}.`
  const files = work.files.filter((file) => !dropped.includes(file))
  const notes = dropped.length > 0 ? [...work.notes, told] : work.notes
  return ok({ ...work, head, commits: [head], files, notes })
}

/** How the try ends with this work. What a check could not look at is no work that passed. */
export async function judgeCollected(
  runtime: Runtime,
  { stream }: RunAddress,
  { head, commits, files, left, notes }: CollectedWork,
  exit: WorkerExit | null,
): Promise<{ ending: Ending; left: Left }> {
  const told = [...notes, ...left.map(({ file, why }) => `${file} was left out of the commit: ${why}.`)]
  const work: Left = { head, files, notes: told }
  if (commits.length === 0) {
    const detail = 'it ended well but nothing has changed'
    return { ending: { kind: 'empty', exit: exit?.exit ?? null, signal: null, detail }, left: work }
  }
  const checked = await checkWork(runtime, { stream, repo: runtime.places.workClone, head })
  if (!checked.ok) {
    const detail = `The checks did not run: ${sentence(checked.error)}`
    return { ending: failed(exit, detail), left: { files, notes: told } }
  }
  const { passed, blocking, isHistory, findings } = checked.value
  const saying = findings.filter((each) => !blocking.includes(each) && each.severity !== 'info')
  const shown = [...blocking, ...saying].slice(0, MOST_FINDINGS)
  if (passed) {
    const detail = `${files.length} ${files.length === 1 ? 'file' : 'files'} changed`
    return {
      ending: { kind: 'done', exit: exit?.exit ?? null, signal: null, detail },
      left: { ...work, findings: shown },
    }
  }
  const reason = isHistory ? 'history' : 'findings'
  return {
    ending: { ...failed(exit, evidence(checked.value)), reason },
    left: { files, notes: told, findings: shown },
  }
}

const MOST_FINDINGS = 50

const failed = (exit: WorkerExit | null, detail: string): Ending => ({
  kind: 'failed',
  exit: exit?.exit ?? null,
  signal: null,
  detail,
})

const findBatch = (runtime: Runtime, { stream, batch }: RunAddress): Batch | undefined =>
  runtime.session().streams[stream]?.batches.find(({ id }) => id === batch)

/** A conflict or repair has no tasks of its own: it is trailed by its batch, so that no commit is without one. */
function taskIds(runtime: Runtime, address: RunAddress): string[] {
  const tasks = findBatch(runtime, address)?.tasks ?? []
  return tasks.length > 0 ? tasks : [`${address.stream}.${address.batch}`]
}
