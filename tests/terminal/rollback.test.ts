import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, say } from './look.ts'

const INTEGRATION = 'br/a-small-build/integration'

test('what a checkpoint brought is taken back and brought again, and the screen tells each time what is landed', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const filesOf = () => here.repo.git('ls-tree', '-r', '--name-only', INTEGRATION).split('\n')
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'rollback start')
  await screen.waitFor(/Nothing has landed yet/, 'that there is nothing to take back')

  await say(screen, 'orchestrator', 'continue all')
  const [alpha, beta] = await Promise.all([here.stage.next('alpha'), here.stage.next('beta')])
  alpha.finish({ 'alpha.txt': 'alpha\n' })
  await screen.waitFor(/1\/2 tasks/, 'alpha done')
  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/checkpoint-1 landed/, 'checkpoint-1')
  beta.finish({ 'beta.txt': 'beta\n' })
  await screen.waitFor(/2\/2 tasks/, 'beta done')
  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/checkpoint-2 landed/, 'checkpoint-2')
  const before = here.repo.git('rev-parse', INTEGRATION)

  await say(screen, 'orchestrator', 'rollback checkpoint-9')
  await screen.waitFor(/Say to which landing/, 'what can be said')
  await say(screen, 'orchestrator', 'rollback checkpoint-1')
  await screen.waitFor(/rollback-3 landed/, 'the rollback')
  await screen.waitFor(/1\/2 tasks/, 'that it is not done any more')
  await screen.waitFor(/beta[^\n]*◐ waits/, 'that beta waits for a person')
  expect(filesOf()).toContain('alpha.txt')
  expect(filesOf()).not.toContain('beta.txt')
  expect(here.repo.git('rev-parse', `${INTEGRATION}^`)).toBe(before)

  await say(screen, 'orchestrator', 'merge')
  await screen.waitFor(/taken back by rollback-3/, 'why the phase cannot be closed')
  await say(screen, 'orchestrator', 'retry beta')
  await screen.waitFor(/2\/2 tasks/, 'that it is done again')
  await say(screen, 'orchestrator', 'merge')
  await screen.waitFor(/All streams merged\./, 'the end')
  expect(filesOf()).toEqual(expect.arrayContaining(['alpha.txt', 'beta.txt']))
})
