import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { hintRow, isReady, titleRow } from './look.ts'

const SMALL = planText({ Alpha: { days: 2 }, Beta: {} })
const BROKEN = planText({ Gamma: { after: 'Nowhere' } })

test('no session and plans in the repository: a choice that says what each would do, and Enter opens one', async () => {
  const here = await openScreenRepo('', { files: { 'PLAN.md': SMALL, 'docs/later.md': BROKEN } })
  const screen = here.openBare({ columns: 80, rows: 24 })
  await screen.waitFor('Which plan?', 'the choice')
  await screen.waitFor(
    /▸ PLAN\.md · A Small Build[^\n]*\n[^\n]*2 streams · 2 tasks · \d days/,
    'what it would do',
  )
  await screen.waitFor(/docs\/later\.md · A Small Build[^\n]*\n[^\n]*cannot run: /, 'what cannot run')
  await screen.waitFor((now) => /Enter open .*Esc leave/.test(hintRow(now)), 'the keys')

  await screen.press('down').waitFor('▸ docs/later.md', 'the other one')
  await screen.press('enter').waitFor(/docs\/later\.md cannot run as it is/, 'why not')
  await screen.press('up').waitFor('▸ PLAN.md', 'the first one')
  // What the repository wants to run is asked in plain text, outside of the screen.
  await screen.press('enter').waitFor('node check.mjs', 'what it wants to run')
  expect(screen.state()).toMatchObject({ isAlternate: false, cursor: { isVisible: true } })
  await screen.waitFor('[y/N]', 'the question')
  await screen.type('y').press('enter').waitFor(hasSession, 'the session')
  expect(screen.state()).toMatchObject({ isAlternate: true, cursor: { isVisible: false } })
  await screen.waitFor(isReady, 'its prompt')
})

test('who does not trust the plan is back at the screen, and nothing was opened', async () => {
  const here = await openScreenRepo('', { files: { 'PLAN.md': SMALL } })
  const screen = here.openBare({ columns: 80, rows: 24 })
  await screen.waitFor('Which plan?', 'the choice')
  await screen.press('enter').waitFor('[y/N]', 'the question')
  await screen.type('n').press('enter').waitFor('nobody has trusted yet', 'why not')
  await screen.waitFor('Which plan?', 'the choice again')
  expect((await here.cli('status')).out).toMatch(/no session/i)
})

test('the first screen of a session says in three lines what there is to type', async () => {
  const here = await openScreenRepo(SMALL)
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(
    /continue +starts what is ready[^\n]*\n[^\n]*checkpoint +lands what is finished[^\n]*\n[^\n]*merge +closes the phase, tested/,
    'the three lines',
  )
  await screen.type('continue').press('enter')
  await here.stage.next()
  await screen.waitFor(({ text }) => !text().includes('starts what is ready'), 'them gone once one knows')
})

test('a plan that was named is never said to be none while it is opened', async () => {
  const here = await openScreenRepo(SMALL)
  const screen = here.open({ columns: 80, rows: 24 })
  let wasDenied = false
  await screen.waitFor((now) => {
    wasDenied ||= now.text().includes('No plan is at work here yet')
    return hasSession(now)
  }, 'the session')
  expect(wasDenied).toBe(false)
})

test('no plan either: in plain text what to do, and exit code 1', async () => {
  const here = await openScreenRepo('')
  const screen = here.openBare({ columns: 80, rows: 24 })
  expect(await screen.exit).toEqual({ code: 1, signal: null })
  expect(textOf(screen)).toMatch(
    /no session in this repository, and no plan in it.*br-tui PLAN\.md.*br-tui demo/,
  )
  expect(isUntouched(screen)).toBe(true)
})

test('no repository: the same', async () => {
  const here = await openScreenRepo(SMALL)
  rmSync(join(here.repo.root, '.git'), { recursive: true })
  const screen = here.openBare({ columns: 80, rows: 24 })
  expect(await screen.exit).toEqual({ code: 1, signal: null })
  expect(textOf(screen)).toMatch(/is not in a git repository\..*git init/)
  expect(isUntouched(screen)).toBe(true)
})

const hasSession = (terminal: Terminal): boolean => titleRow(terminal).includes('a-small-build')

/** As one reads it: the terminal broke the lines where it liked. */
const textOf = (terminal: Terminal): string =>
  terminal
    .screen()
    .map((row) => row.padEnd(80))
    .join('')
    .trimEnd()

const isUntouched = (terminal: Terminal): boolean => {
  const { isAlternate, bracketedPaste, cursor } = terminal.state()
  return !isAlternate && !bracketedPaste && cursor.isVisible && terminal.heard().blanks === 0
}
