import { constants } from 'node:os'
import type { TerminalSize } from '../../model/screen.ts'
import type { TerminalSpec } from './terminal-messages.ts'

/** More than this many bytes that nobody has taken stay in the kernel, where they stop the program. */
const FURTHEST_AHEAD = 256 * 1024

export interface Pty {
  write: (text: string) => void
  resize: (size: TerminalSize) => void
  /** The terminal is closed, as a person closes a window. */
  hangUp: () => void
  /** Such as 'exit 0'; all of its output has been handed over by then. */
  ended: Promise<string>
}

/**
 * Starts a program on a pseudo-terminal. The library is native, so a person's br-tui may be without it; then this
 * throws one line that says so.
 */
export async function startPty(
  { argv: [file = '', ...args], cwd, env, size }: TerminalSpec,
  onOutput: (bytes: Uint8Array, taken: () => void) => void,
): Promise<Pty> {
  const { spawn } = await import('@lydell/node-pty').catch((cause) => {
    throw new Error('@lydell/node-pty, which panes need, cannot be loaded.', { cause })
  })
  const child = spawn(file, args, {
    ...{ cols: size.columns, rows: size.rows, cwd, env, encoding: null },
    ...(env.TERM ? { name: env.TERM } : {}),
  })
  let ahead = 0
  let isEnded = false
  child.onData((data) => {
    // Without an encoding they are bytes, whatever the type says.
    const bytes = data as unknown as Uint8Array
    ahead += bytes.length
    if (ahead > FURTHEST_AHEAD) child.pause()
    onOutput(bytes, () => {
      const isOver = ahead > FURTHEST_AHEAD / 2
      ahead -= bytes.length
      if (isOver && ahead <= FURTHEST_AHEAD / 2 && !isEnded) child.resume()
    })
  })
  const ended = new Promise<string>((resolve) =>
    child.onExit(({ exitCode, signal }) => {
      isEnded = true
      resolve(signal ? signalName(signal) : `exit ${exitCode}`)
    }),
  )
  return {
    write: (text) => {
      if (!isEnded) child.write(text)
    },
    resize: ({ columns, rows }) => {
      if (!isEnded) child.resize(columns, rows)
    },
    hangUp: () => {
      if (isEnded) return
      child.kill('SIGHUP')
      // One that is stopped hears it only when it goes on.
      child.kill('SIGCONT')
    },
    ended,
  }
}

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `signal ${number}`
