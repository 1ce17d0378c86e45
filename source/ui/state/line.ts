import type { Prompt, Ui } from './ui.ts'

/** The line in other words: the input field is made anew, and what hung on the old words is over. */
export const withLine = (ui: Ui, head: string, tail: string, more: Partial<Prompt> = {}): Ui => ({
  ...ui,
  prompt: {
    ...ui.prompt,
    head,
    tail,
    generation: ui.prompt.generation + 1,
    completion: null,
    ...more,
  },
  history: fresh(ui),
})

/** What the input field did by itself, so it stays as it is. */
export const withInserted = (ui: Ui, text: string): Ui => ({
  ...ui,
  prompt: { ...ui.prompt, head: ui.prompt.head + text, completion: null },
  history: fresh(ui),
})

/** The cursor is somewhere else in the same words, so the place in the history stays too. */
export function withCursor(ui: Ui, at: number): Ui {
  const { head, tail, generation } = ui.prompt
  if (at === head.length) return ui
  const line = head + tail
  const moved = {
    head: line.slice(0, at),
    tail: line.slice(at),
    generation: generation + 1,
    completion: null,
  }
  return { ...ui, prompt: { ...ui.prompt, ...moved } }
}

export const isEmpty = ({ prompt }: Ui): boolean => prompt.head === '' && prompt.tail === ''

/**
 * Whether what is typed goes to the line: a search, also the one in a sheet, or a command with nothing over it. One
 * that was begun goes on when the host goes: its next letter may be a q.
 */
export const takesText = (ui: Ui): boolean =>
  ui.prompt.purpose === 'search' ||
  (ui.mode === 'typing' && ui.overlay === null && (ui.host === 'here' || !isEmpty(ui)))

/** A line that was changed is the one being written. */
const fresh = ({ history }: Ui): Ui['history'] =>
  history.at === null ? history : { ...history, at: null, draft: '' }
