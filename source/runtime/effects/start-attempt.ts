import { rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { findAgent } from '../../agents/index.ts'
import { earlierSession } from '../../engine/agent-session.ts'
import { concernedTasks, lastAttempt } from '../../engine/batch-state.ts'
import { streamBranch } from '../../engine/refs.ts'
import type { Task } from '../../model/plan.ts'
import { ok, sentence } from '../../model/result.ts'
import type { Routed } from '../../model/routing.ts'
import type { Attempt, Batch, Ending, Session, StreamFacts } from '../../model/session.ts'
import type { ToldUsage } from '../../model/usage.ts'
import { findStream } from '../../plan/stream-graph.ts'
import type { Runtime } from '../context.ts'
import { equip } from '../equip.ts'
import { refCommit } from '../git/commits.ts'
import { hooksFor } from '../hooks-for.ts'
import { openPerson } from '../person.ts'
import { takeOver } from '../worker/claim-run.ts'
import { agentEnvironment } from '../worker/environment.ts'
import { launchWorker } from '../worker/launch-worker.ts'
import { leasePorts } from '../worker/lease-ports.ts'
import { sensitiveValues } from '../worker/mask.ts'
import { writeDecisions, writeRunFolder } from '../worker/run-folder.ts'
import { runPaths } from '../worker/run-paths.ts'
import { acceptWork } from './accept-work.ts'
import { agentOrder } from './agent-order.ts'
import { batchBrief } from './batch-brief.ts'
import { chooseForBatch } from './choose-for-batch.ts'
import { endAs, type RunAddress, runFolder } from './run-address.ts'
import { workPlace, workspaceTurn } from './stream-place.ts'
import { bringUp } from './sync-stream.ts'
import { watchWorker } from './watch-worker.ts'

/** Brings the workspace up to date and starts a worker on the batch. */
export const startAttempt = (runtime: Runtime, address: RunAddress): Promise<void> =>
  runtime.inTurn(workspaceTurn(address.stream), () => start(runtime, address))

async function start(runtime: Runtime, address: RunAddress): Promise<void> {
  const { stream } = address
  const found = findBatch(runtime, address)
  // It was cancelled while it waited for its turn.
  if (!found || found.attempt.ending || found.attempt.startedAt !== null) return
  const notStarted = (detail: string) => endAs(runtime, address, ending('not-started', detail))
  if (found.attempt.cancelled)
    return endAs(runtime, address, ending('cancelled', 'cancelled before it began'))

  const { dispatch, now } = runtime
  const claim = takeOver(runFolder(runtime.places, address.run))
  if (claim !== null) {
    // The host before this one died between starting the worker and saying so.
    // What it was told is not known any more: it may be told twice.
    const agent = findAgent(found.attempt.agent)
    const listens = agent.ok && agent.value.listens
    dispatch({ type: 'attempt-started', at: now(), ...address, ...claim, told: 0, listens })
    return watchWorker(runtime, address, claim.worker)
  }
  const facts = runtime.session().streams[stream]
  if (!facts) return
  const synced = await bringUp(runtime, facts, found.batch.news !== null)
  if (!synced.ok) return notStarted(sentence(synced.error))
  const { conflicts, isResolved } = synced.value
  const isConflict = found.batch.kind === 'conflict'
  const place = workPlace(runtime, stream)
  const [equipped, base] = await Promise.all([
    // A scratch worktree has got its dependencies when it was made.
    isConflict ? ok([]) : equip(runtime, { path: place.path, name: stream }),
    refCommit(place.path, 'HEAD'),
  ])
  if (!equipped.ok) return notStarted(sentence(equipped.error))
  if (!base.ok || base.value === null) return notStarted('Its workspace has no commit to begin from.')

  if (isConflict && conflicts.length === 0) {
    if (isResolved) {
      // Not told as started before it is over: what nobody runs nobody would take up again, were the host killed here.
      const from = runtime.session().streams[stream]?.head ?? base.value
      return acceptWork(runtime, address, { ...found.attempt, base: from }, null)
    }
    dispatch({ type: 'attempt-started', at: now(), ...address, base: base.value, worker: null, told: 0 })
    return endAs(runtime, address, ending('done', 'it merges without a conflict now'), { head: base.value })
  }
  // Markers came back since they were looked for, and no agent is to find them.
  if (found.batch.resolver === 'person') return notStarted(`markers are left in ${conflicts.join(', ')}`)
  const chosen = await chooseForBatch(runtime, address, { ...found, cwd: place.path })
  if (chosen.kind === 'refused') return endAs(runtime, address, ending(chosen.ending, chosen.detail))
  const { routed } = chosen
  await launch(runtime, address, {
    ...found,
    facts,
    base: base.value,
    cwd: place.path,
    routed,
    conflicts,
  })
}

interface Ready {
  batch: Batch
  attempt: Attempt
  facts: StreamFacts
  base: string
  cwd: string
  conflicts: string[]
  routed: Routed | null
}

async function launch(runtime: Runtime, address: RunAddress, ready: Ready): Promise<void> {
  const { places, dispatch, now, program } = runtime
  const { stream, batch, run } = address
  const { routed } = ready
  const notStarted = (detail: string) => endAs(runtime, address, ending('not-started', detail))
  const session = runtime.session()
  const agent = findAgent(ready.attempt.agent)
  if (!agent.ok) return notStarted(sentence(agent.error))
  const tasks = findStream(session.plan, stream)?.tasks ?? []
  const how = agent.value.start(ready.attempt.agent, {
    tasks: tasksWithSteps(ready.batch, tasks, ready.facts),
  })
  if (!how.ok) return notStarted(sentence(how.error))
  if (how.value.kind === 'person') {
    return dispatch({
      type: 'attempt-started',
      at: now(),
      ...address,
      base: ready.base,
      worker: null,
      told: session.streams[stream]?.messages.length ?? 0,
    })
  }
  const dir = runFolder(places, run)
  // One that a host left which died before it started the worker: nothing ran in it, and nothing can any more.
  await rm(dir, { recursive: true, force: true })
  // Of a worker that was killed before it said that it is there: the next one could not listen.
  const removeSocket = () => rm(places.workerSocket(run), { force: true })
  await removeSocket()
  const paths = runPaths(dir)
  const { timeouts, env: named } = session.settings
  const person = openPerson(process.env)
  if (!person.ok) return notStarted(sentence(person.error))
  const resume = earlierSession(ready.batch, ready.attempt.agent)
  const talk = {
    branch: streamBranch(session, stream),
    permissions: person.value.permissions,
    ...{ resume, used: toldOf(session, resume) },
    allowed: ready.facts.allowed.map(({ key }) => key),
    tools: [...program, 'mcp'],
    models: routed?.model ? [routed.model, ...routed.alternatives] : [],
  }
  const { start, allow, env } = await agentOrder(how.value, talk, process.env.PATH ?? '')
  const [hooks, brief] = await Promise.all([
    hooksFor(runtime, join(dir, 'hooks')),
    batchBrief(runtime, address, ready),
  ])
  const order = await writeRunFolder(dir, {
    run,
    brief,
    start,
    cwd: ready.cwd,
    base: ready.base,
    env: {
      ...agentEnvironment(process.env, {
        allow: [...named, ...allow],
        run,
        session: session.id,
        stream,
        batch,
        paths,
        ports: await leasePorts(places.ports, ready.cwd),
        model: routed?.model ?? null,
      }),
      ...hooks.env,
      TMPDIR: places.temporary(run),
      ...env,
      // The worker's folder and environment do not tell where the host is, and `br-tui decide` asks for it.
      BR_HOST: places.socket,
    },
    socket: places.workerSocket(run),
    timeoutSeconds: timeouts.batch,
    silentSeconds: timeouts.silent,
    maskNames: named,
    maskValues: sensitiveValues(process.env, named),
  })
  if (!order.ok) return notStarted(sentence(order.error))
  await hooks.write()
  await rm(places.temporary(run), { force: true })
  await symlink(paths.tmp, places.temporary(run))
  const worker = await launchWorker({ dir, program, spare: runtime.spares.take() })
  if (!worker.ok) {
    await removeSocket()
    return notStarted(sentence(worker.error))
  }
  dispatch({
    type: 'attempt-started',
    at: now(),
    ...address,
    base: ready.base,
    worker: worker.value,
    told: brief.messages.length,
    listens: agent.value.listens,
  })
  // What was decided since its files were written was shared before it could be seen that it runs.
  if (runtime.session().decisions.length > brief.decisions.length)
    writeDecisions(dir, runtime.session().decisions)
  await watchWorker(runtime, address, worker.value)
}

/** What was told of the agent's session so far: its counters go on from there, and are not added twice. */
function toldOf({ usage }: Session, agentSession: string | null): ToldUsage | null {
  const last = agentSession === null ? undefined : usage.findLast(({ session }) => session === agentSession)
  if (!last) return null
  const { tokens, usd, model } = last
  return { usage: { tokens, usd, model }, session: agentSession }
}

/** What the scripted agent runs: a batch that mends runs the steps that tasks carry for that. */
function tasksWithSteps(batch: Batch, tasks: Task[], facts: StreamFacts): Task[] {
  const concerned = concernedTasks(facts, batch)
  const mine = tasks.filter(({ id }) => concerned.includes(id))
  if (batch.kind === 'tasks') return mine
  const steps = batch.kind === 'conflict' ? 'onConflict' : 'onRepair'
  return mine.filter((task) => task[steps].length > 0).map((task) => ({ ...task, run: task[steps] }))
}

function findBatch(
  runtime: Runtime,
  { stream, batch: id, run }: RunAddress,
): { batch: Batch; attempt: Attempt } | null {
  const batch = runtime.session().streams[stream]?.batches.find((each) => each.id === id)
  const attempt = batch && lastAttempt(batch)
  return batch && attempt?.run === run ? { batch, attempt } : null
}

const ending = (kind: Ending['kind'], detail: string): Ending => ({ kind, exit: null, signal: null, detail })
