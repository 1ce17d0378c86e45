import { EventEmitter } from 'node:events'
import { render } from 'ink'
import type { ReactNode } from 'react'
import type { Size } from './layout.ts'

export interface InkRootInput {
  size: Size
  stdin: NodeJS.ReadStream
  /** A frame as a whole, blanks at the ends of its rows left out. It comes before the call returns that changed it. */
  onFrame: (frame: string) => void
}

export interface InkRoot {
  draw: (node: ReactNode) => void
  resize: (size: Size) => void
  unmount: () => void
  /** Rejects when a component failed. To be asked of few roots: each listens to the process for it. */
  ended: () => Promise<unknown>
}

/**
 * A tree that does not write to the terminal: with `debug` Ink hands over each frame whole, without throttle, and the
 * compositor takes it from there.
 */
export function openInkRoot(first: ReactNode, { size, stdin, onFrame }: InkRootInput): InkRoot {
  const stdout = frameSink(size, onFrame)
  const options = { debug: true, interactive: true, exitOnCtrlC: false, patchConsole: false }
  const app = render(first, { ...options, isScreenReaderEnabled: false, stdout, stdin })
  return {
    draw: app.rerender,
    resize: ({ columns, rows }) => {
      Object.assign(stdout, { columns, rows })
      stdout.emit('resize')
    },
    unmount: app.unmount,
    ended: app.waitUntilExit,
  }
}

/** What Ink takes for a terminal. Cursor and mode sequences are not frames and go nowhere. */
function frameSink({ columns, rows }: Size, onFrame: (frame: string) => void): NodeJS.WriteStream {
  const write = (text: string) => {
    if (!/^(?:\x1b\[\??[\d;]*[A-Za-z])+$/.test(text)) onFrame(text)
    return true
  }
  return Object.assign(new EventEmitter(), {
    ...{ columns, rows, isTTY: true, writable: true },
    write,
    end: () => {},
  }) as unknown as NodeJS.WriteStream
}
