import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { processStartTime } from '../../source/runtime/worker/sweep.ts'
import { planText } from '../helpers/loop-repo.ts'
import { freshPath } from '../helpers/repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isEmpty, say } from './look.ts'
import { inside, isTypedIn, openShell, SHELL } from './open-shell.ts'

const plan = planText({ Alpha: {}, Beta: {} })

/** What the shell says of its own process. */
async function pidOf(screen: Terminal): Promise<number> {
  screen.type('echo pid=$$.').press('enter')
  await screen.waitFor(/pid=\d+\./, 'its process')
  return Number(/pid=(\d+)\./.exec(screen.text())?.[1])
}

/** One that nobody has waited for yet is dead all the same. */
const isAlive = (pid: number): boolean => processStartTime(pid) !== null

test('two screens: both see it, the one in which somebody types gives it its size, and it survives each of them', async () => {
  const here = await openScreenRepo(plan)
  const wide = here.open({ columns: 120, rows: 40, env: SHELL })
  await openShell(wide)
  wide.type('$FULL').press('enter')
  await wide.waitFor(inside('alpha', 'FULL 78x17'), 'a program in it')

  const small = here.open({ columns: 80, rows: 24, env: SHELL })
  await small.waitFor(isEmpty('alpha'), 'the second screen, at the same pane')
  expect(inside('alpha', 'FULL')(small)).toBe(false)
  await say(small, 'alpha', 'open')
  await small.waitFor(inside('alpha', 'FULL 78x10'), 'the same program, as large as there')
  await wide.waitFor(inside('alpha', 'FULL 78x10'), 'and at the first screen as well')
  await wide.type('w').waitFor(inside('alpha', 'FULL 78x17'), 'its size when somebody types here again')
  await small.waitFor(inside('alpha', 'LAST ROW'), 'the part of it around its cursor')

  await wide.kill('SIGKILL').exit
  await small.type('s').waitFor(inside('alpha', '7773'), 'the keys of both')
  await small.press('ctrl-]').waitFor(isEmpty('alpha'), 'the prompt')
  await say(small, 'alpha', 'quit')
  await small.exit
  const again = here.openBare({ env: SHELL })
  await again.waitFor(/shell open/, 'that it is open')
  await say(again, 'alpha', 'open')
  await again.waitFor(inside('alpha', '7773'), 'the same program')
})

test('a host that is killed leaves it, and the next one finds it; stop ends it with all that was started there', async () => {
  const here = await openScreenRepo(plan)
  const screen = here.open({ env: SHELL })
  await openShell(screen)
  const shell = await pidOf(screen)
  // One that no hang-up and no polite word ends.
  screen.type(`sh -c 'trap "" HUP TERM; echo stubborn=$$.; while :; do sleep 1000; done' &`).press('enter')
  await screen.waitFor(/stubborn=\d+\./, 'a stubborn program')
  const stubborn = Number(/stubborn=(\d+)\./.exec(screen.text())?.[1])

  const { host } = await here.status()
  process.kill(host?.pid as number, 'SIGKILL')
  await screen.waitFor('the host is gone', 'that the host is gone')
  await screen.type('not for the shell').press('enter').waitFor(isEmpty('alpha'), 'the next host')
  await say(screen, 'alpha', 'open')
  await screen.waitFor(isTypedIn, 'the shell').then(() => expect(screen.text()).not.toContain('not for'))
  expect(await pidOf(screen)).toBe(shell)

  expect(await here.cli('stop')).toMatchObject({ exit: 0 })
  expect([shell, stubborn].filter(isAlive)).toEqual([])
})

test('stop ends one that a killed host has left', async () => {
  const here = await openScreenRepo(plan)
  const screen = here.open({ env: SHELL })
  await openShell(screen)
  const shell = await pidOf(screen)
  const { host } = await here.status()
  process.kill(host?.pid as number, 'SIGKILL')
  await screen.waitFor('the host is gone', 'that the host is gone')
  expect(isAlive(shell)).toBe(true)
  expect(await here.cli('stop')).toMatchObject({ exit: 0 })
  expect(isAlive(shell)).toBe(false)
})

test('what somebody has scrolled back to stays, until somebody types', async () => {
  const here = await openScreenRepo(plan)
  const screen = here.open({ env: SHELL })
  await openShell(screen)
  screen.type('for i in $(seq 1 50); do echo line-$i.; done').press('enter')
  await screen.waitFor(inside('alpha', 'line-50.'), 'its output')
  await screen.press('ctrl-]').waitFor(isEmpty('alpha'), 'the prompt')
  await screen.press('pageup').waitFor(inside('alpha', 'line-35.'), 'a page further up')
  await screen.waitFor(/scrolled back, 9 lines below/, 'that it says so')
  await say(screen, 'alpha', 'open')
  await screen.waitFor(isTypedIn, 'the shell')
  await screen.press('enter').waitFor(inside('alpha', 'line-50.'), 'the end')
})

test('where pseudo-terminals are not there, it opens in place of the screen', async () => {
  const here = await openScreenRepo(plan)
  // As after an installation without optional dependencies.
  const copy = freshPath('alone')
  cpSync(join(import.meta.dirname, '../../dist'), copy, { recursive: true })
  const rest = ['--cwd', here.repo.root, '--trust', '--agent', 'cmd: test-agent']
  const screen = here.open({ argv: [process.execPath, join(copy, 'cli.js'), here.plan, ...rest], env: SHELL })
  await screen.waitFor(isEmpty('orchestrator'), 'the first screen')
  await screen.press('alt-2').waitFor(isEmpty('alpha'), 'alpha')
  await say(screen, 'alpha', 'open')
  await screen.waitFor('Come back with: exit', 'a shell in place of the screen')
  await screen.waitFor('pane:', 'its prompt')
  screen.type('exit').press('enter')
  await screen.waitFor('Opened outside: @lydell/node-pty, which panes need, cannot be loaded.', 'why')
})
