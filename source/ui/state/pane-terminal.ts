import type { HostMessage } from '../../model/message.ts'
import type { PaneView } from '../../model/screen.ts'
import type { Action } from '../keys/action.ts'
import { isEmpty } from './line.ts'
import { done, flashed } from './reduced.ts'
import type { Reduced, Ui } from './ui.ts'

const back: Action = {
  name: 'terminal-back',
  group: 'terminal',
  summary: "leaves the pane's terminal, which runs on; every other key goes to it",
  chords: { terminal: ['ctrl-]'] },
  run: (ui) => done({ ...ui, mode: 'typing' }),
}

const turnOver: Action = {
  name: 'terminal-or-log',
  group: 'terminal',
  summary: "shows the pane's terminal in place of its text, and back",
  chords: { keys: ['t'] },
  run: (ui) => {
    if (!(ui.focus in ui.terminals)) return flashed(ui, "This pane has no terminal: 'open' gives it one.")
    return done(withShown(ui, ui.focus, !ui.shown.includes(ui.focus)))
  },
}

/** How the pane's terminal is seen here: null when its text is. */
export function terminalIn(ui: Ui, pane: string): PaneView['terminal'] | null {
  if (!(pane in ui.terminals) || !ui.shown.includes(pane)) return null
  return ui.mode === 'terminal' && ui.focus === pane ? 'typed-in' : 'seen'
}

export function terminals(ui: Ui, { open, ended }: Extract<HostMessage, { type: 'terminals' }>): Reduced {
  const told = { ...ui, terminals: open }
  if (!ended || !ui.shown.includes(ended.stream)) return done(told)
  const program = ui.terminals[ended.stream] ?? 'terminal'
  return flashed(
    withShown(told, ended.stream, false),
    `The ${program} of ${ended.stream} has ended: ${ended.how}.`,
  )
}

/** It is there. Whoever went on to something else meanwhile does not find his keys in it. */
export function terminalOpened(ui: Ui, { stream }: { stream: string }): Reduced {
  if (!(stream in ui.terminals)) return flashed(ui, `What was opened in ${stream} has ended already.`)
  const told = withShown(ui, stream, true)
  const isFree =
    ui.focus === stream && ui.overlay === null && ui.host === 'here' && ui.prompt.purpose === 'command'
  if (isFree && isEmpty(ui)) return done({ ...told, mode: 'terminal' })
  return flashed(told, `The terminal of ${stream} is there: 'open' goes to it.`)
}

/** A pane that has no terminal any more takes no keys for it. */
export const withTerminalThere = (ui: Ui): Ui =>
  ui.mode === 'terminal' && terminalIn(ui, ui.focus) === null ? { ...ui, mode: 'typing' } : ui

export const withShown = (ui: Ui, pane: string, isShown: boolean): Ui => {
  const others = ui.shown.filter((each) => each !== pane)
  return { ...ui, shown: isShown ? [...others, pane] : others }
}

export const paneTerminalActions: Action[] = [back, turnOver]
