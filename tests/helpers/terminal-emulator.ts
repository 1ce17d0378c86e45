import xterm from '@xterm/headless'
import stringWidth from 'string-width'

export interface Size {
  columns: number
  rows: number
}

/** How one cell looks. A colour is `default`, a place in the palette (`p1` is red) or `#rrggbb`. */
export interface Cell {
  text: string
  width: number
  foreground: string
  background: string
  bold: boolean
  dim: boolean
  underline: boolean
  inverse: boolean
}

/** What a person would see and hear, reconstructed from the bytes of a program. */
export interface Emulator {
  /** Every row as plain text, without the blanks at its end. */
  screen: () => string[]
  row: (y: number) => string
  text: () => string
  cell: (x: number, y: number) => Cell
  /** The first place of the text, from the top. */
  find: (text: string) => { x: number; y: number } | null
  state: () => TerminalState
  /** Everything the program asked for that leaves no trace on the screen. */
  heard: () => Heard
}

export interface TerminalState {
  size: Size
  cursor: { x: number; y: number; isVisible: boolean }
  isAlternate: boolean
  title: string
  bracketedPaste: boolean
  applicationCursor: boolean
  mouse: string
  /** A row that is too long goes on in the next one. */
  wraps: boolean
  /** Inside of a frame that the terminal shows only when it is whole. */
  isMidFrame: boolean
}

interface Heard {
  bells: number
  /** Texts of OSC 9 and 777. */
  notifications: string[]
  /** Texts put into the clipboard with OSC 52. */
  clipboard: string[]
  /** How often the whole screen was blanked. */
  blanks: number
}

export interface EmulatorDevice extends Emulator {
  write: (bytes: Uint8Array | string, parsed: () => void) => void
  /** Keys, which come back through `onReply`; what they bring about is parsed without a pause. */
  input: (bytes: string) => void
  resize: (size: Size) => void
  dispose: () => void
}

/** `onFrame` is called at the end of every synchronized update, before anything behind it is parsed. */
export function createEmulator(
  { columns, rows }: Size,
  { onReply, onFrame }: { onReply: (text: string) => void; onFrame: () => void },
): EmulatorDevice {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 1000 })
  let isCursorVisible = true
  let title = ''
  let isMidFrame = false
  const heard: Heard = { bells: 0, notifications: [], clipboard: [], blanks: 0 }
  let drawn: string[] | null = null

  terminal.onData(onReply)
  terminal.onTitleChange((text) => {
    title = text
  })
  terminal.onBell(() => {
    heard.bells += 1
  })
  for (const final of ['h', 'l'] as const) {
    terminal.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      if (modes.includes(25)) isCursorVisible = final === 'h'
      if (modes.includes(2026)) {
        isMidFrame = final === 'h'
        drawn = null
        if (!isMidFrame) onFrame()
      }
      return false
    })
  }
  terminal.parser.registerCsiHandler({ final: 'J' }, (what) => {
    if (what[0] === 2) heard.blanks += 1
    return false
  })
  const keep = (list: string[]) => (text: string) => {
    list.push(text)
    return true
  }
  terminal.parser.registerOscHandler(9, keep(heard.notifications))
  terminal.parser.registerOscHandler(777, keep(heard.notifications))
  terminal.parser.registerOscHandler(52, (text) =>
    keep(heard.clipboard)(Buffer.from(text.slice(text.indexOf(';') + 1), 'base64').toString()),
  )

  const row = (y: number) => {
    const { active } = terminal.buffer
    // A line keeps the cells that a narrower terminal does not show.
    return active.getLine(active.baseY + y)?.translateToString(true, 0, terminal.cols) ?? ''
  }
  const screen = () => {
    drawn ??= Array.from({ length: terminal.rows }, (_, y) => row(y))
    return drawn
  }
  return {
    screen,
    row,
    text: () => screen().join('\n'),
    cell: (x, y) => cellAt(terminal, x, y),
    find: (text) => {
      const y = screen().findIndex((each) => each.includes(text))
      if (y === -1) return null
      const line = screen()[y] as string
      return { x: stringWidth(line.slice(0, line.indexOf(text))), y }
    },
    state: () => ({
      size: { columns: terminal.cols, rows: terminal.rows },
      cursor: {
        x: terminal.buffer.active.cursorX,
        y: terminal.buffer.active.cursorY,
        isVisible: isCursorVisible,
      },
      isAlternate: terminal.buffer.active.type === 'alternate',
      title,
      bracketedPaste: terminal.modes.bracketedPasteMode,
      applicationCursor: terminal.modes.applicationCursorKeysMode,
      mouse: terminal.modes.mouseTrackingMode,
      wraps: terminal.modes.wraparoundMode,
      isMidFrame,
    }),
    heard: () => heard,
    write: (bytes, parsed) =>
      terminal.write(bytes, () => {
        drawn = null
        parsed()
      }),
    input: (bytes) => terminal.input(bytes),
    resize: (size) => {
      terminal.resize(size.columns, size.rows)
      drawn = null
    },
    dispose: () => terminal.dispose(),
  }
}

function cellAt(terminal: xterm.Terminal, x: number, y: number): Cell {
  const { active } = terminal.buffer
  const cell = active.getLine(active.baseY + y)?.getCell(x)
  if (!cell) throw new Error(`There is no cell ${x}, ${y} on ${terminal.cols}x${terminal.rows}.`)
  const colour = (isDefault: boolean, isRgb: boolean, value: number) =>
    isDefault ? 'default' : isRgb ? `#${value.toString(16).padStart(6, '0')}` : `p${value}`
  return {
    text: cell.getChars(),
    width: cell.getWidth(),
    foreground: colour(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
    background: colour(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  }
}
