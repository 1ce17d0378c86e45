import { dirname } from 'node:path'
import { type Result, sentence } from '../../model/result.ts'
import type { Silence } from '../../model/session.ts'
import type { ToldUsage } from '../../model/usage.ts'
import { announce } from '../announce.ts'
import { watchFolder } from '../watch-folder.ts'
import { within } from '../within.ts'
import type { startAcp } from './acp/start-acp.ts'
import { type AgentControl, createAgentControl } from './agent-control.ts'
import { type AgentProcess, type DialogueEnd, startAgent } from './agent-process.ts'
import { claimRun } from './claim-run.ts'
import { writeExit } from './exit-file.ts'
import { type LogFile, openLogFile } from './log-file.ts'
import { createMasker, sensitiveValues } from './mask.ts'
import { createOutputRecorder } from './output-recorder.ts'
import { paced } from './paced.ts'
import { takeWorkerSpec, type WorkerSpec } from './run-folder.ts'
import { maskReport, readStatusFile } from './status-file.ts'
import { cpuSeconds, processStartTime } from './sweep.ts'
import { type SilenceWatch, watchSilence } from './watch-silence.ts'
import { whenThereIsRoom } from './when-there-is-room.ts'
import type { StatusReport, WorkerCommand, WorkerExit } from './worker-messages.ts'
import { openWorkerSocket } from './worker-socket.ts'

/** How often a host is told that the log grows: more than a screen can show. */
const PACE_MS = 16

/**
 * What `br-tui __worker` runs: waits on its input for the folder of a run, then works on it. Without one, whoever
 * started it is gone or had no use for it.
 */
export async function awaitRun(input: NodeJS.ReadableStream): Promise<void> {
  let dir = ''
  for await (const chunk of input) dir += chunk
  if (dir === '') return
  process.chdir(dir)
  await runWorker(dir)
}

/**
 * One agent on one batch, from its start to `exit.json`. It owns the agent's
 * output and outlives the host that started it; any host can find it at its socket.
 */
async function runWorker(dir: string): Promise<void> {
  // A closed terminal is no reason to end.
  process.on('SIGHUP', () => {})
  const spec = await takeWorkerSpec(dir)
  const masker = createMasker([...sensitiveValues(spec.env, spec.maskNames), ...spec.maskValues])
  const log = openLogFile(spec.logFile)
  const ref = { pid: process.pid, startTime: processStartTime(process.pid) ?? '', socket: spec.socket }

  let control: AgentControl | null = null
  let agent: Result<AgentProcess> | null = null
  let early: Order | null = null
  let watch: SilenceWatch | null = null
  let status: StatusReport | null = null
  let reached = false
  let session: string | null = null
  let silence: Silence | null = null
  let used: ToldUsage | null = null
  let ran: WorkerExit['ran'] = null
  const onCommand = (command: WorkerCommand) => {
    const dialogue = agent?.ok ? agent.value.dialogue : null
    if (command.type === 'answer') dialogue?.answer(command)
    else if (command.type === 'say') dialogue?.say(command.text)
    // Before the agent runs there is nothing to pause; an order to end is carried out as soon as there is an agent.
    else if (control === null)
      early = command.type === 'cancel' || command.type === 'stop' ? command.type : early
    else if (obey(control, command.type)) {
      watch?.hold(control.isPaused() || ask() !== null)
      socket.tell({ type: 'paused', paused: control.isPaused() })
    }
  }
  const ask = () => (agent?.ok ? (agent.value.dialogue?.ask() ?? null) : null)
  const greeting = () => [
    {
      type: 'hello' as const,
      ...{ run: spec.run, pid: ref.pid, startTime: ref.startTime },
      ...{ ...log.end(), paused: control?.isPaused() ?? false, asks: ask()?.id ?? null, reached, session },
    },
    ...[ask()].flatMap((asked) => (asked ? [{ type: 'asked' as const, ...asked }] : [])),
    ...(status ? [{ type: 'status' as const, status }] : []),
    { type: 'silent' as const, silence },
    ...(ran ? [{ type: 'model' as const, ...ran }] : []),
    ...(used ? [{ type: 'usage' as const, ...used }] : []),
  ]
  const socket = await openWorkerSocket(spec.socket, greeting, onCommand)
  if (!claimRun(dir, { worker: ref, base: spec.base })) return socket.close()
  process.on('SIGTERM', () => onCommand({ type: 'stop' }))
  process.on('SIGINT', () => onCommand({ type: 'stop' }))
  announce(JSON.stringify(ref))

  const grown = paced(PACE_MS, () => socket.tell({ type: 'output', ...log.end() }))
  const recorder = createOutputRecorder(masker, log, () => {
    watch?.heard()
    grown.call()
  })
  const readStatus = () => {
    const read = readStatusFile(spec.statusFile, masker.mask)
    if (read === null || JSON.stringify(read) === JSON.stringify(status)) return
    const isUsage = read.usage !== null && JSON.stringify(read.usage) !== JSON.stringify(status?.usage)
    status = read
    socket.tell({ type: 'status', status })
    if (isUsage && read.usage) onUsage({ usage: read.usage, session: null })
  }
  const onUsage = (told: ToldUsage) => {
    const model = told.usage.model === null ? null : masker.mask(told.usage.model)
    used = { ...told, usage: { ...told.usage, model } }
    socket.tell({ type: 'usage', ...used })
  }
  const watcher = watchFolder(dirname(spec.statusFile), { ms: 20 }, readStatus)

  const startedAt = Date.now()
  agent = await start(spec, {
    recorder,
    masker,
    onSession: (id) => {
      session = id
      socket.tell({ type: 'session', id })
    },
    onHeard: () => watch?.heard(),
    onAsked: (asked) => {
      control?.standBy(true)
      watch?.hold(true)
      socket.tell({ type: 'asked', ...asked })
    },
    onReached: () => {
      if (reached) return
      reached = true
      socket.tell({ type: 'reached' })
    },
    onSettled: ({ id }) => {
      control?.standBy(ask() !== null)
      watch?.hold(ask() !== null || control?.isPaused() === true)
      socket.tell({ type: 'settled', id })
    },
    onUsage,
    onModel: (set) => {
      ran = set
      socket.tell({ type: 'model', ...set })
    },
  })
  let ending: Ending
  if (agent.ok) {
    control = createAgentControl(spec, agent.value.pid, agent.value.dialogue?.cancel)
    if (early !== null) obey(control, early)
    const { run } = spec
    const { pid } = agent.value
    watch = watchSilence({
      silentMs: spec.silentSeconds * 1000,
      cpuSeconds: () => cpuSeconds(run, pid),
      now: Date.now,
      onChange: (now) => {
        silence = now
        socket.tell({ type: 'silent', silence })
      },
    })
    watch.hold(ask() !== null)
    ending = await untilEnd(agent.value, control, spec)
  } else {
    ending = { kind: 'spawn-failed', exit: null, signal: null, detail: sentence(agent.error), retryAt: null }
  }
  watch?.stop()
  watcher.close()
  recorder.end()
  grown.flush()
  readStatus()

  const detail = masker.mask(ending.detail + missingOutput(log))
  const exit: WorkerExit = {
    run: spec.run,
    ...ending,
    detail,
    startedAt,
    endedAt: Date.now(),
    status,
    session,
    used,
    ran,
  }
  log.close()
  try {
    // Without it finished work would look lost.
    await whenThereIsRoom(() => writeExit(spec.exitFile, exit))
    maskReport(spec.statusFile, masker.mask)
  } finally {
    socket.tell({ type: 'ended', exit })
    await socket.close()
  }
}

type Ending = Pick<WorkerExit, 'kind' | 'exit' | 'signal' | 'detail' | 'retryAt'>

/** One that is talked to needs much that the others do not, and every batch waits for what is loaded. */
const start = async (
  spec: WorkerSpec,
  ears: Parameters<typeof startAcp>[1],
): Promise<Result<AgentProcess>> =>
  spec.acp === null
    ? startAgent(spec, ears.recorder)
    : (await import('./acp/start-acp.ts')).startAcp({ ...spec, acp: spec.acp }, ears)

type Order = 'cancel' | 'pause' | 'resume' | 'stop'

/** Whether somebody wants to hear that it is paused or goes on. */
function obey(control: AgentControl, order: Order): boolean {
  if (order === 'pause') control.pause()
  else if (order === 'resume') control.resume()
  else control.end(order === 'cancel' ? 'cancelled' : 'stopped')
  return order === 'pause' || order === 'resume'
}

/** How long the last output may take to arrive once its writers have ended, in ms. */
const lastOutput = 200

/** How long an agent that was told good-bye may take to go by itself, in ms. The adapter of Codex takes 2 s. */
const goodbye = 4000

/**
 * The agent's own exit, or the end of the talk with it, is the end of the batch. A descendant that holds its output
 * open is not waited for, but ended like everything else the agent left behind.
 */
async function untilEnd(agent: AgentProcess, control: AgentControl, spec: WorkerSpec): Promise<Ending> {
  const said = agent.dialogue ? await agent.dialogue.ended : null
  agent.dialogue?.close()
  if (agent.dialogue) await within(goodbye, agent.exited)
  else await agent.exited
  const reason = control.reason()
  await within(lastOutput, agent.outputEnded)
  await control.sweep()
  const { exit, signal } = await agent.exited
  await within(lastOutput, agent.outputEnded)
  agent.closeOutput()
  const ended = (kind: Ending['kind'], detail: string, retryAt: number | null = null): Ending => ({
    ...{ kind, exit, signal, detail, retryAt },
  })
  if (reason === 'timed-out') return ended(reason, `It was ended after ${spec.timeoutSeconds} seconds.`)
  if (reason !== null) {
    return ended(
      'cancelled',
      reason === 'cancelled' ? 'It was cancelled.' : 'It was ended when br-tui was stopped.',
    )
  }
  if (said !== null) return ended(...ownWord(said))
  if (signal !== null) return ended('signalled', `It was ended by ${signal}.`)
  return ended('exited', `It exited with code ${exit}.`)
}

/** An agent that calls itself cancelled when nobody cancelled it has not done its work. */
const ownWord = ({ kind, detail, retryAt }: DialogueEnd): [Ending['kind'], string, number | null] =>
  kind === 'cancelled' ? ['crashed', `${detail} Nobody had cancelled it.`, null] : [kind, detail, retryAt]

const missingOutput = (log: LogFile): string =>
  log.isWhole() ? '' : ' Its log is not whole: it grew too long, or the disk is full.'
