import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach } from 'vitest'
import type { Result } from '../../../source/model/result.ts'
import type { WorkerRef } from '../../../source/model/session.ts'
import { connectWorker, type WorkerConnection } from '../../../source/runtime/worker/connect-worker.ts'
import { agentEnvironment } from '../../../source/runtime/worker/environment.ts'
import { readExit } from '../../../source/runtime/worker/exit-file.ts'
import { launchWorker } from '../../../source/runtime/worker/launch-worker.ts'
import { type RunOrder, writeRunFolder } from '../../../source/runtime/worker/run-folder.ts'
import { runPaths } from '../../../source/runtime/worker/run-paths.ts'
import { killMarked } from '../../../source/runtime/worker/sweep.ts'
import type {
  WorkerCommand,
  WorkerExit,
  WorkerMessage,
} from '../../../source/runtime/worker/worker-messages.ts'

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/agents/${name}`, import.meta.url))

/** argv of one of the little programs that stand in for agents. */
export const agent = (name: string, ...args: string[]): string[] => [process.execPath, fixture(name), ...args]

export const program = [process.execPath, fixture('worker.mjs')]

export interface Run {
  dir: string
  run: string
  order: RunOrder
}

const used: { root: string; run: string }[] = []
let count = 0

afterEach(async () => {
  for (const { root, run } of used.splice(0)) {
    await killMarked(run, 0)
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
})

/** A run folder in a temp dir, not started. */
export async function makeRun(
  argv: string[],
  changes: Partial<RunOrder> & { secret?: string } = {},
): Promise<Run> {
  const root = mkdtempSync(join(tmpdir(), 'br-'))
  const run = `test-${process.pid}-${++count}`
  const dir = join(root, 'run')
  used.push({ root, run })
  const { secret, ...rest } = changes
  const env = agentEnvironment(process.env, {
    allow: [],
    ...{ run, session: 'session', stream: 'stream', batch: 'batch_1' },
    paths: runPaths(dir),
    ports: null,
    model: null,
  })
  const brief = {
    ...{
      session: 'session',
      stream: 'stream',
      streamTitle: 'Stream',
      batch: 'batch_1',
      kind: 'tasks' as const,
    },
    tasks: [{ id: 'stream.1', description: 'Do it', files: [] }],
    ...{
      completed: [],
      commits: [],
      decisions: [],
      contracts: [],
      conflicts: [],
      messages: [],
      news: null,
      handed: [],
      attempt: 1,
      failure: null,
      model: null,
    },
  }
  const order: RunOrder = {
    ...{
      run,
      brief,
      start: { argv, script: null },
      cwd: root,
      base: '0'.repeat(40),
      socket: join(root, 's'),
    },
    env: secret === undefined ? env : { ...env, DEMO_TOKEN: secret },
    ...{ timeoutSeconds: null, silentSeconds: 600, graceMs: 300, maskNames: [] },
    ...rest,
  }
  const written = await writeRunFolder(dir, order)
  if (!written.ok) throw new Error(written.error.message)
  return { dir, run, order }
}

export interface Host {
  connection: Result<WorkerConnection>
  messages: WorkerMessage[]
  /** All output so far: the log, as far as we were told of it. */
  output(): string
  /** Resolves with the first message, past or future, that fits. */
  until(fits: (message: WorkerMessage) => boolean): Promise<WorkerMessage>
  untilOutput(text: string): Promise<void>
  gone: Promise<void>
  send(type: 'cancel' | 'pause' | 'resume' | 'stop'): void
  tell(command: WorkerCommand): void
}

/** Connects as a host does. */
export async function attach({ dir, run }: Run, ref: WorkerRef): Promise<Host> {
  const messages: WorkerMessage[] = []
  const watchers = new Set<() => void>()
  let onGone = () => {}
  const gone = new Promise<void>((resolve) => {
    onGone = resolve
  })
  const onMessage = (message: WorkerMessage) => {
    messages.push(message)
    for (const look of [...watchers]) look()
  }
  const connection = await connectWorker({ ref, run, onMessage, onGone })
  const output = () => {
    const told = messages.findLast((each) => each.type === 'output' || each.type === 'hello')
    return told ? readFileSync(runPaths(dir).log).toString('utf8', 0, told.offset) : ''
  }
  const when = <T>(look: () => T | undefined) =>
    new Promise<T>((resolve) => {
      const check = () => {
        const found = look()
        if (found === undefined) return
        watchers.delete(check)
        resolve(found)
      }
      watchers.add(check)
      check()
    })
  return {
    connection,
    messages,
    output,
    until: (fits) => when(() => messages.find(fits)),
    untilOutput: async (text) => void (await when(() => output().includes(text) || undefined)),
    gone,
    send: (type) => connection.ok && connection.value.send({ type }),
    tell: (command) => connection.ok && connection.value.send(command),
  }
}

/** Launches a worker and connects to it. */
export async function start(run: Run): Promise<Host & { ref: WorkerRef }> {
  const launched = await launchWorker({ dir: run.dir, program })
  if (!launched.ok) throw new Error(launched.error.message)
  return { ...(await attach(run, launched.value)), ref: launched.value }
}

/** How it ended, also for an agent that was over before we could connect. */
export async function endOf({ dir }: Run, host: Host): Promise<WorkerExit> {
  if (host.connection.ok) await host.until(({ type }) => type === 'ended')
  const exit = await readExit(dir)
  if (exit === null || exit === 'damaged') throw new Error(`the worker's exit file: ${exit}`)
  return exit
}

export const logOf = ({ dir }: Run): string => readFileSync(runPaths(dir).log, 'utf8')

/** An agent that waits for our word: its argument is a fifo, which `tell` writes to and closes. */
export async function makeWaitingRun(name: string, changes: Parameters<typeof makeRun>[1] = {}) {
  const command = `exec "${process.execPath}" "${fixture(name)}" "$BR_COMMAND_FILE.fifo"`
  const run = await makeRun(['sh', '-c', command], changes)
  const path = `${runPaths(run.dir).command}.fifo`
  execFileSync('mkfifo', [path])
  return { run, tell: (text: string) => writeFile(path, text) }
}
