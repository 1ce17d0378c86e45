import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { hintRow, insideOf, isEmpty, isReady, promptShows, say } from './look.ts'

const FULL = `${process.execPath} ${join(import.meta.dirname, '../fixtures/full-screen.mjs')}`
const shell = { FULL, PS1: 'pane: ' }

const inside = (pane: string, text: string) => (terminal: Terminal) =>
  insideOf(terminal, pane).some((row) => row.includes(text))

/** Every key goes to the program in the pane. */
const isTypedIn = (terminal: Terminal) => hintRow(terminal).startsWith(' TERMINAL  Ctrl-] back')

async function openShell(screen: Terminal): Promise<void> {
  await screen.waitFor(isReady, 'the first screen')
  await screen.press('alt-2').waitFor(isEmpty('alpha'), 'alpha')
  await say(screen, 'alpha', 'open')
  await screen.waitFor(inside('alpha', 'pane:'), 'a shell in the pane')
  expect(isTypedIn(screen)).toBe(true)
}

const plan = planText({ Alpha: {}, Beta: {} })

test.each([
  { columns: 80, rows: 24, body: '78x10', next: { columns: 90, rows: 30 }, nextBody: '88x14' },
  { columns: 120, rows: 40, body: '78x17', next: { columns: 140, rows: 30 }, nextBody: '91x12' },
])('a shell and a full-screen program in the pane at $columns columns', async (at) => {
  const here = await openScreenRepo(plan)
  const screen = here.open({ columns: at.columns, rows: at.rows, env: shell })
  await openShell(screen)
  screen.type('echo $((40+2)) ${PWD##*/} "${BR_RUN-none}" $TERM').press('enter')
  await screen.waitFor(inside('alpha', '42 alpha none xterm-256color'), 'its output')

  screen.type('$FULL').press('enter')
  await screen.waitFor(inside('alpha', `FULL ${at.body}`), 'the whole body of the pane')
  expect(insideOf(screen, 'alpha').at(-1)).toContain('LAST ROW')
  await screen.press('up').waitFor(inside('alpha', '1b4f41'), 'an arrow as applications want it')
  await screen.press('alt-b').waitFor(inside('alpha', '1b4f411b62'), 'Alt')
  await screen.press('esc').waitFor(inside('alpha', '1b621b'), 'Escape')
  await screen.press('ctrl-c', 'ctrl-z').waitFor(inside('alpha', '1b621b031a'), 'Ctrl-C and Ctrl-Z')
  await screen.type('ü').waitFor(inside('alpha', '1ac3bc'), 'a letter of two bytes')
  await screen
    .paste('a\tb')
    .waitFor(inside('alpha', '1b5b3230307e6109621b5b3230317e'), 'a paste in brackets, with its tab')
  // Nothing of it gets out of the pane.
  expect(screen.state().title).not.toContain('a title of its own')
  expect(screen.heard()).toMatchObject({ clipboard: [] })
  expect(screen.heard().notifications.join()).not.toContain('a notification')

  screen.resize(at.next)
  await screen.waitFor(inside('alpha', `FULL ${at.nextBody}`), 'its new size')
  await screen.press('ctrl-]').waitFor(isEmpty('alpha'), 'the prompt, with no key of the program')
  expect(inside('alpha', 'LAST ROW')(screen)).toBe(true)
  await say(screen, 'alpha', 'decide Tabs it is')
  await screen.waitFor(isEmpty('alpha'), 'that it was sent')
  await screen.press('esc', 't').waitFor(inside('alpha', 'Shared with every worker.'), 'the text of the pane')
  await screen.press('i').waitFor(isEmpty('alpha'), 'typing')

  await say(screen, 'alpha', 'open')
  await screen.waitFor(inside('alpha', `FULL ${at.nextBody}`), 'the same program')
  await screen.waitFor(isTypedIn, 'that it is typed in')
  await screen.press('q').waitFor(inside('alpha', '42 alpha none'), 'the shell before it')
  screen.type('exit').press('enter')
  await screen.waitFor(inside('alpha', 'Shared with every worker.'), 'the text of the pane')
  await screen.waitFor(isEmpty('alpha'), 'the prompt')
  expect(hintRow(screen)).toContain('The shell of alpha has ended: exit 0.')
})
