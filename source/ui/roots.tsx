import { createChrome } from './chrome.tsx'
import { openInkRoot } from './ink-root.ts'
import type { Size } from './layout.ts'
import type { Block } from './present/block.ts'
import { Prompt, type PromptProps, type PromptState } from './prompt.tsx'

export interface RootsInput extends Omit<PromptProps, 'onReady'> {
  columns: number
  /** One key at a time. */
  stdin: NodeJS.ReadStream
  /** The input field shows this state, as that text, and takes the next key. */
  onField: (state: PromptState, text: string) => void
}

export interface Roots {
  chrome: (blocks: readonly Block[]) => Block[]
  resize: (size: Size) => void
  unmount: () => void
}

/** Ink's part of the screen. The prompt is a tree apart: a key draws one row and not the screen. */
export function mountRoots({ columns, stdin, onField, ...props }: RootsInput): Roots {
  const chrome = createChrome()
  let field = ''
  const prompt = openInkRoot(<Prompt {...props} onReady={(state) => onField(state, field)} />, {
    ...{ size: { columns, rows: 1 }, stdin },
    onFrame: (frame) => {
      field = frame
    },
  })
  // Ink shows an error in place of its tree, where nobody would see it. It is one of the whole program.
  prompt.ended().catch((error: unknown) => {
    setImmediate(() => {
      throw error
    })
  })
  return {
    chrome: chrome.draw,
    resize: ({ columns }) => prompt.resize({ columns, rows: 1 }),
    unmount: () => {
      chrome.unmount()
      prompt.unmount()
    },
  }
}
