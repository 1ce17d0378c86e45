import { beforeAll, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, promptShows, say, timeless } from './look.ts'

let here: ScreenRepo
let screen: Terminal
let agent: ToldAgent

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {}, Gamma: {} }))
  screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  agent = await here.stage.next('alpha')
  await screen.waitFor(/alpha[^\n]*● running/, 'alpha running')
})

const SIZES = [
  [200, 50],
  [80, 24],
  [99, 31],
  [40, 12],
  [120, 40],
  [61, 17],
  [30, 8],
  [150, 20],
  [20, 5],
  [100, 30],
] as const

test('a storm of sizes under load ends in the same screen as a client that was just opened', async () => {
  let line = 0
  for (let round = 0; round < 3; round += 1) {
    for (const [columns, rows] of SIZES) {
      line += 1
      agent.print(`wide 字 and long ${'.'.repeat(line * 7)} ${line}\n`)
      screen.resize({ columns, rows })
      // Not waited for each time: some sizes come before the last one is drawn.
      if (line % 4 === 0) await screen.type('x').press('backspace').waitFor(drawn, 'a row of the prompt')
    }
  }
  agent.print('the very last line\n')
  await screen.waitFor('the very last line', 'the end of the output')
  const other = here.open({ columns: 100, rows: 30 })
  await other.waitFor('the very last line', 'the same in a fresh client')
  await other.waitFor(
    ({ screen: rows }) => `${timeless(rows())}` === `${timeless(screen.screen())}`,
    'the same screen',
  )
  await screen.press('ctrl-l')
  await screen.waitFor(
    ({ screen: rows }) => `${timeless(rows())}` === `${timeless(other.screen())}`,
    'it again, redrawn',
  )
  await other.end()
})

const drawn = (terminal: Terminal) => terminal.text().trim() !== ''

test('too small says so, and the screen comes back', async () => {
  await screen.waitFor(/3 beta[^\n]*type continue/, 'commands that make sense')
  await screen.resize({ columns: 20, rows: 5 }).waitFor(/small/i, 'that it is too small')
  await screen
    .resize({ columns: 40, rows: 12 })
    .waitFor(promptShows('orchestrator'), 'the smallest useful screen')
  expect(screen.text()).toContain('orchestrator')
  await screen.resize({ columns: 100, rows: 30 }).waitFor(/2 alpha/, 'the panes')
})
