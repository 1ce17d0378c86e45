import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, say } from './look.ts'

const PLAN = planText({ Alpha: {}, Beta: { after: 'Alpha' } })

test('NO_COLOR: no cell has a colour, and nothing is told by colour alone', async () => {
  const here = await openScreenRepo(PLAN)
  const screen = here.open({ columns: 80, rows: 24, env: { NO_COLOR: '1', FORCE_COLOR: undefined } })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  ;(await here.stage.next('alpha')).print('\x1b[31mred\x1b[0m end of it\n')
  await screen.press('alt-2').waitFor('red end of it', 'output without its colour')
  expect(coloursOf(screen)).toEqual(['default'])
  expect(screen.text()).toMatch(/running/)
})

test('with colours there are some', async () => {
  const here = await openScreenRepo(PLAN)
  const screen = here.open({ columns: 80, rows: 24 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(() => coloursOf(screen).length > 1, 'colours')
})

test('TERM=vt100: the whole screen in ASCII', async () => {
  const here = await openScreenRepo(PLAN)
  const screen = here.open({ columns: 80, rows: 24, env: { TERM: 'vt100' } })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(/beta[^\n]*blocked/, 'the state in words')
  expect(screen.text().replace(/[ -~\n]/g, '')).toBe('')
})

test('TERM=dumb: lines instead of a screen, and no escape sequences', async () => {
  const here = await openScreenRepo(PLAN)
  const screen = here.open({ columns: 80, rows: 24, env: { TERM: 'dumb' } })
  await screen.waitFor(/continue/, 'what to type')
  expect(screen.state()).toMatchObject({ isAlternate: false })
  await screen
    .type('continue alpha')
    .press('enter')
    .waitFor(/batch_1 start/, 'the answer')
  ;(await here.stage.next('alpha')).finish({ 'alpha.txt': 'one' })
  await screen.waitFor(/1 task, commit/, 'what happened')
  expect(await screen.type('quit').press('enter').exit).toEqual({ code: 0, signal: null })
})

test('20x5: it says that there is too little room, and is there when there is more', async () => {
  const here = await openScreenRepo(PLAN)
  const screen = here.open({ columns: 20, rows: 5 })
  await screen.waitFor(/small/i, 'that it is too small')
  expect(screen.screen().every((row) => row.length <= 20)).toBe(true)
  // Once a key is taken everything has been loaded, not only the first frame drawn.
  await screen.type('x').waitFor(({ row }) => row(4).includes('x'), 'a key')
  await screen.press('backspace').waitFor(({ row }) => !row(4).includes('x'), 'the key taken back')
  await screen.resize({ columns: 80, rows: 24 }).waitFor(isReady, 'the whole screen')
})

function coloursOf(terminal: Terminal): string[] {
  const { columns, rows } = terminal.state().size
  const found = new Set<string>()
  for (let y = 0; y < rows; y += 1) {
    for (let x = 0; x < columns; x += 1) {
      const { foreground, background } = terminal.cell(x, y)
      found.add(foreground).add(background)
    }
  }
  return [...found]
}
