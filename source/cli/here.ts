import { resolve } from 'node:path'
import { readSession } from '../host/read-session.ts'
import { VERSION } from '../host/version.ts'
import { ok, problem, type Result } from '../model/result.ts'
import type { Session } from '../model/session.ts'
import { inspectRepository, type RepositoryInfo } from '../runtime/git/repository.ts'
import { connectHost, type HostConnection } from '../runtime/host-connection.ts'
import { findOrLaunchHost, type LaunchInput } from '../runtime/launch-host.ts'
import { type Places, placesOf } from '../runtime/places.ts'
import { openStore } from '../runtime/store.ts'
import { openOnHost } from './open-plan.ts'
import { ownProgram } from './own-program.ts'
import { warn } from './print.ts'

const RESUME = { plan: null, trust: false, replace: false, auto: null, canAsk: false }

/** Where a command was started: the repository, and where its state is kept. */
export interface Here {
  repository: RepositoryInfo
  places: Places
  launch: LaunchInput
}

export async function findHere(cwd: string | undefined): Promise<Result<Here>> {
  const repository = await inspectRepository(resolve(cwd ?? '.'))
  if (!repository.ok) return repository
  const { env } = process
  const places = placesOf({ env, commonDir: repository.value.commonDir })
  const launch = { places, root: repository.value.root, program: ownProgram(), version: VERSION, env }
  return ok({ repository: repository.value, places, launch })
}

/** The host of this repository's session, started when it should be running; a problem where there is no session. */
export async function hostOfSession({
  places,
  launch,
}: Here): Promise<Result<HostConnection & { session: Session }>> {
  const running = await connectHost(places.socket, launch)
  if (!running.ok) return running
  const host = running.value ?? (await launchForSession(places, launch))
  if ('ok' in host) return host
  if (host.session?.ended?.how === 'stopped') await openOnHost(host, RESUME)
  if (host.session) return ok(host as HostConnection & { session: Session })
  host.close()
  return noSession()
}

/** The same for a repository whose host was lost meanwhile. */
export async function reopenSession(root: string): Promise<Result<HostConnection>> {
  const here = await findHere(root)
  return here.ok ? hostOfSession(here.value) : here
}

async function launchForSession(
  places: Places,
  launch: LaunchInput,
): Promise<HostConnection | Result<never>> {
  const stored = await openStore(places.session)
  if (stored.ok && stored.value.session === null && stored.value.damaged.length === 0) return noSession()
  const host = await findOrLaunchHost(launch)
  return host.ok ? host.value : host
}

/** The session of the repository here as it is on disk; a problem where there is none. */
export async function sessionHere(cwd: string | undefined): Promise<Result<Session>> {
  const here = await findHere(cwd)
  if (!here.ok) return here
  const stored = await storedSession(here.value.places)
  return stored.ok ? (stored.value ? ok(stored.value) : noSession()) : stored
}

/** The session as it is on disk, without starting or changing anything. What is damaged is mended by the next host. */
export async function storedSession(places: Places): Promise<Result<Session | null>> {
  const read = await readSession(places)
  if (!read.ok) return read
  const { session, damaged, notes } = read.value
  for (const { path, why } of damaged) warn(`${path} is damaged: ${why}.`)
  for (const note of notes) warn(note)
  return ok(session)
}

const noSession = () =>
  problem('There is no session in this repository yet.', 'Start one with: br-tui PLAN.md')
