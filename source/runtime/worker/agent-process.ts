import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { ok, problem, type Result } from '../../model/result.ts'
import type { WorkerSpec } from './run-folder.ts'

export interface AgentProcess {
  /** Also the id of its process group, which it leads. */
  pid: number
  exited: Promise<{ exit: number | null; signal: string | null }>
  /** Everything it and its descendants printed has been read. */
  outputEnded: Promise<unknown>
  /** Stops reading, whoever may still hold the other ends. */
  closeOutput(): void
}

/** Starts the agent in a session of its own, with nothing of our environment and its output on two pipes. */
export async function startAgent(
  { argv, cwd, env }: Pick<WorkerSpec, 'argv' | 'cwd' | 'env'>,
  onOutput: { out: (bytes: Uint8Array) => void; err: (bytes: Uint8Array) => void },
): Promise<Result<AgentProcess>> {
  const [program = '', ...args] = argv
  if (!existsSync(cwd)) return problem(`The workspace ${cwd} is not there.`)
  // Plain spawn and not execa: a worker is loaded for every batch, and this is all that it needs of it.
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  if (child.pid === undefined) {
    const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException]
    return cannotStart(program, error.code ?? 'unknown')
  }
  const exited = new Promise<{ exit: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (exit, signal) => resolve({ exit, signal }))
  })
  const ended = (stream: NodeJS.ReadableStream) => new Promise((resolve) => stream.once('close', resolve))
  child.stdout.on('data', onOutput.out)
  child.stderr.on('data', onOutput.err)
  return ok({
    pid: child.pid,
    exited,
    outputEnded: Promise.all([ended(child.stdout), ended(child.stderr)]),
    closeOutput: () => {
      child.stdout.destroy()
      child.stderr.destroy()
    },
  })
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
