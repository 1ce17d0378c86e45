import { open } from 'node:fs/promises'
import { execa } from 'execa'
import type { TestRun } from '../checks/tests.ts'
import { testEnvironment } from './worker/environment.ts'
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
  const file = await open(logFile, 'a', 0o600)
  const env = testEnvironment(process.env, { allow, run: mark })
  try {
    const result = await execa('sh', ['-c', command], {
      cwd,
      env,
      extendEnv: false,
      stdin: 'ignore',
      stdout: { file: logFile, append: true },
      stderr: { file: logFile, append: true },
      timeout: timeoutSeconds * 1000,
      cancelSignal: stopped,
      detached: true,
      cleanup: true,
      reject: false,
    })
    await killMarked(mark, 2000)
    const spawnError =
      result.failed &&
      result.exitCode === undefined &&
      !result.signal &&
      !result.timedOut &&
      !result.isCanceled
        ? result.shortMessage
        : null
    return {
      exit: result.exitCode ?? null,
      signal: result.signal ?? null,
      timedOut: result.timedOut,
      spawnError: spawnError ?? null,
      log: await tail(logFile),
    }
  } finally {
    await file.close()
  }
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
