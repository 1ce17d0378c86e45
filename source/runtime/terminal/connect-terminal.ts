import { createConnection } from 'node:net'
import type { TerminalProgram, TerminalSize } from '../../model/screen.ts'
import { jsonLines } from '../json-lines.ts'
import { type TerminalCommand, type TerminalMessage, terminalMessageSchema } from './terminal-messages.ts'

/** What a terminal shows. */
export interface TerminalScreen {
  size: TerminalSize
  rows: { text: string; isWrapped: boolean }[]
  cursorRow: number
  below: number
}

export interface TerminalConnection {
  program: TerminalProgram
  /** Where it was opened; empty: it does not say. */
  folder: string
  /** Null before the first one came. */
  screen: () => TerminalScreen | null
  send: (command: TerminalCommand) => void
  /** Resolves with how its program ended; null: with nothing said. */
  gone: Promise<string | null>
  /** Lets go of it; it lives on. */
  close: () => void
}

/** A terminal answers in a fraction of this; one that is stopped (SIGSTOP) never does. In ms. */
const PATIENCE = 5000

/** Null: none is there, or it does not answer. */
export function connectTerminal(path: string, onScreen: () => void): Promise<TerminalConnection | null> {
  return new Promise((resolve) => {
    const socket = createConnection(path)
    const timer = setTimeout(() => socket.destroy(), PATIENCE)
    let screen: TerminalScreen | null = null
    let how: string | null = null
    let isOver: (how: string | null) => void = () => {}
    const gone = new Promise<string | null>((settle) => {
      isOver = settle
    })
    const lines = jsonLines<TerminalMessage, TerminalCommand>(socket, {
      schema: terminalMessageSchema,
      onMessage: (message) => {
        if (message.type === 'hello') {
          clearTimeout(timer)
          const { program, folder } = message
          resolve({ program, folder, screen: () => screen, send: lines.send, gone, close: lines.end })
        } else if (message.type === 'ended') how = message.how
        else {
          screen = withChanges(screen, message)
          onScreen()
        }
      },
      onClose: () => {
        clearTimeout(timer)
        resolve(null)
        isOver(how)
      },
    })
  })
}

function withChanges(
  before: TerminalScreen | null,
  { size, changed, cursorRow, below }: Extract<TerminalMessage, { type: 'screen' }>,
): TerminalScreen {
  const rows = Array.from({ length: size.rows }, (_, y) => before?.rows[y] ?? { text: '', isWrapped: false })
  for (const [y, text, isWrapped] of changed) if (y < rows.length) rows[y] = { text, isWrapped }
  return { size, rows, cursorRow, below }
}
