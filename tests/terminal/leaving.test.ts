import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { freshPath } from '../helpers/repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import { startTerminal, type Terminal } from '../helpers/terminal.ts'
import { isReady, promptShows, say } from './look.ts'

let here: ScreenRepo
let agent: ToldAgent

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 80, rows: 24 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  agent = await here.stage.next('alpha')
  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  await screen.end()
})

/** What stands in the terminal of somebody who worked there before, with the cursor at the bottom. */
const BEFORE = `${Array.from({ length: 50 }, (_, index) => `\x1b[3${index % 8}mshell ${index}\x1b[0m`).join('\r\n')}\r\n$ br-tui\r\n`

const ways: [string, (screen: Terminal) => unknown][] = [
  ['quit', (screen) => say(screen, 'alpha', 'quit')],
  ['Ctrl-D on an empty line', (screen) => screen.press('ctrl-d')],
  ['q in keys mode', (screen) => screen.press('esc', 'q')],
  ['SIGTERM', (screen) => screen.kill('SIGTERM')],
  ['SIGHUP', (screen) => screen.kill('SIGHUP')],
]

test.each(ways)('%s, while a pane prints: the terminal is exactly as it was', async (_, leave) => {
  const screen = here.open({ columns: 80, rows: 24, before: BEFORE })
  await screen.waitFor(promptShows('alpha'), 'the screen')
  const load = setInterval(() => agent.print('one more line of many\n'.repeat(50)), 5)
  try {
    await screen.waitFor('one more line', 'output')
    await leave(screen)
    await screen.exit
  } finally {
    clearInterval(load)
  }
  expect(stateOf(screen)).toEqual(await untouched())
  expect((await here.status()).host).not.toBeNull()
})

test('the modes of the line are what they were, after quit and after a signal', async () => {
  for (const signal of [null, 'SIGTERM'] as const) {
    const pid = freshPath('pid')
    const inner = `echo $$ > ${pid}; exec br-tui --cwd ${here.repo.root}`
    const screen = here.openBare({
      columns: 200,
      rows: 24,
      argv: ['sh', '-c', `stty -g; sh -c '${inner}'; stty -g; cat`],
    })
    await screen.waitFor(promptShows('alpha'), 'the screen')
    if (signal) process.kill(Number(readFileSync(pid, 'utf8')), signal)
    else await say(screen, 'alpha', 'quit')
    const modes = () => screen.text().match(/\S*:\S*:\S*/g) ?? []
    await screen.waitFor(() => modes().length === 2, 'the modes before and after')
    expect(modes()[1]).toBe(modes()[0])
    await screen.end()
  }
})

// The answer to the question after the last frame comes when the screen has let go of the terminal.
test('the program that comes after gets no key that nobody pressed', async () => {
  const argv = ['sh', '-c', `br-tui --cwd ${here.repo.root}; echo here; exec cat -v`]
  const screen = here.openBare({ columns: 80, rows: 24, argv })
  await screen.waitFor(promptShows('alpha'), 'the screen')
  // A line on which the answer takes its time.
  await screen.throttle(5000).type('quit').waitFor(promptShows('alpha', 'quit'), 'quit')
  await screen.press('enter').waitFor(/^here$/m, 'what comes after')
  screen.throttle(null)
  await screen
    .type('x')
    .press('enter')
    .waitFor(/x\n.*x$/m, 'its key, by the terminal and by the program')
  expect(screen.text()).toMatch(/^here\nx\nx$/m)
})

/** The same terminal after a program that only says what the screen says at last. */
async function untouched() {
  const terminal = startTerminal({
    argv: ['printf', '%s', `${BEFORE}The work goes on. Come back with: br-tui\r\n`],
    columns: 80,
    rows: 24,
  })
  await terminal.exit
  return stateOf(terminal)
}

function stateOf(terminal: Terminal) {
  const { size, cursor, isAlternate, bracketedPaste, applicationCursor, mouse, wraps, isMidFrame } =
    terminal.state()
  const cells = terminal.screen().map((_, y) => terminal.cell(0, y))
  return {
    size,
    cursor,
    isAlternate,
    bracketedPaste,
    applicationCursor,
    mouse,
    wraps,
    isMidFrame,
    cells,
    rows: terminal.screen(),
  }
}
