import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { ok, problem, type Result } from '../../model/result.ts'
import { type WorkerRef, workerRefSchema } from '../../model/session.ts'
import { basicEnvironment } from './environment.ts'
import { runPaths } from './run-paths.ts'

/** A machine under load may take seconds to start a program; one that takes longer has lost it. In ms. */
const patience = 20_000

/**
 * Starts the worker of a run folder as a process that does not depend on this one, and resolves once it can be
 * talked to. `program` is the argv of our own program. The worker says that it listens over a pipe: unlike a file
 * to watch for, its end also tells at once of a worker that died on the way.
 */
export async function launchWorker({
  dir,
  program: [file = '', ...args],
}: {
  dir: string
  program: string[]
}): Promise<Result<WorkerRef>> {
  const errors = openSync(runPaths(dir).errors, 'a', 0o600)
  const child = spawn(file, [...args, '__worker', dir], {
    cwd: dir,
    env: { ...basicEnvironment(process.env, ['NODE_COMPILE_CACHE']), BR_READY_FD: '3' },
    detached: true,
    stdio: ['ignore', 'ignore', errors, 'pipe'],
  })
  closeSync(errors)
  const spawnError = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)))
  const announced = readAnnouncement(child.stdio[3] as Readable)
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  const answer = await Promise.race([announced, spawnError])
  clearTimeout(timer)
  child.unref()
  if (typeof answer !== 'string') return ok(answer)
  const why = answer || (await lastError(dir)) || 'it ended before it listened'
  return problem(`The worker process could not be started: ${why}.`, `See ${runPaths(dir).errors}.`)
}

/** The reference, or an empty text if the pipe ends without one. */
async function readAnnouncement(pipe: Readable): Promise<WorkerRef | ''> {
  try {
    const text = Buffer.concat(await pipe.toArray()).toString()
    return workerRefSchema.parse(JSON.parse(text))
  } catch {
    return ''
  }
}

/** The line of an uncaught error that says what it was. */
async function lastError(dir: string): Promise<string> {
  const text = await readFile(runPaths(dir).errors, 'utf8').catch(() => '')
  return (
    text
      .split('\n')
      .find((line) => /^\w*Error\b/.test(line))
      ?.slice(0, 300) ?? ''
  )
}
