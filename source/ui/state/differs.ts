import { terminalIn } from './pane-terminal.ts'
import type { Ui } from './ui.ts'

/** Another pane shows its terminal, or another one is typed in. */
export const seesOther = (before: Ui, after: Ui): boolean =>
  Object.keys({ ...before.terminals, ...after.terminals }).some(
    (pane) => terminalIn(before, pane) !== terminalIn(after, pane),
  )

/** The prompt's own text is drawn apart, a row for each key; everything else of where one looks is in the chrome. */
export const isChromeOther = (before: Ui, after: Ui): boolean =>
  (Object.keys(after) as (keyof Ui)[]).some(
    (key) => key !== 'prompt' && key !== 'history' && before[key] !== after[key],
  ) ||
  before.prompt.purpose !== after.prompt.purpose ||
  before.prompt.completion !== after.prompt.completion
