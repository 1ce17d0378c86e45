import { expect, test } from 'vitest'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptShows, say } from './look.ts'

test('two clients of different sizes see the same work, each with its own focus, place and line', async () => {
  const here = await openScreenRepo(planText({ Alpha: {}, Beta: {} }))
  const wide = here.open({ columns: 120, rows: 40 })
  await wide.waitFor(isReady, 'the first screen')
  const small = here.open({ columns: 80, rows: 24 })
  await small.waitFor(isReady, 'the second screen')
  await small.press('alt-2').waitFor(promptShows('alpha'), 'its own focus')
  await small.type('half').waitFor(promptShows('alpha', 'half'), 'its own line')

  await say(wide, 'orchestrator', 'continue alpha')
  const agent = await here.stage.next('alpha')
  agent.print(`${'long words wrap differently '.repeat(6)}\nthe end of it\n`)
  await Promise.all([wide, small].map((each) => each.waitFor('the end of it', 'the output in both')))
  expect(promptShows('alpha', 'half')(small)).toBe(true)
  expect(isReady(wide)).toBe(true)

  await wide.kill('SIGKILL').exit
  agent.finish({ 'alpha.txt': 'one' })
  await small.waitFor(/batch_1: 1 task, commit/, 'that the other goes on')
})
