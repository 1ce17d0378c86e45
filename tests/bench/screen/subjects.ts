import { join } from 'node:path'
import { openOnHost } from '../../../source/cli/open-plan.ts'
import { VERSION } from '../../../source/host/version.ts'
import { findOrLaunchHost } from '../../../source/runtime/launch-host.ts'
import { startTerminal, type Terminal } from '../../helpers/terminal.ts'
import { must } from '../measure.ts'
import { base, makeRepo, placesIn, program } from '../place.ts'
import { type Feed, openFeed, type Source } from './feed.ts'

export const PANES = 6
export const SIZE = { columns: 200, rows: 50 }

/** A screen that is measured, and the programs whose lines it draws. */
export interface Subject {
  terminal: Terminal
  sources: Source[]
}

/** The client at a session with a stream for each pane, its host, and nothing running yet. */
export interface Session {
  hostPid: number
  startClient: () => Terminal
  /** A client that has drawn something. */
  openClient: () => Promise<Terminal>
  /** Starts a worker in every stream. */
  begin: () => Promise<Source[]>
  close: () => void
}

const STREAMS = Array.from({ length: PANES }, (_, index) => `Pane ${index + 1}`)
const PLAN = `# Six Panes

## Phase 1: All - PARALLEL

${STREAMS.map((name, index) => `### Stream ${String.fromCharCode(65 + index)}: ${name} (1 day)\n\n**Work:**\n1. Talk\n`).join('\n')}`

export async function openSession(): Promise<Session> {
  const feed = await openFeed('agents')
  const root = makeRepo('screen', { 'br.config.json': '{ "tests": { "smoke": "none", "full": "none" } }\n' })
  const launch = { places: placesIn(root), root, program: [process.execPath, program] }
  const host = must(await findOrLaunchHost({ ...launch, version: VERSION, env: process.env }))
  must(
    await openOnHost(host, {
      plan: { file: 'PLAN.md', text: PLAN },
      ...{ agent: `cmd: ${feed.argv.join(' ')}`, workers: PANES, trust: true },
      ...{ replace: false, auto: null, canAsk: false },
    }),
  )
  const startClient = () => start([process.execPath, program, '--cwd', root], root)
  return {
    hostPid: host.pid,
    startClient,
    openClient: () => startClient().waitFor(/\S/, 'anything to be drawn'),
    begin: () => {
      host.send({ type: 'type', request: 1, focus: null, text: 'continue all' })
      return feed.arrivals(PANES)
    },
    close: () => {
      feed.close()
      host.close()
    },
  }
}

/** Bare Node with a word on the screen. */
export const startBareNode = () =>
  start([process.execPath, '-e', "process.stdout.write('word'); process.stdin.resume()"], base)

export async function openBound(): Promise<Subject & { feed: Feed }> {
  const feed = await openFeed('bound')
  const argv = [process.execPath, join(import.meta.dirname, 'bound.mjs'), `${PANES}`, ...feed.argv]
  const [terminal, sources] = await Promise.all([
    start(argv, base).waitFor(/\S/, 'anything to be drawn'),
    feed.arrivals(PANES),
  ])
  return { terminal, sources, feed }
}

/** A terminal of its own, of the size that is measured. */
export const start = (argv: string[], cwd: string): Terminal =>
  startTerminal({ argv, cwd, ...SIZE, env: places() })

const places = () => ({
  BR_HOME: process.env.BR_HOME,
  XDG_RUNTIME_DIR: process.env.XDG_RUNTIME_DIR,
  XDG_CONFIG_HOME: process.env.XDG_CONFIG_HOME,
})
