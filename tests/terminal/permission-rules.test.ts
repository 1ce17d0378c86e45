import { expect, test } from 'vitest'
import { acpSpec } from '../helpers/acp-script.ts'
import { planText } from '../helpers/loop-repo.ts'
import { openScreenRepo } from '../helpers/screen-repo.ts'
import { isReady, promptShows, say, titleRow } from './look.ts'

const run = (command: string) => ({ ask: { title: command, kind: 'execute', rawInput: { command } } })

test('rules answer before a person is asked, and what is allowed for good is asked once', async () => {
  const steps = [
    run('npm test'),
    run('git push'),
    run('make all'),
    run('make all'),
    { write: { 'alpha.txt': 'x' } },
  ]
  // What is denied ends a turn of this agent; its next one goes on behind it.
  const agent = acpSpec({ turns: [steps.slice(0, 2), steps.slice(2)] })
  const permissions = { allow: { run: ['npm test **'] }, deny: { run: ['git push'] } }
  const here = await openScreenRepo(planText({ Alpha: {} }), { person: { permissions } })
  const screen = here.open({ columns: 120, rows: 40, args: ['--agent', agent] })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  await screen.waitFor(/▲ asks: execute make all/, 'what no rule speaks of')
  await screen.waitFor(/▲ allowed by your rule 'npm test \*\*': execute npm test/, 'what a rule allowed')
  await screen.waitFor(/▲ denied by your rule 'git push': execute git push/, 'what a rule denied')
  await screen.press('alt-2').waitFor(promptShows('alpha'), 'alpha')
  await say(screen, 'alpha', 'approve always')
  await screen.waitFor(/Allowed for good by you: execute make all/, 'that it is allowed for good')
  await screen.waitFor(/batch_1: 1 task, commit/, 'the end of its batch, with nothing asked again')
  expect((await here.status()).streams[0]?.status).toBe('complete')
})

test('an agent that does nothing looks stuck, with what was seen, until it is cancelled', async () => {
  const agent = acpSpec({ turns: [[{ text: 'I think\n' }, { hang: true }]] })
  const here = await openScreenRepo(planText({ Alpha: {} }), { config: { timeouts: { silent: 1 } } })
  const screen = here.open({ columns: 120, rows: 40, args: ['--agent', agent] })
  await screen.waitFor(isReady, 'the first screen')
  await say(screen, 'orchestrator', 'continue all')
  await screen.waitFor(/◐ looks stuck · no output, and \d\.\d s of CPU/, 'that it looks stuck, and why')
  await screen.waitFor(
    (terminal) => /▲ 1 waits for you/.test(titleRow(terminal)),
    'that it waits for a person',
  )
  await say(screen, 'orchestrator', 'cancel alpha')
  await screen.waitFor(/batch_1 was cancelled/, 'its end')
  await screen.waitFor((terminal) => !/looks stuck ·/.test(terminal.text()), 'the title of its pane')
})
