import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { ok, problem, type Result } from '../../model/result.ts'
import type { Ask, PermissionAnswer } from '../../model/session.ts'
import { openOutputs } from './open-outputs.ts'
import type { WorkerSpec } from './run-folder.ts'

export interface AgentExit {
  exit: number | null
  signal: string | null
}

export interface AgentProcess {
  /** Also the id of its process group, which it leads. */
  pid: number
  exited: Promise<AgentExit>
  /** Everything it and its descendants printed has been read. */
  outputEnded: Promise<unknown>
  /** Stops reading, whoever may still hold the other ends. */
  closeOutput(): void
  /** Of an agent that is talked to; null: it has its batch in files, and ends when it exits. */
  dialogue: Dialogue | null
}

/** The talk with an agent, from the first greeting to the end of its last turn. */
export interface Dialogue {
  /** How it ended. Comes also when the agent dies in the middle of it. */
  ended: Promise<DialogueEnd>
  /** Asks the agent to stop; resolves when it has, or has no more to say. */
  cancel(): Promise<void>
  answer(answer: PermissionAnswer): void
  /** Said to it when its turn ends, as a turn of its own. */
  say(text: string): void
  /** What it waits for a person with. */
  ask(): Ask | null
  /** Ends its input: an agent takes that for good-bye. */
  close(): void
}

export interface DialogueEnd {
  kind:
    | 'finished'
    | 'refused'
    | 'max-turns'
    | 'cancelled'
    | 'rate-limited'
    | 'auth'
    | 'network'
    | 'crashed'
    | 'unfit'
  /** One sentence of evidence. */
  detail: string
  retryAt: number | null
}

/** Starts the agent in a session of its own, with nothing of our environment and its output where it is heard. */
export async function startAgent(
  spec: Pick<WorkerSpec, 'argv' | 'cwd' | 'env' | 'socket'>,
  onOutput: { out: (bytes: Uint8Array) => void; err: (bytes: Uint8Array) => void },
): Promise<Result<AgentProcess>> {
  const outputs = await openOutputs(`${spec.socket}.out`, [onOutput.out, onOutput.err]).catch(String)
  if (typeof outputs === 'string') return problem(`The agent's output could not be listened to: ${outputs}.`)
  const spawned = await spawnProgram(spec, ['ignore', ...outputs.map(({ theirs }) => theirs)])
  // The program has ends of its own now; ours would keep its output open.
  for (const { theirs } of outputs) theirs.destroy()
  const ours = outputs.map(({ ours }) => ours)
  if (spawned.ok) return ok(agentOf(spawned.value, ours))
  for (const socket of ours) socket.destroy()
  return spawned
}

type Child = ChildProcess & { stdout: Readable; stderr: Readable }

/** The same with pipes, for one that is talked to. */
export async function spawnAgent(
  spec: Pick<WorkerSpec, 'argv' | 'cwd' | 'env'>,
): Promise<Result<{ child: Child; agent: AgentProcess }>> {
  const spawned = await spawnProgram(spec, 'pipe')
  if (!spawned.ok) return spawned
  const child = spawned.value as Child
  return ok({ child, agent: agentOf(child, [child.stdout, child.stderr]) })
}

async function spawnProgram(
  { argv, cwd, env }: Pick<WorkerSpec, 'argv' | 'cwd' | 'env'>,
  stdio: StdioOptions,
): Promise<Result<ChildProcess>> {
  const [program = '', ...args] = argv
  if (!existsSync(cwd)) return problem(`The workspace ${cwd} is not there.`)
  // Plain spawn and not execa: a worker is loaded for every batch, and this is all that it needs of it.
  const child = spawn(program, args, { cwd, env, detached: true, stdio })
  if (child.pid !== undefined) return ok(child)
  const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException]
  return cannotStart(program, error.code ?? 'unknown')
}

function agentOf(child: ChildProcess, outputs: Readable[]): AgentProcess {
  const exited = new Promise<AgentExit>((resolve) => {
    child.once('exit', (exit, signal) => resolve({ exit, signal }))
  })
  const ended = (stream: Readable) => new Promise((resolve) => stream.once('close', resolve))
  return {
    pid: child.pid as number,
    exited,
    outputEnded: Promise.all(outputs.map(ended)),
    closeOutput: () => {
      for (const output of outputs) output.destroy()
    },
    dialogue: null,
  }
}

function cannotStart(program: string, code: string): Result<never> {
  const isFile = program.includes('/') && existsSync(program)
  if (code === 'ENOENT' && isFile) {
    return problem(`The interpreter that ${program} names in its first line is not there.`, 'Install it.')
  }
  if (code === 'ENOENT') {
    return problem(`There is no program ${program}.`, 'Install it, or give its whole path.')
  }
  if (code === 'EACCES') {
    return problem(`The program ${program} may not be executed.`, `Run: chmod +x ${program}`)
  }
  return problem(`The program ${program} could not be started (${code}).`)
}
