import { Unicode11Addon } from '@xterm/addon-unicode11'
import xterm from '@xterm/headless'
import type { ScrollMove, TerminalSize } from '../../model/screen.ts'
import { rowText } from './row-text.ts'

/** Lines kept above the screen: some MB at most. */
const SCROLLBACK = 5000

export interface EmulatorRow {
  text: string
  /** It goes on from the row above. */
  isWrapped: boolean
}

export interface EmulatorScreen {
  rows: EmulatorRow[]
  cursorRow: number
  /** Rows below what is shown. */
  below: number
}

/** A terminal without a window: bytes of a program in, rows out. */
export interface Emulator {
  write: (bytes: Uint8Array, taken: () => void) => void
  resize: (size: TerminalSize) => void
  scroll: (move: ScrollMove) => void
  screen: () => EmulatorScreen
  /** What a key or a paste is for the program, in the modes that it has asked for. */
  encode: (text: string, isPaste: boolean) => string
}

/** `onReply`: what the program is answered. Titles, clipboard, links and bells go nowhere. */
export function createEmulator(
  { columns, rows }: TerminalSize,
  { onReply, onChange }: { onReply: (text: string) => void; onChange: () => void },
): Emulator {
  const terminal = new xterm.Terminal({
    ...{ cols: columns, rows, scrollback: SCROLLBACK, allowProposedApi: true },
    // What a program gets wrong is nothing for our own error output.
    logLevel: 'off',
  })
  terminal.loadAddon(new Unicode11Addon())
  terminal.unicode.activeVersion = '11'
  terminal.onData(onReply)
  terminal.onBinary(onReply)
  terminal.onWriteParsed(onChange)
  const isCursorVisible = watchCursor(terminal)
  const cell = terminal.buffer.active.getNullCell()

  const screen = (): EmulatorScreen => {
    const { active } = terminal.buffer
    const below = active.baseY - active.viewportY
    const cursorRow = active.cursorY + below
    const shown = Array.from({ length: terminal.rows }, (_, y): EmulatorRow => {
      const line = active.getLine(active.viewportY + y)
      if (!line) return { text: '', isWrapped: false }
      const cursor = y === cursorRow && isCursorVisible() ? Math.min(active.cursorX, terminal.cols - 1) : null
      return { text: rowText(line, { columns: terminal.cols, cursor, cell }), isWrapped: line.isWrapped }
    })
    return { rows: shown, cursorRow: Math.min(cursorRow, terminal.rows - 1), below }
  }

  return {
    screen,
    write: (bytes, taken) => terminal.write(bytes, taken),
    resize: (size) => {
      terminal.resize(size.columns, size.rows)
      onChange()
    },
    scroll: (move) => {
      const { active } = terminal.buffer
      const before = active.viewportY
      if (move === 'start') terminal.scrollToTop()
      else if (move === 'end') terminal.scrollToBottom()
      else terminal.scrollLines(move)
      // A frame for nothing would hold up the next one, which shows what was typed.
      if (active.viewportY !== before) onChange()
    },
    encode: (text, isPaste) => {
      if (isPaste) return pasted(text, terminal.modes.bracketedPasteMode)
      const arrow = terminal.modes.applicationCursorKeysMode ? /^\x1b\[([A-DHF])$/.exec(text) : null
      return arrow ? `\x1bO${arrow[1]}` : text
    },
  }
}

/** As a terminal hands over its clipboard: Enter between the lines, and nothing that could end the bracket. */
function pasted(text: string, isBracketed: boolean): string {
  const lines = text.replaceAll('\x1b', '').replace(/\r?\n/g, '\r')
  return isBracketed ? `\x1b[200~${lines}\x1b[201~` : lines
}

/** The emulator does not tell. */
function watchCursor(terminal: xterm.Terminal): () => boolean {
  let isVisible = true
  for (const final of ['h', 'l']) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      if (modes.includes(25)) isVisible = final === 'h'
      return false
    })
  }
  const reset = () => {
    isVisible = true
    return false
  }
  terminal.parser.registerEscHandler({ final: 'c' }, reset)
  terminal.parser.registerCsiHandler({ intermediates: '!', final: 'p' }, reset)
  return () => isVisible
}
