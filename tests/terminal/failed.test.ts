import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptShows, say, titleRow } from './look.ts'

test('a failed batch asks for attention once, shows its evidence, and is tried again', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }), { config: { retries: 0 } })
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  const [alpha, beta] = await Promise.all([here.stage.next('alpha'), here.stage.next('beta')])
  await screen.waitFor(/beta[^\n]*● running/, 'both running')
  const bells = screen.heard().bells
  alpha.print('cannot reach the database\n')
  alpha.finish({}, 7)
  await screen.waitFor(/alpha[^\n]*✕ failed/, 'alpha failed')
  await screen.waitFor(/exited with code 7/, 'the evidence')
  await screen.waitFor(
    (terminal) => /▲ 1 waits for you/.test(titleRow(terminal)),
    'that it waits for a person',
  )
  await screen.waitFor(
    ({ state }) => /1 waits for you/.test(state().title),
    'the same in the title of the terminal',
  )
  await screen.waitFor(({ heard }) => heard().bells === bells + 1, 'one bell')
  expect(screen.heard().notifications.length).toBeGreaterThan(0)

  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  await say(screen, 'alpha', 'retry')
  const again = await here.stage.next('alpha')
  expect(again.command).toMatchObject({ attempt: 2, failure: expect.stringContaining('code 7') })
  await screen.waitFor(/alpha[^\n]*● running/, 'alpha running')
  await screen.waitFor((terminal) => !/waits for you/.test(titleRow(terminal)), 'that nothing waits')
  again.finish({ 'alpha.txt': 'two' })
  beta.finish({ 'beta.txt': 'one' })
  await screen.waitFor(/2\/2 tasks/, 'both done')
  expect(screen.heard().bells - bells).toBeLessThanOrEqual(2)
})
