import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach } from 'vitest'
import { follow } from '../../source/cli/follow.ts'
import { openOnHost } from '../../source/cli/open-plan.ts'
import { lastAttempt } from '../../source/engine/batch-state.ts'
import { VERSION } from '../../source/host/version.ts'
import type { Ending, Session } from '../../source/model/session.ts'
import { findOrLaunchHost } from '../../source/runtime/launch-host.ts'
import { placesOf } from '../../source/runtime/places.ts'
import { makeProject, planText, type StreamText } from '../helpers/loop-repo.ts'
import { freshPath, type Repo, value } from '../helpers/repo.ts'
import { within } from '../helpers/within.ts'
import { processesWith, untilEnded } from './processes-with.ts'
import { openRefusingProxy } from './refusing-proxy.ts'
import { settings } from './settings.ts'
import type { Asked, Move } from './stub/move.ts'
import { openStub, type Stub } from './stub/server.ts'

const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')

/** How long an agent may take to come to its next step, ms. */
const PATIENCE = 200_000

/** By their titles: who works, and what the model says to it, step by step. */
type Streams = Record<string, StreamText & { agent: string; moves: Move[] }>

/** A build by real agents: the built program, with a host of its own. */
export interface Build {
  repo: Repo
  session: () => Session
  until: (what: string, isTrue: (session: Session) => boolean) => Promise<void>
  /** What a person types, through the built program. */
  send: (text: string) => Promise<{ exit: number; out: string }>
  /** How often a model was asked to go on with a stream. */
  asked: (title: string) => number
  /** Which models that were, each once. */
  models: (title: string) => string[]
  /** What was asked of any other place than the model server. */
  strayed: string[]
  /** `br-tui stop`, and the processes that are left after it. */
  stop: () => Promise<string[]>
}

const open: { stop: () => Promise<unknown>; close: () => void }[] = []
afterEach(async () => {
  for (const { stop, close } of open.splice(0)) {
    await stop()
    close()
  }
})

export async function openBuild(streams: Streams): Promise<Build> {
  let look = () => {}
  const stub = await openStub((asked) => {
    look()
    return nextMove(streams, asked)
  })
  const proxy = await openRefusingProxy()
  const { repo, env } = makePlace(streams, { stub: stub.url, proxy: proxy.url })
  const cli = (...args: string[]) => runProgram(args, { cwd: repo.root, env })
  const host = value(
    await findOrLaunchHost({
      places: placesOf({ env, commonDir: join(repo.root, '.git') }),
      root: repo.root,
      program: [process.execPath, PROGRAM],
      ...{ version: VERSION, env },
    }),
  )
  const stop = async () => {
    await cli('stop')
    const left = () => processesWith(env.BR_HOME, repo.root)
    const others = left().filter((line) => !line.startsWith(`${host.pid} `))
    // `stop` returns when the host has let go of it; the host then closes its files, and ends.
    await untilEnded(host.pid)
    return [...new Set([...others, ...left()])]
  }
  const close = () => {
    for (const each of [host, stub, proxy]) each.close()
  }
  open.push({ stop, close })

  const following = follow(host, [], { onState: () => look() })
  const plan = { file: 'PLAN.md', text: planText(streams) }
  const workers = Object.keys(streams).length
  const asGiven = { agent: undefined, replace: false, auto: null, canAsk: false }
  value(await openOnHost(host, { plan, workers, trust: true, ...asGiven }))
  const session = () => following.session() as Session
  const requestsFor = (title: string) =>
    stub.requests.flatMap(({ asked }) => (asked && titleOf(asked) === title ? [asked] : []))
  return {
    ...{ repo, session, stop, strayed: proxy.asked },
    send: (text) => cli('send', text),
    asked: (title) => requestsFor(title).length,
    models: (title) => [...new Set(requestsFor(title).map(({ model }) => model))],
    until: (what, isTrue) => {
      const comes = new Promise<void>((resolve) => {
        look = () => {
          const now = following.session()
          if (now && isTrue(now)) resolve()
        }
        look()
      })
      return within(comes, () => `${what}, but:\n${picture(session(), stub)}`, PATIENCE)
    },
  }
}

/** A repository and a home in which every agent asks only the stub. */
function makePlace(streams: Streams, urls: { stub: string; proxy: string }) {
  const home = process.env.HOME as string
  const told = settings({ home, ...urls })
  for (const [name, text] of Object.entries(told.files)) {
    const path = join(home, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
  const agents = Object.fromEntries(
    Object.entries(streams).map(([title, { agent }]) => [title.toLowerCase(), agent]),
  )
  const config = { agents, env: Object.keys(told.env), retries: 0 }
  return {
    repo: makeProject({ config }),
    env: { ...process.env, ...told.env, BR_HOME: freshPath('state') },
  }
}

/** What is to be said next to the stream that is asked for. Who offers no tools wants a title. */
function nextMove(streams: Streams, asked: Asked): Move {
  const title = titleOf(asked)
  return title === null
    ? { say: 'A title' }
    : (streams[title]?.moves[asked.results] ?? { say: 'That is all.' })
}

/** By the heading of the prompt. */
const titleOf = ({ tools, text }: Asked): string | null =>
  tools.length === 0 ? null : (/^# (.+?): `batch_\d+`/m.exec(text)?.[1] ?? null)

/** How the first batch of a stream ended. */
export function endingOf(session: Session, stream = 'alpha'): Ending | null {
  const batch = session.streams[stream]?.batches[0]
  return (batch && lastAttempt(batch)?.ending) ?? null
}

const picture = ({ notes }: Session, { requests }: Stub): string =>
  [
    ...notes.map(({ about, text }) => `${about}: ${text}`),
    ...requests.map(({ line, asked }) => `${line} ${asked ? `after ${asked.results} results` : ''}`),
  ].join('\n')

const runProgram = (args: string[], place: { cwd: string; env: NodeJS.ProcessEnv }) =>
  new Promise<{ exit: number; out: string }>((resolve) => {
    const how = { ...place, timeout: 60_000 }
    execFile(process.execPath, [PROGRAM, ...args], how, (error, out, err) =>
      resolve({ exit: error ? Number(error.code ?? -1) : 0, out: out + err }),
    ).stdin?.end()
  })
