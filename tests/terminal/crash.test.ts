import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptShows, say } from './look.ts'

test('the client is killed in the middle of a frame: host and worker go on, and coming back works', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const first = here.open({ columns: 100, rows: 30 })
  await first.waitFor(isReady, 'the first screen')
  await say(first, 'orchestrator', 'continue alpha')
  const agent = await here.stage.next('alpha')
  await first.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  const { host } = await here.status()
  const load = setInterval(() => agent.print('one more line of many\n'.repeat(50)), 5)
  await first.waitFor('one more line', 'output')
  expect(await first.kill('SIGKILL').exit).toMatchObject({ signal: 'SIGKILL' })
  clearInterval(load)
  agent.print('said to nobody\n')

  const second = here.open({ columns: 80, rows: 24 })
  await second.waitFor(/alpha[^\n]*● running/, 'the session')
  // Where one looked in the very last moment may not have been written down.
  await second.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  await second.waitFor('said to nobody', 'the end of the output')
  expect((await here.status()).host?.pid).toBe(host?.pid)
  expect(here.stage.runs).toHaveLength(1)
  agent.finish({ 'alpha.txt': 'one' })
  await second.waitFor(/batch_1: 1 task, commit/, 'the end of the batch')
  await second.press('alt-1').waitFor(promptShows('orchestrator'), 'the orchestrator')
  await say(second, 'orchestrator', 'checkpoint')
  await second.waitFor(/checkpoint-1 green: alpha/, 'that it landed')
})
