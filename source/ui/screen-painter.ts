import { loadWidths } from '../text/glyphs.ts'
import type { ChromeState } from './chrome.tsx'
import type { Layout, Size } from './layout.ts'
import { chromeRows } from './present/chrome.ts'
import type { Model } from './present/model.ts'
import { promptLabel } from './present/prompt-row.ts'
import type { PromptState } from './prompt.tsx'
import { promptLine, promptRow } from './prompt-line.ts'
import type { Roots } from './roots.tsx'
import { ghost } from './state/ghost.ts'
import { takesText } from './state/line.ts'
import { createStore, type Store } from './store.ts'
import type { Terminal } from './terminal/terminal.ts'
import type { Theme } from './theme.ts'

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
  let chrome: Store<ChromeState> | null = null
  let prompt: Store<PromptState> | null = null
  let roots: Roots | null = null
  let ready: PromptState | null = null
  let isClosed = false

  const adopt = (rows: string[], { model, layout }: ChromeState) => {
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
      ...{ chrome, prompt, onInserted, onSubmit },
      stdin: terminal.gate.stdin,
      onChrome: adopt,
      onPrompt: (row) => {
        compositor.setPrompt(row)
        terminal.drawPrompt()
      },
      onReady: (state) => {
        ready = state
        terminal.gate.wake()
      },
    })
    roots.resize(chrome.get().layout.size)
  }

  const promptState = (model: Model, { size }: Layout): PromptState => ({
    line: promptLine({
      label: promptLabel(model, theme)
        .map(([text, role = 'plain']) => theme.paint(role, theme.show(text)))
        .join(''),
      head: model.ui.prompt.head,
      tail: model.ui.prompt.tail,
      ghost: ghost(model.ui, model.session),
      columns: size.columns,
    }),
    generation: model.ui.prompt.generation,
    takesText: takesText(model.ui),
  })

  return {
    first: (state) => {
      const { model, layout } = state
      chrome = createStore(state)
      prompt = createStore(promptState(model, layout))
      compositor.setPrompt(promptRow(prompt.get().line))
      adopt(chromeRows(model, layout, theme), state)
      void mount()
    },
    chrome: (state) => chrome?.set(state),
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
