import { spawn } from 'node:child_process'
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { TestRun } from '../checks/tests.ts'
import { testEnvironment } from './worker/environment.ts'
import { createMasker, type Masker, sensitiveValues } from './worker/mask.ts'
import { createOutputFilter } from './worker/output-filter.ts'
import { killMarked } from './worker/sweep.ts'

export interface CommandRun {
  command: string
  cwd: string
  /** Where its output goes, whole. */
  logFile: string
  timeoutSeconds: number
  /** Marks its descendants, so that none of them is left behind. */
  mark: string
  /** Names of environment variables the configuration passes on. */
  allow: string[]
  stopped: AbortSignal
}

/** Between asking a process to end and killing it. */
const GRACE_MS = 2000

/** As much of a log's end as is looked at. */
const TAIL_BYTES = 256 * 1024

/**
 * Runs a trusted shell command (setup, tests) to its end. Its output goes to a file and not to a pipe: a server that
 * a test left running would hold a pipe open for good.
 */
export async function runCommand({
  command,
  cwd,
  logFile,
  timeoutSeconds,
  mark,
  allow,
  stopped,
}: CommandRun): Promise<TestRun> {
  // What it prints is as hostile as any output: until it is filtered it stays in a file that has no name any more, so
  // that it is gone with us, however we end.
  const raw = `${logFile}.raw`
  await using file = await open(raw, 'w+', 0o600)
  await rm(raw)
  const env = testEnvironment(process.env, { allow, run: mark })
  const ending = await untilExit({ command, cwd, env, output: file.fd, timeoutSeconds, mark, stopped })
  await killMarked(mark, GRACE_MS)
  await filterInto(file, logFile, createMasker(sensitiveValues(process.env, allow)))
  return { ...ending, log: await tail(logFile) }
}

interface Command extends Pick<CommandRun, 'command' | 'cwd' | 'timeoutSeconds' | 'mark' | 'stopped'> {
  env: Record<string, string>
  /** A file descriptor, which execa does not take. */
  output: number
}

/** Ends with the command's own exit; too late or stopped, it and all it started are asked to end, then killed. */
function untilExit({
  command,
  cwd,
  env,
  output,
  timeoutSeconds,
  mark,
  stopped,
}: Command): Promise<Omit<TestRun, 'log'>> {
  return new Promise((resolve) => {
    let timedOut = false
    const child = spawn('sh', ['-c', command], {
      cwd,
      env,
      stdio: ['ignore', output, output],
      detached: true,
    })
    const end = () => void killMarked(mark, GRACE_MS, child.pid)
    const timer = setTimeout(() => {
      timedOut = true
      end()
    }, timeoutSeconds * 1000)
    stopped.addEventListener('abort', end)
    const settle = (exit: number | null, signal: string | null, spawnError: string | null) => {
      clearTimeout(timer)
      stopped.removeEventListener('abort', end)
      resolve({ exit, signal, timedOut, spawnError })
    }
    child.once('error', ({ message }) => settle(null, null, message))
    child.once('exit', (exit, signal) => settle(exit, signal, null))
    if (stopped.aborted) end()
  })
}

/** Keeps of a raw log what may be stored and shown: text and colours, secrets masked. */
async function filterInto(raw: FileHandle, logFile: string, masker: Masker): Promise<void> {
  const filter = createOutputFilter(masker)
  await using log = await open(logFile, 'a', 0o600)
  for await (const bytes of raw.createReadStream({ start: 0, autoClose: false }))
    await log.write(filter.push(bytes))
  await log.write(filter.end())
}

/** The end of a file as text; empty where there is none. */
export async function tail(path: string, bytes = TAIL_BYTES): Promise<string> {
  try {
    await using file = await open(path, 'r')
    const { size } = await file.stat()
    const start = Math.max(0, size - bytes)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    return buffer.subarray(0, bytesRead).toString('utf8')
  } catch {
    return ''
  }
}
