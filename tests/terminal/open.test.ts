import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hintRow, insideOf, isEmpty, say } from './look.ts'
import { inside, isTypedIn, openShell, SHELL } from './open-shell.ts'

const plan = planText({ Alpha: {}, Beta: {} })

test.each([
  { columns: 80, rows: 24, body: '78x10', next: { columns: 90, rows: 30 }, nextBody: '88x14' },
  { columns: 120, rows: 40, body: '78x17', next: { columns: 140, rows: 30 }, nextBody: '91x12' },
])('a shell and a full-screen program in the pane at $columns columns', async (at) => {
  const here = await openScreenRepo(plan)
  const screen = here.open({ columns: at.columns, rows: at.rows, env: SHELL })
  await openShell(screen)
  screen.type('echo $((40+2)) $(basename $PWD) [$BR_RUN] $TERM').press('enter')
  await screen.waitFor(inside('alpha', '42 alpha [] xterm-256color'), 'its output')

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
  // What is answered there is seen, and not behind the terminal; t turns between them.
  await screen.waitFor(inside('alpha', 'Shared with every worker.'), 'the text of the pane')
  await screen.press('esc', 't').waitFor(inside('alpha', 'LAST ROW'), 'the terminal')
  await screen.press('t').waitFor(inside('alpha', 'Shared with every worker.'), 'the text of the pane')
  await screen.press('i').waitFor(isEmpty('alpha'), 'typing')

  await say(screen, 'alpha', 'open')
  await screen.waitFor(inside('alpha', `FULL ${at.nextBody}`), 'the same program')
  await screen.waitFor(isTypedIn, 'that it is typed in')
  await screen.press('q').waitFor(inside('alpha', '42 alpha []'), 'the shell before it')
  screen.type('exit').press('enter')
  await screen.waitFor(inside('alpha', 'Shared with every worker.'), 'the text of the pane')
  await screen.waitFor(isEmpty('alpha'), 'the prompt')
  await screen.waitFor(
    (now) => hintRow(now).includes('The shell of alpha has ended: exit 0.'),
    'how it ended',
  )
})
