import { join } from 'node:path'
import type { Terminal } from '../helpers/terminal.ts'
import { hintRow, insideOf, isEmpty, isReady, say } from './look.ts'

/** `$FULL` in the shell takes the whole terminal and shows its size and its keys. */
export const SHELL = {
  FULL: `${process.execPath} ${join(import.meta.dirname, '../fixtures/full-screen.mjs')}`,
  PS1: 'pane: ',
}

export const inside =
  (pane: string, text: string) =>
  (terminal: Terminal): boolean =>
    insideOf(terminal, pane).some((row) => row.includes(text))

/** Every key goes to the program in the pane. */
export const isTypedIn = (terminal: Terminal): boolean =>
  hintRow(terminal).startsWith(' TERMINAL  Ctrl-] back')

export async function openShell(screen: Terminal): Promise<void> {
  await screen.waitFor(isReady, 'the first screen')
  await screen.press('alt-2').waitFor(isEmpty('alpha'), 'alpha')
  await say(screen, 'alpha', 'open')
  await screen.waitFor(inside('alpha', 'pane:'), 'a shell in the pane')
  await screen.waitFor(isTypedIn, 'that keys go there')
}
