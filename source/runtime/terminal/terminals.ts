import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { workFolder } from '../../engine/on-conflict.ts'
import { agentOf } from '../../engine/workers.ts'
import type { ClientMessage } from '../../model/message.ts'
import { ok, problem, type Result } from '../../model/result.ts'
import type { ScrollMove, TerminalProgram, TerminalSize } from '../../model/screen.ts'
import type { Session } from '../../model/session.ts'
import { findProgram } from '../find-program.ts'
import { turns } from '../in-turn.ts'
import type { Places } from '../places.ts'
import { within } from '../within.ts'
import { handOver, startWorker } from '../worker/launch-worker.ts'
import { killMarked } from '../worker/sweep.ts'
import { connectTerminal, type TerminalConnection, type TerminalScreen } from './connect-terminal.ts'
import { terminalArgv } from './terminal-argv.ts'
import { terminalEnvironment } from './terminal-environment.ts'
import type { TerminalSpec } from './terminal-messages.ts'

export type TerminalOrder = Omit<Extract<ClientMessage, { type: 'open-terminal' }>, 'type' | 'request'>

/** `isUnable`: nothing is wrong with what was asked for, but no terminal can be opened in a pane here. */
export type TerminalOpened = Result<null> & { isUnable?: boolean }

/** The terminals in the panes of a session: at most one a stream, each a process of its own that outlives the host. */
export interface Terminals {
  /** Those that the host before has left. */
  adopt: (session: Session) => Promise<void>
  /** Opens one; one that is open already stays as it is. */
  open: (session: Session, order: TerminalOrder) => Promise<TerminalOpened>
  list: () => Record<string, TerminalProgram>
  screenOf: (stream: string) => TerminalScreen | null
  input: (stream: string, text: string, isPaste: boolean) => void
  resize: (stream: string, size: TerminalSize) => void
  scroll: (stream: string, move: ScrollMove) => void
  /** Ends all, and what was started in them: hangs up, asks, kills. */
  end: (session: Session) => Promise<void>
  /** Lets go of all; they live on. */
  close: () => void
}

export interface TerminalsInput {
  places: Places
  /** argv of our own program. */
  program: string[]
  onScreen: (stream: string) => void
  /** One was opened, or ended. */
  onList: (ended: { stream: string; how: string } | null) => void
}

/** How long programs have after the hang-up, and how long after they were asked to end; ms. */
const HANG_UP = 1000
const GRACE = 2000

export function openTerminals({ places, program, onScreen, onList }: TerminalsInput): Terminals {
  const living = new Map<string, TerminalConnection>()
  /** What each was told last. */
  const sizes = new Map<string, TerminalSize>()
  const inTurn = turns()
  let isClosed = false

  const socketOf = ({ id }: Session, stream: string) => places.workerSocket(`terminal ${id} ${stream}`)

  const connect = async (session: Session, stream: string): Promise<boolean> => {
    const connection = await connectTerminal(socketOf(session, stream), () => onScreen(stream))
    if (connection && isClosed) connection.close()
    if (!connection || isClosed) return false
    living.set(stream, connection)
    void connection.gone.then((how) => {
      living.delete(stream)
      sizes.delete(stream)
      if (!isClosed) onList({ stream, how: how ?? 'its process is gone' })
    })
    onList(null)
    return true
  }

  const launch = async (spec: TerminalSpec): Promise<Result<unknown>> => {
    const errors = join(places.folder, 'terminal.err')
    rmSync(errors, { force: true })
    const { child } = startWorker({ program, errors, command: '__terminal' })
    return handOver(child, JSON.stringify(spec), errors)
  }

  const open = async (session: Session, order: TerminalOrder): Promise<TerminalOpened> => {
    const { stream, size } = order
    const facts = session.streams[stream]
    const folder = facts && workFolder(facts)
    if (!folder) return problem(`${stream} has no workspace.`)
    const left = living.get(stream)
    if (left?.folder && !existsSync(left.folder)) await endOne(left)
    const there = living.get(stream)
    if (there && order.program !== null && order.program !== there.program)
      return problem(
        `The ${there.program} of ${stream} is still open.`,
        `End it first; 'open' goes back to it.`,
      )
    if (there?.folder && there.folder !== folder)
      return problem(
        `The ${there.program} of ${stream} is still open in ${there.folder}.`,
        `End it first; now it is about ${folder}.`,
      )
    if (there) return ok(null)
    const env = terminalEnvironment(order.env, session.id)
    const what = order.program ?? 'shell'
    const argv = terminalArgv(what, { env, folder, agent: agentOf(session, stream) })
    if (!argv.ok) return argv
    const [file = ''] = argv.value
    // The pseudo-terminal would open all the same, and close at once.
    if ((await findProgram(file, env.PATH ?? '')) === null)
      return problem(`There is no program ${file}.`, 'Install it, or set PATH.')
    const socket = socketOf(session, stream)
    const launched = await launch({ program: what, argv: argv.value, cwd: folder, env, size, socket })
    if (!launched.ok) return { ...problem(launched.error.message.replace(/^\w*Error: /, '')), isUnable: true }
    // A program that has ended by now was there all the same.
    if (await connect(session, stream)) sizes.set(stream, size)
    return ok(null)
  }

  /** Where a conflict was resolved is gone with it, and whoever is still in there can do nothing more. */
  const endOne = async ({ send, gone }: TerminalConnection) => {
    send({ type: 'end' })
    await within(HANG_UP, gone)
  }

  const end = async ({ id }: Session) => {
    const all = [...living.values()]
    const gone = Promise.all(all.map((each) => each.gone))
    for (const { send } of all) send({ type: 'end' })
    await within(HANG_UP, gone)
    await killMarked(id, GRACE, null, 'BR_TERMINAL')
    await within(HANG_UP, gone)
  }

  // In turn: none is opened beside one that is still looked for, or while all are ended.
  return {
    adopt: (session) =>
      inTurn('', async () => {
        await Promise.all(Object.keys(session.streams).map((stream) => connect(session, stream)))
      }),
    open: (session, order) => inTurn('', () => open(session, order)),
    end: (session) => inTurn('', () => end(session)),
    list: () => Object.fromEntries([...living].map(([stream, { program: what }]) => [stream, what])),
    screenOf: (stream) => living.get(stream)?.screen() ?? null,
    input: (stream, text, isPaste) => living.get(stream)?.send({ type: 'input', text, isPaste }),
    resize: (stream, size) => {
      const terminal = living.get(stream)
      const told = sizes.get(stream)
      if (!terminal || (told?.columns === size.columns && told.rows === size.rows)) return
      sizes.set(stream, size)
      terminal.send({ type: 'size', size })
    },
    scroll: (stream, move) => living.get(stream)?.send({ type: 'scroll', move }),
    close: () => {
      isClosed = true
      for (const connection of living.values()) connection.close()
    },
  }
}
