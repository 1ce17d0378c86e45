import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, say } from './look.ts'

test('a conflict at a checkpoint: one lands, the other is told to resolve it, and then everything lands', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const screen = here.open({ columns: 120, rows: 40 })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  for (const stream of ['alpha', 'beta'])
    (await here.stage.next(stream)).finish({ 'shared.txt': `${stream}\n` })
  await screen.waitFor(/2\/2 tasks/, 'both done')

  await say(screen, 'orchestrator', 'checkpoint')
  await screen.waitFor(/! \w+ was left out: shared\.txt/, 'who was left out, and why')
  await screen.waitFor(/checkpoint-1 landed[^│]*1 stream/, 'what landed')
  const left = /! (\w+) was left out/.exec(screen.text())?.[1] as string
  await say(screen, 'orchestrator', `continue ${left}`)
  const agent = await here.stage.next(left)
  expect(agent.command).toMatchObject({ kind: 'conflict', context: { conflicts: ['shared.txt'] } })
  agent.finish({ 'shared.txt': 'alpha and beta\n' })
  await screen.waitFor(
    (terminal) => new RegExp(`${left}[^\\n]*✓ complete`).test(terminal.text()),
    `${left} resolved`,
  )
  await say(screen, 'orchestrator', 'merge')
  await screen.waitFor(/all merged|merge-2 landed|Bring it home/, 'the merge')
  expect(here.repo.git('show', 'br/a-small-build/integration:shared.txt')).toBe('alpha and beta')
})
