import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { hintRow, isReady, promptShows, say, titleRow } from './look.ts'

test('the host is killed: the screen says so, Enter starts it again, and the worker was never disturbed', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue alpha')
  const agent = await here.stage.next('alpha')
  await screen.waitFor(/alpha[^\n]*● running/, 'alpha running')
  await screen.type('half').waitFor(promptShows('orchestrator', 'half'), 'a started line')

  const { host } = await here.status()
  process.kill(host?.pid as number, 'SIGKILL')
  await screen.waitFor((terminal) => /the host is gone/i.test(titleRow(terminal)), 'that it is gone')
  await screen.waitFor((terminal) => /start it again/.test(hintRow(terminal)), 'what to do')
  agent.print('said to nobody\n')
  await screen.press('enter').waitFor((terminal) => !/the host is gone/i.test(titleRow(terminal)), 'a host')
  await screen.waitFor(promptShows('orchestrator', 'half'), 'the half-typed line')
  await screen.press('alt-2').waitFor('said to nobody', 'what the worker said meanwhile')
  agent.finish({ 'alpha.txt': 'one' })
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of its batch')
  expect((await here.status()).host?.pid).not.toBe(host?.pid)
})

test('the session is stopped at another place: the screen says so and can go on with it', async () => {
  const here = await openScreenRepo(planText({ Alpha: {} }))
  const screen = here.open({ columns: 100, rows: 30 })
  await screen.waitFor(isReady, 'the first screen')
  expect(await here.cli('stop', '--cwd', here.repo.root)).toMatchObject({ exit: 0 })
  await screen.waitFor((terminal) => /stopped/.test(titleRow(terminal)), 'that it was stopped')
  await screen.waitFor((terminal) => /start it again/.test(hintRow(terminal)), 'that the host has let go')
  await screen
    .press('enter')
    .waitFor((terminal) => !/stopped/.test(titleRow(terminal)), 'the session at work')
  await say(screen, 'orchestrator', 'continue alpha')
  ;(await here.stage.next('alpha')).finish({ 'alpha.txt': 'one' })
  await screen.waitFor(/1\/1 tasks/, 'the task done')
})
