import { constants } from 'node:os'
import pty from '@lydell/node-pty'
import { createEmulator, type Emulator, type Size } from './terminal-emulator.ts'
import { keyBytes } from './terminal-keys.ts'
import { readPty } from './terminal-reader.ts'

export interface TerminalOptions {
  argv: string[]
  cwd?: string
  /** Beside what every terminal of a test has; undefined takes a variable away. */
  env?: Record<string, string | undefined>
  columns?: number
  rows?: number
  /** What stands on the screen already. */
  before?: string
  bytesPerSecond?: number | null
}

/** Text, a pattern, or anything that can be said of the screen. */
export type Wanted = string | RegExp | ((terminal: Terminal) => boolean)

export interface Ending {
  code: number
  signal: string | null
}

/** A program in a real terminal of its own, in the hands of a test. */
export interface Terminal extends Emulator {
  pid: number
  /** Text as a person types it, a key at a time. */
  type: (text: string) => Terminal
  /** Keys by name: `enter`, `esc`, `ctrl-c`, `alt-left`, `pageup`, `x`. */
  press: (...keys: string[]) => Terminal
  /** As the terminal hands over its clipboard: bracketed where the program wants that. */
  paste: (text: string) => Terminal
  /** Bytes as they are. */
  send: (bytes: string) => Terminal
  resize: (size: Size) => Terminal
  /** Resolves once it is true of a whole frame; the error shows the screen as it is by then. */
  waitFor: (wanted: Wanted, what?: string, patience?: number) => Promise<Terminal>
  throttle: (bytesPerSecond: number | null) => Terminal
  /** Bytes the program has written so far. */
  received: () => number
  kill: (signal?: NodeJS.Signals) => Terminal
  exit: Promise<Ending>
  /** Ends the program if it still runs. */
  end: () => Promise<void>
}

/** How long a test waits for the screen, and how long a program has to end when it is told to, ms. */
const PATIENCE = 20_000
const GRACE = 2000

/** Nothing of the machine's own environment: a test sees the same screen everywhere. */
const environment = (): Record<string, string | undefined> => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  SHELL: '/bin/sh',
  ...{ TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC', FORCE_COLOR: '3', NODE_ENV: 'production' },
})

const running = new Set<Terminal>()

/** Ends every program that was started here. */
export async function endTerminals(): Promise<void> {
  await Promise.all([...running].map((terminal) => terminal.end()))
}

export function startTerminal({
  argv: [file = '', ...args],
  cwd = process.cwd(),
  env = {},
  columns = 80,
  rows = 24,
  before = '',
  bytesPerSecond = null,
}: TerminalOptions): Terminal {
  const variables = Object.entries({ ...environment(), ...env }).filter(([, value]) => value !== undefined)
  const child = pty.spawn(file, args, {
    ...{ cols: columns, rows, cwd, encoding: null },
    env: Object.fromEntries(variables),
    // The pty would set its own.
    name: env.TERM ?? 'xterm-256color',
  })
  let ending: Ending | null = null
  const waiters = new Set<() => void>()
  const look = () => {
    for (const waiter of [...waiters]) waiter()
  }
  const emulator = createEmulator(
    { columns, rows },
    { onReply: (text) => ending === null && child.write(text), onFrame: look },
  )
  if (before !== '') emulator.write(before, () => {})
  const reader = readPty(child, (bytes, taken) =>
    emulator.write(bytes, () => {
      taken()
      // Half a frame is not what a person sees.
      if (!emulator.state().isMidFrame) look()
    }),
  )
  reader.throttle(bytesPerSecond)
  const exit = new Promise<Ending>((resolve) => {
    child.onExit(async ({ exitCode, signal }) => {
      await reader.drained()
      ending = { code: exitCode, signal: signal ? signalName(signal) : null }
      running.delete(terminal)
      look()
      resolve(ending)
    })
  })
  const send = (bytes: string) => {
    if (ending === null) emulator.input(bytes)
    return terminal
  }
  const kill = (signal: NodeJS.Signals = 'SIGTERM') => {
    try {
      if (ending === null) process.kill(child.pid, signal)
    } catch {
      // It ended at this very moment.
    }
    return terminal
  }
  const terminal: Terminal = {
    ...emulator,
    pid: child.pid,
    type: (text) => {
      for (const character of text) send(character)
      return terminal
    },
    press: (...keys) => {
      const { applicationCursor } = emulator.state()
      for (const key of keys) send(keyBytes(key, { applicationCursor }))
      return terminal
    },
    paste: (text) => {
      const typed = text.replaceAll('\n', '\r')
      return send(emulator.state().bracketedPaste ? `\x1b[200~${typed}\x1b[201~` : typed)
    },
    send,
    resize: (size) => {
      // The program may draw for the new size before a call after this one is made.
      emulator.resize(size)
      if (ending === null) child.resize(size.columns, size.rows)
      return terminal
    },
    waitFor: (wanted, what = String(wanted), patience = PATIENCE) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer)
          waiters.delete(waiter)
        }
        const fail = (why: string) => {
          leave()
          reject(new Error(`${why} ${what}:\n${picture(terminal, ending)}`))
        }
        const waiter = () => {
          try {
            if (holds(wanted, terminal)) {
              leave()
              resolve(terminal)
            } else if (ending) fail('The program ended before the screen showed')
          } catch (error) {
            leave()
            reject(error)
          }
        }
        const timer = setTimeout(() => fail('Waited in vain for'), patience)
        waiters.add(waiter)
        if (!emulator.state().isMidFrame) waiter()
      }),
    throttle: (rate) => {
      reader.throttle(rate)
      return terminal
    },
    received: reader.received,
    kill,
    exit,
    end: async () => {
      reader.throttle(null)
      // What a terminal does that is closed; a program that is deaf to it, or stopped, gets no second chance.
      kill('SIGHUP')
      const late = setTimeout(() => kill('SIGKILL'), GRACE)
      await exit
      clearTimeout(late)
      emulator.dispose()
    },
  }
  running.add(terminal)
  return terminal
}

const holds = (wanted: Wanted, terminal: Terminal): boolean => {
  if (typeof wanted === 'function') return wanted(terminal)
  return typeof wanted === 'string' ? terminal.text().includes(wanted) : wanted.test(terminal.text())
}

const signalName = (number: number): string =>
  Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `${number}`

/** The whole screen in a frame, for a person who reads why a test failed. */
function picture(terminal: Terminal, ending: Ending | null): string {
  const { size, cursor, isAlternate, title, isMidFrame } = terminal.state()
  const edge = `+${'-'.repeat(size.columns)}+`
  const about = [
    `${size.columns}x${size.rows}`,
    `cursor ${cursor.x},${cursor.y}${cursor.isVisible ? '' : ' hidden'}`,
    isAlternate ? 'alternate screen' : 'normal screen',
    ...(title ? [`title '${title}'`] : []),
    ...(isMidFrame ? ['inside of a frame'] : []),
    ...(ending ? [`ended: ${ending.signal ?? ending.code}`] : []),
  ].join(', ')
  return [about, edge, ...terminal.screen().map((row) => `|${row.padEnd(size.columns)}|`), edge].join('\n')
}
