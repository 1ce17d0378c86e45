import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { follow } from '../../source/cli/follow.ts'
import { openOnHost } from '../../source/cli/open-plan.ts'
import { VERSION } from '../../source/host/version.ts'
import type { Event } from '../../source/model/event.ts'
import type { Session } from '../../source/model/session.ts'
import { findOrLaunchHost } from '../../source/runtime/launch-host.ts'
import { placesOf } from '../../source/runtime/places.ts'
import { makeProject, planText, type StreamText } from '../helpers/loop-repo.ts'
import { freshPath, type Repo, value } from '../helpers/repo.ts'
import { within } from '../helpers/within.ts'
import { settings } from './settings.ts'
import type { Asked, Move } from './stub/move.ts'
import { openStub, type Stub } from './stub/server.ts'

const PROGRAM = join(import.meta.dirname, '../../dist/cli.js')

/** How long an agent may take to come to its next step, ms. */
const PATIENCE = 200_000

/** A build with real agents, whose model says what the test wants. */
export interface Build {
  repo: Repo
  stub: Stub
  /** What tried to reach any other place than the model server. */
  strayed: string[]
  events: Event[]
  session: () => Session
  until: (what: string, isTrue: (session: Session) => boolean) => Promise<void>
  /** What a person types, through the built program. */
  send: (text: string) => Promise<{ exit: number; out: string }>
  /** `br-tui stop`, and the processes that are left after it. */
  stop: () => Promise<string[]>
}

interface Shape {
  /** Stream by stream: who works, and what the model says to it, step by step. */
  streams: Record<string, StreamText & { agent: string; moves: Move[] }>
  env?: Record<string, string>
}

const open: { stop: () => Promise<unknown>; close: () => void }[] = []
afterEach(async () => {
  for (const { stop, close } of open.splice(0)) {
    await stop()
    close()
  }
})

export async function openBuild({ streams, env: more = {} }: Shape): Promise<Build> {
  const stub = await openStub((asked) => decide(streams, asked))
  const strayed: string[] = []
  const proxy = createServer(({ method, url }, response) => {
    strayed.push(`${method} ${url}`)
    response.writeHead(403).end()
  })
  proxy.on('connect', ({ url }, socket) => {
    strayed.push(`CONNECT ${url}`)
    socket.on('error', () => {}).end('HTTP/1.1 403 Forbidden\r\n\r\n')
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))

  const home = process.env.HOME as string
  const told = settings({
    home,
    stub: stub.url,
    proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
  })
  for (const [path, text] of Object.entries(told.files)) {
    mkdirSync(join(home, path, '..'), { recursive: true })
    writeFileSync(join(home, path), text)
  }
  const own = { ...told.env, ...more }
  const env = { ...process.env, ...own, BR_HOME: freshPath('state') }

  const agents = Object.fromEntries(
    Object.entries(streams).map(([title, { agent }]) => [title.toLowerCase(), agent]),
  )
  const repo = makeProject({ config: { agents, env: Object.keys(own), retries: 0 } })
  const caller = { version: VERSION, env }
  const places = placesOf({ env, commonDir: join(repo.root, '.git') })
  const launch = { places, root: repo.root, program: [process.execPath, PROGRAM], ...caller }
  const host = value(await findOrLaunchHost(launch))
  const events: Event[] = []
  let look = () => {}
  const following = follow(host, [], {
    onEvent: (event) => events.push(event),
    onState: () => look(),
  })
  const cli = (...args: string[]) =>
    new Promise<{ exit: number; out: string }>((resolve) => {
      const how = { cwd: repo.root, env, timeout: 60_000 }
      execFile(process.execPath, [PROGRAM, ...args], how, (error, out, err) =>
        resolve({ exit: error ? Number(error.code ?? -1) : 0, out: out + err }),
      ).stdin?.end()
    })
  const stop = async () => {
    await cli('stop')
    return processesWith(env.BR_HOME, repo.root)
  }
  open.push({
    stop,
    close: () => {
      host.close()
      stub.close()
      proxy.close()
      proxy.closeAllConnections()
    },
  })
  const workers = Object.keys(streams).length
  value(
    await openOnHost(host, {
      plan: { file: 'PLAN.md', text: planText(streams) },
      ...{ agent: undefined, workers, trust: true, replace: false, auto: null, canAsk: false },
    }),
  )
  const session = () => following.session() as Session
  return {
    ...{ repo, stub, strayed, events, session, stop },
    send: (text) => cli('send', text),
    until: (what, isTrue) => {
      const comes = new Promise<void>((resolve) => {
        look = () => {
          const now = following.session()
          if (now && isTrue(now)) resolve()
        }
        look()
      })
      const asked = () =>
        stub.requests.map(({ line, asked: at }) => `${line} ${at?.results ?? ''}`).join(', ')
      const notes = () =>
        session()
          .notes.map(({ about, text }) => `${about}: ${text}`)
          .join('\n')
      return within(comes, () => `${what}, but:\n${notes()}\nAsked of the model: ${asked()}`, PATIENCE)
    },
  }
}

/** By the heading of the prompt: what is to be said of that stream next. Without tools it is asked for a title. */
function decide(streams: Shape['streams'], { text, tools, results }: Asked): Move {
  if (tools.length === 0) return { say: 'A title' }
  const title = /^# (.+?): `batch_\d+`/m.exec(text)?.[1]
  return streams[title ?? '']?.moves[results] ?? { say: 'That is all.' }
}

/** Every process whose environment, or place, is one of ours. */
function processesWith(...places: string[]): string[] {
  if (process.platform !== 'linux') return []
  const read = (pid: string, what: string) => {
    try {
      return readFileSync(`/proc/${pid}/${what}`, 'utf8')
    } catch {
      return ''
    }
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => places.some((place) => read(pid, 'environ').includes(place)))
    .map((pid) => `${pid} ${read(pid, 'cmdline').replaceAll('\0', ' ')}`)
}
