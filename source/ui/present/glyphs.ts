/** The signs of the screen, with what stands for them in ASCII; each is one cell wide but for Enter. */
const SIGNS = {
  running: ['●', '*'],
  waits: ['◐', '?'],
  stuck: ['◐', '?'],
  ready: ['○', 'o'],
  blocked: ['⊘', '/'],
  complete: ['✓', '+'],
  failed: ['✕', 'X'],
  paused: ['‖', '='],
  queued: ['◌', '.'],
  /** A stream in a conflict that the radar foresees. */
  conflict: ['≠', '%'],
  attention: ['▲', '^'],
  good: ['✓', '+'],
  warn: ['!', '!'],
  bad: ['✕', 'X'],
  info: ['·', '-'],
  prompt: ['›', '>'],
  done: ['█', '#'],
  rest: ['░', '.'],
  ellipsis: ['…', '~'],
  arrow: ['→', '->'],
  enter: ['↵', 'Enter'],
  /** Between parts of a line. */
  dot: ['·', '-'],
  /** Before the name of the pane that has the focus. */
  focus: ['▸', '>'],
  /** A stream on the longest way to the end. */
  longest: ['◆', '*'],
  now: ['│', '|'],
  /** The time before which everything earlier must have landed. */
  barrier: ['┊', ':'],
  /** Of a replay. */
  playing: ['▶', '>'],
  held: ['‖', '='],
  times: ['×', 'x'],
  up: ['↑', '^'],
  down: ['↓', 'v'],
} as const

interface Frame {
  topLeft: string
  topRight: string
  bottomLeft: string
  bottomRight: string
  across: string
  down: string
}

export interface Glyphs extends Record<keyof typeof SIGNS, string> {
  /** Corners and sides of a frame: ┌ ┐ └ ┘ ─ │ */
  frame: Frame
  /** Of the pane that has the focus: to be told from the others without any colour. */
  focusFrame: Frame
}

const setOf = (index: 0 | 1, frame: string, focusFrame: string): Glyphs => {
  const signs = Object.fromEntries(Object.entries(SIGNS).map(([name, both]) => [name, both[index]]))
  return {
    ...(signs as Record<keyof typeof SIGNS, string>),
    frame: frameOf(frame),
    focusFrame: frameOf(focusFrame),
  }
}

const frameOf = (signs: string): Frame => {
  const [topLeft = '', topRight = '', bottomLeft = '', bottomRight = '', across = '', down = ''] = signs
  return { topLeft, topRight, bottomLeft, bottomRight, across, down }
}

export const UNICODE_GLYPHS = setOf(0, '┌┐└┘─│', '┏┓┗┛━┃')
export const ASCII_GLYPHS = setOf(1, '++++-|', '++++=|')
