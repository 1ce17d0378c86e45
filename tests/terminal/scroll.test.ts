import { beforeAll, expect, test } from 'vitest'
import type { ToldAgent } from '../helpers/loop-agents.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { hintRow, isReady, promptShows, rowsOfLog, say } from './look.ts'

const lines = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `row-${from + index} of the log\n`).join('')

let here: ScreenRepo
let screen: Terminal
let agent: ToldAgent

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  screen = here.open({ columns: 100, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.press('tab').waitFor(promptShows('alpha'), 'the prompt of alpha')
  await say(screen, 'alpha', 'continue')
  agent = await here.stage.next('alpha')
  agent.print(`\x1b[31mred\x1b[0m and a needle\n${lines(1, 300)}`)
  await screen.waitFor('row-300 of', 'the end of the output')
})

test('page up leaves the end, and new output does not move what is read', async () => {
  await screen.press('pageup').waitFor((terminal) => !terminal.text().includes('row-300 of'), 'earlier rows')
  await screen.waitFor(/scrolled back/, 'a pane that does not follow')
  expect(screen.text(), 'told with it: how much lies below').toMatch(/scrolled back, \d+ lines below/)
  const read = rowsOfLog(screen)
  const other = here.open({ columns: 80, rows: 24 })
  // It begins where the first one is.
  await other.waitFor(promptShows('alpha'), 'another client')
  await other.press('esc').waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'its keys mode')
  await other.press('G').waitFor('row-300 of', 'the end')
  agent.print(lines(301, 320))
  await other.waitFor('row-320 of', 'the new output at another client')
  await other.end()
  // Something was drawn since, and it was not these rows.
  await screen.press('alt-3').waitFor(promptShows('beta'), 'the prompt of beta')
  await screen.press('alt-2').waitFor(promptShows('alpha'), 'the prompt of alpha')
  expect(rowsOfLog(screen)).toEqual(read)
})

test('G follows the end again', async () => {
  await screen.press('esc').waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'keys mode')
  await screen.press('G').waitFor((terminal) => !/scrolled back/.test(terminal.text()), 'the end')
  agent.print(lines(321, 330))
  await screen.waitFor('row-330 of', 'the newest line')
})

test('/ finds a line far above and marks the place', async () => {
  await screen.press('/').waitFor('look for /', 'the line to search with')
  await screen.type('a needle').press('enter').waitFor('red and a needle', 'the line that was looked for')
  const { x, y } = screen.find('a needle') as { x: number; y: number }
  expect(screen.cell(x, y)).toMatchObject({ text: 'a', inverse: true })
  await screen.press('esc', 'G').waitFor('row-330 of', 'the end')
})

test('g goes to the very start', async () => {
  await screen.press('g').waitFor(/scrolled back/, 'a pane that does not follow')
  await screen.waitFor('red and a needle', 'the start')
})
