import { execFile } from 'node:child_process'
import { readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, vi } from 'vitest'
import { follow } from '../../source/cli/follow.ts'
import { type OpenFailure, openOnHost } from '../../source/cli/open-plan.ts'
import { runProgram } from '../../source/cli/program.ts'
import { ask } from '../../source/cli/send.ts'
import { statusText } from '../../source/commands/status.ts'
import { currentBatch, lastAttempt } from '../../source/engine/batch-state.ts'
import { type Host, type HostInput, startHost } from '../../source/host/start-host.ts'
import { VERSION } from '../../source/host/version.ts'
import type { Event } from '../../source/model/event.ts'
import type { Answer, ClientMessage } from '../../source/model/message.ts'
import type { Result } from '../../source/model/result.ts'
import type { Session, StreamFacts } from '../../source/model/session.ts'
import { connectHost, type HostConnection, stopHost } from '../../source/runtime/host-connection.ts'
import { type Places, placesOf } from '../../source/runtime/places.ts'
import { sealed } from '../../source/runtime/sealed.ts'
import { openStage, type Stage, type ToldAgent } from './loop-agents.ts'
import { makeProject } from './loop-repo.ts'
import { freshPath, type Repo, value } from './repo.ts'
import { within } from './within.ts'

/** The built program. */
export const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')
// Functions of the command line start their hosts with it.
process.argv[1] = PROGRAM

export interface Rig {
  repo: Repo
  places: Places
  stage: Stage
  host: Host
  client: HostConnection
  /** Every event since the client came, as it was told. */
  events: Event[]
  session: () => Session
  stream: (id: string) => StreamFacts
  /** What was said of the stream or of the whole, newest last. */
  notes: (about?: string) => string
  open: (plan: string, options?: Partial<OpenChoice>) => Promise<Result<string, OpenFailure>>
  type: (text: string, focus?: string) => Promise<Answer>
  until: (what: string, isTrue: (session: Session) => boolean) => Promise<void>
  /** Lets go of everything but the workers, as a host that is killed does. */
  dropHost: () => Promise<void>
  /** The next host of the repository, with a client at it. */
  nextHost: () => Promise<void>
}

interface OpenChoice {
  agent: string | undefined
  workers: number
  trust: boolean
  replace: boolean
  auto: Extract<ClientMessage, { type: 'open' }>['auto']
}

const used: { places: Places; stage: Stage }[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  for (const { places, stage } of used.splice(0)) {
    await stopHost(places.socket, { version: VERSION, env: {} })
    // Agents of a host that was dropped end here, and their workers with them.
    stage.close()
  }
})

/** A state folder of its own for a repository; everything that finds one by the environment finds this. */
export function placesFor(repo: Repo): Places {
  process.env.BR_HOME = freshPath('home')
  return placesOf({ env: process.env, commonDir: join(realpathSync(repo.root), '.git') })
}

/** A repository with a host in this process, a client at it and agents that wait to be told. */
export async function openRig({
  repo = makeProject(),
  places = placesFor(repo),
  limits,
}: {
  repo?: Repo
  places?: Places
  limits?: HostInput['limits']
} = {}): Promise<Rig> {
  const stage = await openStage()
  used.push({ places, stage })
  const rig = { repo, places, stage, events: [] as Event[] } as Rig
  const begin = async () => {
    const program = [process.execPath, PROGRAM]
    const input = { places, root: repo.root, program, env: process.env, ...(limits && { limits }) }
    rig.host = value(await startHost(input))
    rig.client = await connectTo(places)
    follow(rig.client, [], { onEvent: (event) => rig.events.push(event) })
  }
  await begin()
  return Object.assign(rig, {
    session: () => rig.host.loop.session() as Session,
    stream: (id: string) => rig.session().streams[id] as StreamFacts,
    notes: (about?: string) =>
      rig
        .session()
        .notes.filter((note) => about === undefined || note.about === about)
        .map(({ text }) => text)
        .join('\n'),
    open: (text: string, options: Partial<OpenChoice> = {}) =>
      openOnHost(rig.client, {
        plan: { file: 'PLAN.md', text },
        ...{ agent: stage.agent, workers: 3, trust: true, replace: false, auto: null, canAsk: false },
        ...options,
      }),
    type: (text: string, focus?: string) => typeAt(rig.client, text, focus),
    until: (what: string, isTrue: (session: Session) => boolean) =>
      within(rig.host.loop.until(isTrue), () => `${what}, but:\n${picture(rig.session())}`),
    dropHost: async () => {
      rig.client.close()
      await rig.host.close()
    },
    nextHost: begin,
  })
}

/** The same with a plan open. */
export async function openPlan(
  plan: string,
  { repo, places, limits, ...options }: Parameters<typeof openRig>[0] & Partial<OpenChoice> = {},
): Promise<Rig> {
  const rig = await openRig({ ...(repo && { repo }), ...(places && { places }), ...(limits && { limits }) })
  value(await rig.open(plan, options))
  return rig
}

/** Does the stream's next batch, from `continue` to done. */
export async function doBatch(rig: Rig, stream: string, files: Record<string, string>): Promise<ToldAgent> {
  const batch = currentBatch(rig.stream(stream))?.id as string
  const { exit, text } = await rig.type(`continue ${stream}`)
  expect(exit, text).toBe(0)
  const agent = await rig.stage.next(stream)
  agent.finish(files)
  await rig.until(`${batch} of ${stream}`, isDone(stream, batch))
  return agent
}

/** While no host is there: its session on disk, changed by hand and sealed again. */
export function changeStored({ places }: Rig, change: (session: Session) => void): void {
  const { crc: _, ...db } = JSON.parse(readFileSync(places.session, 'utf8'))
  change(db.session)
  writeFileSync(places.session, sealed(db))
}

export const isDone = (stream: string, id: string) => (session: Session) => {
  const batch = session.streams[stream]?.batches.find((each) => each.id === id)
  return batch !== undefined && lastAttempt(batch)?.ending?.kind === 'done'
}

export async function connectTo(places: Places, env: NodeJS.ProcessEnv = {}): Promise<HostConnection> {
  const client = value(await connectHost(places.socket, { version: VERSION, env }))
  if (!client) throw new Error('no host listens')
  return client
}

export async function typeAt(client: HostConnection, text: string, focus?: string): Promise<Answer> {
  const answer = await within(ask(client, { text, focus: focus ?? null }), () => `an answer to '${text}'`)
  if (!answer) throw new Error(`The host was gone before it answered '${text}'.`)
  return answer
}

const picture = (session: Session): string =>
  [statusText(session, Date.now()), ...session.notes.map(({ about, text }) => `${about}: ${text}`)].join('\n')

export interface Said {
  exit: number
  out: string
  err: string
}

/** The command line in this process: what it prints and its exit code. */
export async function cli(...args: string[]): Promise<Said> {
  const said = { out: '', err: '' }
  const keep = (to: 'out' | 'err') => (chunk: string | Uint8Array) => {
    said[to] += String(chunk)
    return true
  }
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'))
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'))
  try {
    const exit = await runProgram(args)
    return { exit, ...said }
  } finally {
    out.mockRestore()
    err.mockRestore()
  }
}

/** The built program as a process of its own. */
export function program(args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<Said>((resolve) => {
    const settings = { env: process.env, timeout: 60_000, maxBuffer: 64 * 1024 * 1024, ...options }
    execFile(process.execPath, [PROGRAM, ...args], settings, (error, out, err) =>
      resolve({ exit: error ? Number(error.code ?? -1) : 0, out, err }),
    ).stdin?.end()
  })
}
