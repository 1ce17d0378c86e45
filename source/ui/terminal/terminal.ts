import type { Size } from '../layout.ts'
import type { Key } from '../state/ui.ts'
import { type Compositor, createCompositor } from './compositor.ts'
import { createKeyGate, type KeyGate, type KeySource } from './key-gate.ts'
import { createScreenMode, type ScreenMode } from './screen-mode.ts'
import { createTerminalOutput, type OutputStream } from './terminal-output.ts'

/** Both ends of a terminal; process.stdin and process.stdout are them. */
export interface Streams {
  stdin: KeySource
  stdout: OutputStream & {
    columns?: number
    rows?: number
    on: (event: 'resize', listener: () => void) => unknown
    off: (event: 'resize', listener: () => void) => unknown
  }
  /** Written before it returns; for a crash and the last moment. */
  writeSync: (text: string) => void
}

export interface TerminalEvents {
  /** It is one for the input field. */
  isForwarded: (key: Key) => boolean
  /** Every other. `bytes`: what the terminal sent for it. */
  onKey: (key: Key, bytes: string) => void
  onPaste: (text: string, bytes: string) => void
  /** Bytes that are no key. */
  onOther: (bytes: string) => void
  onResize: (size: Size) => void
  /** Nobody is there any more. */
  onGone: () => void
  isReady: () => boolean
  /** The pane whose rows go first. */
  focus: () => string
}

export interface Terminal {
  size: () => Size
  compositor: Compositor
  gate: KeyGate
  /** Something may look different: the terminal is brought up to date as soon as it can take it. */
  draw: () => void
  /**
   * The same for the prompt, which overtakes a frame that is under way: that one is short where the line is slow. It is
   * one row, for which no answer is asked: to read that would cost more than to draw it.
   */
  drawPrompt: () => void
  /** For what is no frame: bell, title, copied text. */
  say: (text: string) => void
  enter: () => void
  /** Gives the terminal back as it was; `enter` takes it again. */
  leave: () => Promise<void>
  restore: ScreenMode['restore']
  close: () => Promise<void>
}

/** How long leaving waits for a terminal that has never answered, ms. */
const LAST_ANSWER = 250
const SMALL: Size = { columns: 80, rows: 24 }

/** The terminal as a whole: keys come from it, frames go to it, and it is given back as it was. */
export function openTerminal(
  { stdin, stdout, writeSync }: Streams,
  isEntered: boolean,
  events: TerminalEvents,
): Terminal {
  const size = (): Size => ({ columns: stdout.columns || SMALL.columns, rows: stdout.rows || SMALL.rows })
  const compositor = createCompositor(size())
  const output = createTerminalOutput(stdout, { onGone: events.onGone })
  const mode = createScreenMode(output.writeNow, writeSync, isEntered)
  let isOn = false
  const frame = (): string => {
    // One that was asked for before somebody else got the terminal is not drawn over theirs.
    if (!isOn) return ''
    const bytes = compositor.frame({ focus: events.focus(), budget: output.budget() })
    if (compositor.isBehind()) queueMicrotask(draw)
    return bytes
  }
  let isAsked = false
  /** What is asked for in the same moment is one frame: the panes of many come together. */
  const draw = () => {
    if (isAsked) return
    isAsked = true
    queueMicrotask(() => {
      isAsked = false
      if (isOn) output.request(frame)
    })
  }
  const drawPrompt = () => {
    if (!isOn) return
    const bytes = compositor.promptFrame()
    if (bytes === '') draw()
    else output.writeNow(bytes)
  }
  const gate = createKeyGate({
    input: stdin,
    ...{ isForwarded: events.isForwarded, onKey: events.onKey, onPaste: events.onPaste },
    ...{ onOther: events.onOther, isReady: events.isReady },
    onReply: (reply) => {
      if (reply === DRAWN) output.acknowledged()
      return reply === DRAWN
    },
  })
  let known = size()
  const followSize = () => {
    const now = size()
    if (now.columns === known.columns && now.rows === known.rows) return
    known = now
    compositor.resize(now)
  }
  const resized = () => {
    followSize()
    events.onResize(known)
  }
  const enter = () => {
    if (isOn) return
    isOn = true
    mode.enter()
    // It may have become another one while somebody else had it.
    followSize()
    compositor.invalidate()
    // An answer that came while another program had the terminal is lost; nothing waits for it.
    output.acknowledged()
    gate.open()
    stdout.on('resize', resized)
  }
  const leave = async () => {
    if (!isOn) return
    isOn = false
    // The shell would take the terminal's answer to the last frame for something that was typed.
    await output.settled(LAST_ANSWER)
    gate.close()
    stdout.off('resize', resized)
    mode.leave()
  }
  return {
    ...{ size, compositor, gate, draw, drawPrompt, enter, leave },
    say: (text) => {
      if (isOn) output.writeNow(text)
    },
    restore: mode.restore,
    close: async () => {
      await leave()
      output.close()
    },
  }
}

/** The terminal's answer that it has drawn everything before the question. */
const DRAWN = '\x1b[0n'
