import { spawn } from 'node:child_process'
import { openSync, statSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { problem, type Result } from '../model/result.ts'
import { type Caller, connectHost, type HostConnection } from './host-connection.ts'
import { LIMITS } from './limits.ts'
import { makePlaces, type Places } from './places.ts'

export interface LaunchInput extends Caller {
  places: Places
  root: string
  /** argv that starts this program. */
  program: string[]
}

/** Another client may be starting the host at this very moment; it listens within this time, ms. */
const OTHERS_START = 5000

/** Finds the repository's host, or starts it. Two that start one at once end up with the same. */
export async function findOrLaunchHost(input: LaunchInput): Promise<Result<HostConnection>> {
  const { places } = input
  const there = await connectHost(places.socket, input)
  if (!there.ok || there.value) return there as Result<HostConnection>
  const made = await makePlaces(places)
  if (!made.ok) return made
  const said = await launch(input)
  if (said.startsWith('problem: ')) return problem(said.slice('problem: '.length))
  const deadline = performance.now() + OTHERS_START
  do {
    const found = await connectHost(places.socket, input)
    if (!found.ok || found.value) return found as Result<HostConnection>
    await delay(20)
  } while (performance.now() < deadline)
  return problem('The host could not be started.', `Its log: ${places.hostLog}`)
}

/** Starts a host that does not depend on this process, and resolves with the line it says once it listens, or why not. */
async function launch({ places, root, program: [file = '', ...args], env }: LaunchInput): Promise<string> {
  const { size = 0 } = statSync(places.hostLog, { throwIfNoEntry: false }) ?? {}
  const log = openSync(places.hostLog, size > LIMITS.hostLog ? 'w' : 'a', 0o600)
  const child = spawn(file, [...args, '__host', root], {
    cwd: '/',
    // Started from a terminal in a pane, it is no part of what ends with that.
    env: { ...env, BR_READY_FD: '3', BR_TERMINAL: undefined },
    detached: true,
    stdio: ['ignore', log, log, 'pipe'],
  })
  const failed = new Promise<string>((resolve) =>
    child.once('error', ({ message }) => resolve(`problem: ${message}`)),
  )
  const said = (child.stdio[3] as Readable)
    .toArray()
    .then((chunks) => Buffer.concat(chunks).toString().trim())
  const line = await Promise.race([said, failed])
  child.unref()
  return line
}
