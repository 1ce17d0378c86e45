import { EventEmitter } from 'node:events'
import { render } from 'ink'
import { Chrome, type ChromeState } from './chrome.tsx'
import type { Size } from './layout.ts'
import { Prompt, type PromptProps, type PromptState } from './prompt.tsx'
import type { Store } from './store.ts'
import { createFieldInput } from './terminal/field-input.ts'

export interface RootsInput {
  chrome: Store<ChromeState>
  prompt: Store<PromptState>
  /** One key at a time. */
  stdin: NodeJS.ReadStream
  onChrome: (rows: string[], state: ChromeState) => void
  onPrompt: (row: string) => void
  onInserted: PromptProps['onInserted']
  onSubmit: PromptProps['onSubmit']
  onReady: PromptProps['onReady']
}

export interface Roots {
  resize: (size: Size) => void
  unmount: () => void
}

/**
 * Two trees, so that a key draws one row and not the screen. Neither writes to the terminal: with `debug` Ink hands
 * over each frame whole, without throttle, and the compositor takes it from there.
 */
export function mountRoots(input: RootsInput): Roots {
  let drawn = input.chrome.get()
  const { size } = drawn.layout
  const chromeOut = frameSink(size, (frame) => input.onChrome(frame.split('\n'), drawn))
  const promptOut = frameSink({ columns: size.columns, rows: 1 }, input.onPrompt)
  const options = {
    debug: true,
    interactive: true,
    exitOnCtrlC: false,
    patchConsole: false,
    maxFps: 120,
  }
  const onDraw = (state: ChromeState) => {
    drawn = state
  }
  const chrome = render(<Chrome store={input.chrome} onDraw={onDraw} />, {
    ...options,
    stdout: chromeOut,
    // Deaf: keys are the prompt's.
    stdin: createFieldInput().stdin,
  })
  // Ink shows an error in place of its tree, where nobody would see it. It is one of the whole program.
  const fail = (error: unknown) => {
    setImmediate(() => {
      throw error
    })
  }
  const { prompt: store, onInserted, onSubmit, onReady } = input
  const prompt = render(<Prompt {...{ store, onInserted, onSubmit, onReady }} />, {
    ...options,
    stdout: promptOut,
    stdin: input.stdin,
  })
  chrome.waitUntilExit().catch(fail)
  prompt.waitUntilExit().catch(fail)
  return {
    resize: ({ columns, rows }) => {
      Object.assign(chromeOut, { columns, rows })
      Object.assign(promptOut, { columns })
      chromeOut.emit('resize')
      promptOut.emit('resize')
    },
    unmount: () => {
      chrome.unmount()
      prompt.unmount()
    },
  }
}

/** What Ink takes for a terminal. Cursor and mode sequences are not frames and go nowhere. */
function frameSink({ columns, rows }: Size, onFrame: (frame: string) => void): NodeJS.WriteStream {
  const write = (text: string) => {
    if (!/^(?:\x1b\[\??[\d;]*[A-Za-z])+$/.test(text) && text !== '') onFrame(text)
    return true
  }
  return Object.assign(new EventEmitter(), {
    ...{ columns, rows, isTTY: true, writable: true },
    write,
    end: () => {},
  }) as unknown as NodeJS.WriteStream
}
