import { beforeAll, expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { hintRow, isEmpty, isReady, promptShows, titleRow } from './look.ts'

const frameOf = (pane: string) => new RegExp(`[┌╭┏╔][^\\n]*\\d ${pane} `)
let screen: Terminal

beforeAll(async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(/beta[^\n]*ready[^\n]*continue/, 'both streams ready')
})

test('the first screen shows the plan, every pane, and what to type next', () => {
  expect(titleRow(screen)).toMatch(/br-tui · a-small-build .* 0\/2 tasks/)
  for (const pane of ['orchestrator', 'alpha', 'beta']) expect(screen.text()).toMatch(frameOf(pane))
  expect(hintRow(screen)).toMatch(/Tab.*Esc.*\?.*continue/)
  expect(screen.state()).toMatchObject({ isAlternate: true, bracketedPaste: true, mouse: 'none' })
})

test('Tab and Shift-Tab on an empty line change the pane, Alt and a digit always', async () => {
  await screen.press('tab').waitFor(promptShows('alpha'), 'the prompt of alpha')
  await screen.press('tab').waitFor(promptShows('beta'), 'the prompt of beta')
  await screen.press('tab').waitFor(isReady, 'round to the orchestrator')
  await screen.press('shift-tab').waitFor(promptShows('beta'), 'back to beta')
  await screen.type('half').waitFor(promptShows('beta', 'half'), 'a started line')
  await screen.press('alt-2').waitFor(promptShows('alpha', 'half'), 'the same line to alpha')
  await screen.press('ctrl-c').waitFor(isEmpty('alpha'), 'an empty line')
})

test('in keys mode letters are keys, and the mode is shown', async () => {
  await screen.press('esc').waitFor((terminal) => hintRow(terminal).includes('KEYS'), 'keys mode')
  await screen.press('3').waitFor(promptShows('beta'), 'beta')
  await screen.press('h').waitFor(promptShows('orchestrator'), 'the pane on the left')
  await screen.press('l').waitFor((terminal) => !promptShows('orchestrator')(terminal), 'a pane on the right')
  await screen.press('2').waitFor(promptShows('alpha'), 'alpha')
})

test('z shows a pane alone, the others stay as tabs; again brings all back', async () => {
  await screen.press('z').waitFor((terminal) => !frameOf('beta').test(terminal.text()), 'alpha alone')
  await screen.waitFor(frameOf('alpha'), 'its frame')
  await screen.waitFor(/3 beta [^\n]*ready/, 'the tab of beta')
  await screen.press('z').waitFor(frameOf('beta'), 'all panes')
  await screen.press('i').waitFor((terminal) => !hintRow(terminal).includes('KEYS'), 'typing mode')
})

test('? shows the keys, Esc closes them', async () => {
  await screen.press('?').waitFor('Typing and keys', 'the help')
  expect(screen.text()).toMatch(/to the next pane/)
  await screen.press('esc').waitFor((terminal) => !terminal.text().includes('Typing and keys'), 'no help')
  await screen.waitFor(frameOf('beta'), 'the panes')
})
