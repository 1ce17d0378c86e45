import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, say, titleRow } from './look.ts'

test('a stream that waits for another says for whom; one whose agent needs something asks for it', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: { after: 'Alpha' } }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await screen.waitFor(/beta[^\n]*⊘ blocked by alpha/, 'beta blocked by alpha')

  await say(screen, 'orchestrator', 'continue alpha')
  const agent = await here.stage.next('alpha')
  await screen.waitFor(/alpha[^\n]*● running/, 'alpha running')
  agent.report({ status: 'blocked', needs: 'the key of the weather service' })
  agent.finish()
  await screen.waitFor(/alpha[^\n]*⊘ blocked/, 'alpha blocked')
  await screen.waitFor(/the key of the weather service/, 'what it needs')
  await screen.waitFor(
    (terminal) => /▲ 1 waits for you/.test(titleRow(terminal)),
    'that it waits for a person',
  )

  await say(screen, 'orchestrator', 'unblock alpha')
  await screen.waitFor((terminal) => !/alpha[^\n]*⊘ blocked/.test(terminal.text()), 'alpha free')
  await say(screen, 'orchestrator', 'continue alpha')
  ;(await here.stage.next('alpha')).finish({ 'alpha.txt': 'one' })
  await screen.waitFor(/batch_1: 1 task, commit/, 'the work')
  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/beta[^\n]*○ ready/, 'beta free once alpha has landed')
  expect((await here.status()).streams.map(({ status }) => status)).toEqual(['complete', 'ready'])
})
