import { type Later, later } from './later.ts'
import { createPace } from './pace.ts'

/** The terminal's side; process.stdout is one. */
export interface OutputStream {
  write: (text: string, written: (error?: Error | null) => void) => unknown
  on: (event: 'error' | 'close', listener: () => void) => unknown
  off: (event: 'error' | 'close', listener: () => void) => unknown
  _handle?: { setBlocking?: (on: boolean) => unknown } | null
}

export interface TerminalOutput {
  /** A frame is under way: the next one waits. */
  isBusy: () => boolean
  /** How many characters a frame may have, so that what comes next does not wait long for it. */
  budget: () => number
  /** Asks for a frame. It is made when it can be sent, from what is true then; an earlier request is forgotten. */
  request: (makeFrame: () => string) => void
  /** The terminal answered (`ESC[0n`): it has drawn the last frame. */
  acknowledged: () => void
  /**
   * Resolves when no frame is under way: an answer that comes later would go to whoever reads next. A terminal that
   * answers is waited for as long as a slow line takes; `patience`, in ms, is for one that never has.
   */
  settled: (patience: number) => Promise<void>
  /** For what is no frame: bell, title, copied text. */
  writeNow: (text: string) => void
  close: () => void
}

/**
 * One frame is under way at a time, and the next is made only when the terminal says that it has drawn the last one:
 * on a slow line a key's echo would else wait behind all the frames in its buffers.
 */
export function createTerminalOutput(
  stream: OutputStream,
  { later: wait = later, onGone }: { later?: Later; onGone: () => void },
): TerminalOutput {
  let wanted: (() => string) | null = null
  let isUnderWay = false
  let isWritten = false
  let isAnswered = false
  let hasEverAnswered = false
  let unanswered = 0
  let isOver = false
  let stopWaiting = () => {}
  let sent = { at: 0, length: 0 }
  const pace = createPace()
  const waiting: (() => void)[] = []

  const end = () => {
    isOver = true
    wanted = null
    stopWaiting()
  }
  const gone = () => {
    if (isOver) return
    end()
    onGone()
  }

  const asksForAnswers = () => hasEverAnswered || unanswered < PATIENCE_FRAMES

  const send = () => {
    let frame = ''
    isUnderWay = true
    while (wanted && frame === '') {
      const makeFrame = wanted
      wanted = null
      frame = makeFrame()
    }
    if (frame === '') {
      isUnderWay = false
      return
    }
    isWritten = false
    isAnswered = !asksForAnswers()
    sent = { at: performance.now(), length: frame.length }
    stream.write(isAnswered ? frame : frame + ASK, (error) => {
      if (error) return gone()
      isWritten = true
      if (!isAnswered && !isOver) stopWaiting = wait(noAnswer, hasEverAnswered ? SLOW : SILENT)
      settle()
    })
  }

  const settle = () => {
    if (isOver || !isUnderWay || !isWritten || !isAnswered) return
    stopWaiting()
    isUnderWay = false
    for (const resolve of waiting.splice(0)) resolve()
    if (wanted) send()
  }

  const noAnswer = () => {
    unanswered++
    isAnswered = true
    settle()
  }

  // A terminal's stream blocks the whole program otherwise while the line is full.
  stream._handle?.setBlocking?.(false)
  stream.on('error', gone)
  stream.on('close', gone)

  return {
    request: (makeFrame) => {
      if (isOver) return
      wanted = makeFrame
      if (!isUnderWay) send()
    },
    isBusy: () => isUnderWay,
    budget: pace.budget,
    acknowledged: () => {
      hasEverAnswered = true
      if (isUnderWay && !isAnswered) pace.took(sent.length, performance.now() - sent.at)
      isAnswered = true
      settle()
    },
    settled: (patience) =>
      new Promise((resolve) => {
        if (!isUnderWay || isOver) return resolve()
        const stop = wait(resolve, hasEverAnswered ? SLOW : patience)
        waiting.push(() => {
          stop()
          resolve()
        })
      }),
    writeNow: (text) => {
      if (!isOver && text !== '') stream.write(text, (error) => error && gone())
    },
    close: () => {
      end()
      stream._handle?.setBlocking?.(true)
      stream.off('close', gone)
      // The listener for errors stays: one that comes late would else end the process.
    },
  }
}

/** Asks the terminal for its state, which it answers after everything before was drawn. */
const ASK = '\x1b[5n'

/** Milliseconds until a frame counts as drawn without an answer, for a terminal that never gave one. */
const SILENT = 500
/** And for one that did: its line is slow, or it was exchanged for another (tmux attached elsewhere). */
const SLOW = 5000
const PATIENCE_FRAMES = 2
