import { beforeAll, expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo, type ScreenRepo } from '../helpers/screen-repo.ts'
import type { Terminal } from '../helpers/terminal.ts'
import { isReady, promptShows, say } from './look.ts'

let here: ScreenRepo
let screen: Terminal

beforeAll(async () => {
  here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  screen = here.open({ columns: 100, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(/beta[^\n]*ready/, 'both streams ready')
})

test('a wrong command gets the nearest one as a suggestion and changes nothing', async () => {
  await say(screen, 'orchestrator', 'contineu')
  await screen.waitFor(/'contineu' is no command/, 'that it is none')
  expect(screen.text()).toMatch(/continue/)
  expect((await here.status()).streams.map(({ status }) => status)).toEqual(['ready', 'ready'])
})

test('a command that makes no sense now says why', async () => {
  await say(screen, 'orchestrator', 'approve')
  await screen.waitFor(/Nothing asks for permission now/, 'why not')
})

test('Enter on an empty line does nothing; → takes the suggestion into the line', async () => {
  await screen.press('enter', 'enter').waitFor(isReady, 'the prompt')
  await screen.press('right').waitFor(promptShows('orchestrator', 'continue'), 'the suggestion')
  expect(here.stage.runs).toEqual([])
  await screen.press('ctrl-c').waitFor(isReady, 'an empty line')
})

test('Tab completes a started line, ↑ brings earlier ones back, words and lines can be cut', async () => {
  await screen.type('contin').press('tab').waitFor(promptShows('orchestrator', 'continue'), 'the completion')
  await screen.press('ctrl-u').waitFor(isReady, 'an empty line')
  await screen.press('up').waitFor(promptShows('orchestrator', 'approve'), 'the line before')
  await screen.press('up').waitFor(promptShows('orchestrator', 'contineu'), 'the one before that')
  await screen.type(' two words').waitFor(promptShows('orchestrator', 'contineu two words'), 'more text')
  await screen.press('ctrl-w').waitFor((terminal) => !/words/.test(terminal.text()), 'a word less')
  await screen
    .press('ctrl-a')
    .type('X')
    .waitFor(promptShows('orchestrator', 'Xcontineu two'), 'text at its start')
  await screen.press('ctrl-c').waitFor(isReady, 'an empty line')
})

test('text and Enter that arrive in one read are sent whole', async () => {
  screen.send('continue alpha\r')
  const agent = await here.stage.next('alpha')
  agent.finish({ 'alpha.txt': 'one' })
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of the batch')
})
