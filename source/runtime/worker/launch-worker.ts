import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, renameSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { ok, problem, type Result } from '../../model/result.ts'
import { type WorkerRef, workerRefSchema } from '../../model/session.ts'
import { basicEnvironment } from './environment.ts'
import { runPaths } from './run-paths.ts'

/** A machine under load may take seconds to start a program; one that takes longer has lost it. In ms. */
const patience = 20_000

/** A worker process that has been started and waits to be told its run folder. */
export interface WaitingWorker {
  child: ChildProcess
  /** Where its errors go until it has a run. */
  errors: string
}

export interface LaunchOrder {
  dir: string
  /** argv of our own program. */
  program: string[]
  /** One that is booted already; without it, one is started now. */
  spare?: WaitingWorker | null
}

/**
 * Gives a run folder to a worker process that does not depend on this one, and resolves once it can be talked to. The
 * worker says that it listens over a pipe: unlike a file to watch for, its end also tells at once of a worker that
 * died on the way.
 */
export async function launchWorker({ dir, program, spare }: LaunchOrder): Promise<Result<WorkerRef>> {
  const { errors } = runPaths(dir)
  const { child, errors: before } = spare ?? startWorker({ program, errors })
  if (before !== errors) renameSync(before, errors)
  const ref = await handOver(child, dir, errors)
  return ref.ok
    ? ref
    : problem(`The worker process could not be started: ${ref.error.message}.`, `See ${errors}.`)
}

/** Says to a process what it is for, and resolves once it can be talked to; else with why not, in few words. */
export async function handOver(
  child: ChildProcess,
  order: string,
  errors: string,
): Promise<Result<WorkerRef>> {
  const failed = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)))
  const announced = readAnnouncement(child.stdio[3] as Readable)
  const input = child.stdin as Writable
  // It may have died meanwhile: then the other pipe ends without an announcement.
  input.on('error', () => {})
  input.end(order)
  const timer = setTimeout(() => child.kill('SIGKILL'), patience)
  const answer = await Promise.race([announced, failed])
  clearTimeout(timer)
  child.unref()
  if (typeof answer !== 'string') return ok(answer)
  return problem(answer || (await lastError(errors)) || 'it ended before it listened')
}

/**
 * Starts a process of ours that boots and then waits on its input for what it is for; when this process ends before,
 * so does that one.
 */
export function startWorker({
  program: [file = '', ...args],
  errors,
  command = '__worker',
}: {
  program: string[]
  errors: string
  command?: '__worker' | '__terminal'
}): WaitingWorker {
  const log = openSync(errors, 'a', 0o600)
  const child = spawn(file, [...args, command], {
    cwd: '/',
    env: { ...basicEnvironment(process.env, ['NODE_COMPILE_CACHE']), BR_READY_FD: '3' },
    detached: true,
    stdio: ['pipe', 'ignore', log, 'pipe'],
  })
  closeSync(log)
  return { child, errors }
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
async function lastError(errors: string): Promise<string> {
  const text = await readFile(errors, 'utf8').catch(() => '')
  return (
    text
      .split('\n')
      .find((line) => /^\w*Error\b/.test(line))
      ?.slice(0, 300) ?? ''
  )
}
