import { createServer, type Socket } from 'node:net'
import type { TerminalProgram, TerminalSize } from '../../model/screen.ts'
import { type JsonLines, jsonLines } from '../json-lines.ts'
import { listenPrivately } from '../listen.ts'
import { paced } from '../worker/paced.ts'
import type { EmulatorRow, EmulatorScreen } from './emulator.ts'
import { type TerminalCommand, type TerminalMessage, terminalCommandSchema } from './terminal-messages.ts'

/** How often a host is sent rows, ms: more than a screen can show. */
const PACE = 16
/** A host that is this many bytes behind is sent the newest once it has read them. */
const FURTHEST_BEHIND = 64 * 1024

export interface TerminalSocket {
  /** The screen has changed: the host is sent the rows that differ. */
  draw: () => void
  /** Says how the program ended, then hangs up. */
  end: (how: string) => Promise<void>
}

interface Host {
  socket: Socket
  lines: JsonLines<TerminalMessage>
  /** What it has. */
  rows: EmulatorRow[]
}

/** Listens for the host. There is one of a repository: one that comes takes the place of the one before. */
export async function openTerminalSocket(
  path: string,
  {
    program,
    folder,
    screen,
    onCommand,
  }: {
    program: TerminalProgram
    folder: string
    screen: () => EmulatorScreen & { size: TerminalSize }
    onCommand: (command: TerminalCommand) => void
  },
): Promise<TerminalSocket> {
  let host: Host | null = null
  const server = createServer((socket) => {
    host?.lines.end()
    const lines = jsonLines<TerminalCommand, TerminalMessage>(socket, {
      schema: terminalCommandSchema,
      onMessage: onCommand,
      onClose: () => {
        if (host?.socket === socket) host = null
      },
    })
    host = { socket, lines, rows: [] }
    socket.on('drain', frames.call)
    lines.send({ type: 'hello', program, folder })
    frames.call()
  })
  const sendScreen = () => {
    if (!host || host.socket.writableLength > FURTHEST_BEHIND) return
    const { rows, size, cursorRow, below } = screen()
    const before = host.rows
    host.rows = rows
    const changed = rows.flatMap(({ text, isWrapped }, y): [number, string, boolean][] =>
      before[y]?.text === text && before[y].isWrapped === isWrapped ? [] : [[y, text, isWrapped]],
    )
    host.lines.send({ type: 'screen', size, changed, cursorRow, below })
  }
  const frames = paced(PACE, sendScreen)
  await listenPrivately(server, path)
  return {
    draw: frames.call,
    end: (how) =>
      new Promise((resolve) => {
        frames.flush()
        host?.lines.send({ type: 'ended', how })
        host?.lines.end()
        // A host that is stopped does not keep us.
        const late = setTimeout(() => host?.socket.destroy(), 1000)
        server.close(() => {
          clearTimeout(late)
          resolve()
        })
      }),
  }
}
