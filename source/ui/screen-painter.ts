import { loadWidths } from '../text/glyphs.ts'
import type { Layout, Size } from './layout.ts'
import { chromeBlocks, screenRows } from './present/chrome.ts'
import type { Model } from './present/model.ts'
import type { PromptState } from './prompt.tsx'
import { promptLineOf, promptRow } from './prompt-line.ts'
import type { Roots } from './roots.tsx'
import { createStore, type Store } from './store.ts'
import type { Terminal } from './terminal/terminal.ts'
import type { Theme } from './theme.ts'

/** What the chrome is made of. */
export interface ChromeState {
  model: Model
  layout: Layout
}

export interface ScreenPainter {
  /** Paints without Ink, then loads it: the screen stands before the first key could be typed. */
  first: (state: ChromeState) => void
  chrome: (state: ChromeState) => void
  prompt: (model: Model, layout: Layout) => void
  resize: (size: Size) => void
  /** The input field shows what was typed so far. */
  takesKeys: () => boolean
  close: () => void
}

export interface PainterInput {
  theme: Theme
  terminal: Terminal
  onInserted: (text: string) => void
  onSubmit: () => void
}

/** Brings chrome and prompt to the compositor: through Ink, and before Ink is there from the same functions. */
export function createScreenPainter({ theme, terminal, onInserted, onSubmit }: PainterInput): ScreenPainter {
  const { compositor } = terminal
  let chrome: ChromeState | null = null
  let prompt: Store<PromptState> | null = null
  let roots: Roots | null = null
  let ready: PromptState | null = null
  let isClosed = false

  const drawChrome = () => {
    if (!chrome) return
    const { model, layout } = chrome
    const blocks = chromeBlocks(model, layout, theme)
    const rows = screenRows(roots ? roots.chrome(blocks) : blocks, layout.size)
    const hasOverlay = model.ui.overlay !== null && layout.kind !== 'too-small'
    if (compositor.setChrome(rows, layout, hasOverlay ? layout.area : null)) terminal.draw()
  }

  const mount = async () => {
    // chalk, which Ink paints with, decides at import; the looks are the theme's in any case.
    const before = process.env.FORCE_COLOR
    process.env.FORCE_COLOR = '1'
    const [{ mountRoots }] = await Promise.all([import('./roots.tsx'), loadWidths()])
    // Editors and shells that are opened from here get what the person had set.
    if (before === undefined) delete process.env.FORCE_COLOR
    else process.env.FORCE_COLOR = before
    if (isClosed || !chrome || !prompt) return
    roots = mountRoots({
      ...{ store: prompt, onInserted, onSubmit, columns: chrome.layout.size.columns },
      stdin: terminal.gate.stdin,
      onField: (state, text) => {
        ready = state
        compositor.setPrompt(promptRow(state.line, text))
        terminal.drawPrompt()
        terminal.gate.wake()
      },
    })
    drawChrome()
  }

  const promptState = (model: Model, { size }: Layout): PromptState => ({
    line: promptLineOf(model, theme, size.columns),
    generation: model.ui.prompt.generation,
  })

  return {
    first: (state) => {
      chrome = state
      prompt = createStore(promptState(state.model, state.layout))
      compositor.setPrompt(promptRow(prompt.get().line))
      drawChrome()
      void mount()
    },
    chrome: (state) => {
      chrome = state
      drawChrome()
    },
    prompt: (model, layout) => {
      const next = promptState(model, layout)
      // The same line drawn again would hold the next key up for nothing.
      if (prompt && JSON.stringify(next) !== JSON.stringify(prompt.get())) prompt.set(next)
    },
    resize: (size) => roots?.resize(size),
    takesKeys: () => ready !== null && ready === prompt?.get(),
    close: () => {
      isClosed = true
      roots?.unmount()
    },
  }
}
