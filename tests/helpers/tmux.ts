import { execFileSync, spawnSync } from 'node:child_process'
import { startTerminal, type Terminal, type TerminalOptions } from './terminal.ts'

/** Where it is not installed, what needs it is skipped. */
export const hasTmux = spawnSync('tmux', ['-V'], { stdio: 'ignore' }).status === 0

/** A program inside of tmux, and a terminal that looks at it. */
export interface Tmux {
  /** What tmux draws. Waiting for it needs no polling: tmux writes whenever its pane changes. */
  terminal: Terminal
  /** Keys by tmux's own names (`Enter`, `C-c`, `Escape`), or text; all in one call, as scripts do it. */
  sendKeys: (...keys: string[]) => void
  /** The pane as tmux keeps it, without the blanks at the ends of rows. */
  capture: () => string[]
  /** What was copied last. */
  buffer: () => string
  /** Resizes the window and the terminal that looks at it. */
  resize: (size: { columns: number; rows: number }) => void
  end: () => Promise<void>
}

let count = 0
const servers = new Map<string, Tmux>()

/** Ends every server that was started here. */
export async function endTmux(): Promise<void> {
  await Promise.all([...servers.values()].map((tmux) => tmux.end()))
}

/** Starts a tmux server of its own: no settings of the person, no session of theirs. */
export function startTmux({ argv, env = {}, ...options }: TerminalOptions): Tmux {
  count += 1
  const name = `br-test-${process.pid}-${count}`
  const call = (...args: string[]) => execFileSync('tmux', ['-L', name, ...args], { encoding: 'utf8' })
  // What the program is to see besides tmux's own TERM; the server hands on its whole environment.
  const { TERM = 'xterm-256color', ...rest } = env
  const terminal = startTerminal({
    ...options,
    env: { ...rest, TERM },
    argv: [
      ...['tmux', '-u', '-L', name, '-f', '/dev/null'],
      // The line at the bottom would take a row away, and the wait after Escape half a second. As it comes, tmux drops
      // what programs copy.
      ...['start-server', ';', 'set-option', '-g', 'status', 'off', ';'],
      ...['set-option', '-s', 'set-clipboard', 'on', ';'],
      ...['set-option', '-s', 'escape-time', '0', ';', 'new-session', '--', ...argv],
    ],
  })
  const tmux: Tmux = {
    terminal,
    sendKeys: (...keys) => void call('send-keys', ...keys),
    capture: () => call('capture-pane', '-p').replace(/\n$/, '').split('\n'),
    buffer: () => call('show-buffer'),
    resize: (size) => void terminal.resize(size),
    end: async () => {
      servers.delete(name)
      // It may have ended with its last pane.
      spawnSync('tmux', ['-L', name, 'kill-server'], { stdio: 'ignore' })
      await terminal.end()
    },
  }
  servers.set(name, tmux)
  return tmux
}
