import { suggest } from '../commands/suggest.ts'
import type { Session } from '../model/session.ts'
import type { KeyMap } from './keys/action.ts'
import type { Size } from './layout.ts'
import { chromeRows, layoutOf } from './present/chrome.ts'
import type { Model } from './present/model.ts'
import { promptLineOf, promptRow } from './prompt-line.ts'
import { streamOf } from './state/reduced.ts'
import { initialUi } from './state/saved-view.ts'
import { createCompositor } from './terminal/compositor.ts'
import type { Theme } from './theme.ts'

export interface FirstFrameInput {
  session: Session
  size: Size
  /** Where the person looked last, or anything. */
  saved: unknown
  theme: Theme
  keys: KeyMap
  now: number
}

/** What a screen shows first, as bytes for a terminal that is in screen mode: all but the text of the panes. */
export function firstFrame({ session, size, saved, theme, keys, now }: FirstFrameInput): string {
  const ui = initialUi({ size, saved })
  const suggestion = suggest(session, streamOf(ui.focus))
  const model: Model = { session, ui, now, lastOutput: {}, below: {}, keys, suggestion }
  const layout = layoutOf(model, theme)
  const compositor = createCompositor(size)
  compositor.setChrome(chromeRows(model, layout, theme), layout, null)
  compositor.setPrompt(promptRow(promptLineOf(model, theme, size.columns)))
  return compositor.frame()
}
